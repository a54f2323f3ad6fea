/** What the rules say of the places of a store's records, in the words of the prover. */
import type { ScopeRules, Template } from "../../prove/index.ts";
import { type Rules, rankedRules } from "../../rules/index.ts";

/** Whose records they are. */
export interface RecordsOf {
  readonly service: string;
  /** The table, or the names under which the rules may call an object's data (`tablesOfKey`). */
  readonly table: string | readonly string[];
  /** The attributes of the table's keys and of its indexes' keys. */
  readonly keyAttributes?: readonly string[];
}

/** The rules of records. Without a rule a text is redacted, unless `undeclared` says that the maskers do something else. */
export function rulesOf(
  rules: Rules,
  { service, table, keyAttributes = [] }: RecordsOf,
  undeclared: ScopeRules["undeclared"] = "redacted",
): ScopeRules {
  const keys = new Set(keyAttributes);
  return {
    templatesOf: ({ names: [column = "", ...path], number }) => {
      const found: (Template | undefined)[] = [];
      for (const { key, template } of rankedRules(rules, { service, table, column, path, number })) {
        found.push(template);
        // What comes behind a rule without a condition never holds.
        if (key.kind === "column" && key.condition === undefined) return found;
      }
      return found.length === 0 ? [] : [...found, undefined];
    },
    isKey: (names) => names.length === 1 && keys.has(names[0] ?? ""),
    undeclared,
  };
}
