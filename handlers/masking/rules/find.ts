/** Finds the rule of a column, an attribute, a member, or a prefix. */
import { matchesGlob } from "./condition.ts";
import { type Names, rulesIndex } from "./find-index.ts";
import { compareRanks, type Match, rankOf } from "./rank.ts";
import type { Rule, Rules } from "./rule.ts";

/** A place in a store. */
export interface Place {
  readonly service: string;
  /** The table, or the names under which an object's data may be called (`tablesOfKey`). */
  readonly table: string | readonly string[];
  readonly column: string;
  /** The column's number in a CSV, from 1. */
  readonly number?: number | undefined;
  /** The names of the members below the column, from outside to inside; items of lists have no name. */
  readonly path?: readonly string[] | undefined;
  /** Reads the record's other attributes before masking; without it no rule with a condition holds. */
  readonly row?: ((name: string) => string | undefined) | undefined;
}

/**
 * The most specific rule of a place: the innermost name first, then `service/table.column`, `table.column`, `column`; the
 * same with a condition goes before it, and a service's own rule before a common one. A rule of a member also holds for
 * all below it.
 *
 * @example
 * ```ts
 * findRule(rules, { service: "billing", table: "accounts", column: "profile", path: ["email"] })?.name;
 * ```
 */
export function findRule(rules: Rules, place: Place): Rule | undefined {
  return rankedRules(rules, place).find((rule) => holdsIn(rule, place.row));
}

/** Whether a rule's condition holds in a record; a rule without one always does. */
export function holdsIn(rule: Rule, row: Place["row"]): boolean {
  if (rule.key.kind === "prefix" || rule.key.condition === undefined) return true;
  const text = row?.(rule.key.condition.attribute);
  return text !== undefined && matchesGlob(rule.key.condition.glob, text);
}

/**
 * All rules of a place, the most specific first, whether their conditions hold or not: findRule takes the first that
 * does. Ask once for a place and holdsIn for each record.
 */
export function rankedRules(rules: Rules, place: Place): readonly Rule[] {
  const best = new Map<Rule, readonly number[]>();
  for (const match of matchesOf(rules, place)) {
    const rank = rankOf(match);
    const other = best.get(match.rule);
    if (other === undefined || compareRanks(rank, other) > 0) best.set(match.rule, rank);
  }
  return [...best].sort(([, a], [, b]) => compareRanks(b, a)).map(([rule]) => rule);
}

function* matchesOf(rules: Rules, place: Place): Generator<Match> {
  const index = rulesIndex(rules);
  const names = [place.column, ...(place.path ?? [])];
  const numbered = place.number === undefined ? undefined : [String(place.number), ...names.slice(1)];
  const tables = typeof place.table === "string" ? [place.table] : place.table;
  for (let depth = names.length; depth > 0; depth--) {
    for (let start = Math.max(0, depth - index.longest); start < depth; start++) {
      const forms: Names[] = [{ names: names.slice(start, depth), byName: true }];
      if (numbered !== undefined && start === 0) forms.push({ names: numbered.slice(0, depth), byName: false });
      for (const form of forms) {
        for (const rule of index.bare(place.service, form.names)) yield { rule, depth, table: 0, wholeTable: false, byName: form.byName };
        for (const [i, table] of tables.entries()) {
          for (const { rule, wholeTable } of index.ofTable(place.service, table, form.names))
            yield { rule, depth, table: i + 1, wholeTable, byName: form.byName };
        }
      }
    }
  }
}

/** The rule of the longest harmless prefix over an object's key, or over a folder's name that ends with `/`. */
export function findPrefix(rules: Rules, key: string): Rule | undefined {
  let best: { rule: Rule; length: number } | undefined;
  for (const rule of rulesIndex(rules).prefixes) {
    if (rule.key.kind !== "prefix" || !key.startsWith(rule.key.prefix)) continue;
    if (rule.scope !== undefined && !key.startsWith(`${rule.scope}/`)) continue;
    const { length } = rule.key.prefix;
    if (best === undefined || length > best.length) best = { rule, length };
  }
  return best?.rule;
}
