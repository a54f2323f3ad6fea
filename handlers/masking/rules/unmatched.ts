/** Rules that are for nothing: a name in them is probably misspelt. */
import { nearest } from "../engine/index.ts";
import { findPrefix, type Place, rankedRules } from "./find.ts";
import type { Rule, Rules } from "./rule.ts";

/** A rule that no place has. */
export interface UnmatchedRule {
  readonly rule: Rule;
  /** The place whose name is nearest, as a rule would name it. */
  readonly nearest: string | undefined;
}

// Beyond these a rules file is for another database altogether.
const mostCompared = 100;
const mostNames = 5_000;

/**
 * The rules that are for none of the places, in the file's order; their conditions do not matter.
 *
 * @param keys - the keys of objects, for the rules of prefixes; without them these are not looked at
 * @example
 * ```ts
 * unmatchedRules(rules, [{ service: "billing", table: "customers", column: "email" }])[0]?.nearest; // "customers.email"
 * ```
 */
export function unmatchedRules(rules: Rules, places: Iterable<Place>, keys?: Iterable<string>): readonly UnmatchedRule[] {
  const unused = new Set(rules.rules.filter(({ key }) => key.kind === "column" || keys !== undefined));
  const columns = new Set<string>();
  const withTables = new Set<string>();
  for (const place of places) {
    for (const rule of rankedRules(rules, place)) unused.delete(rule);
    const names = [place.column, ...(place.path ?? [])].join(".");
    const tables = typeof place.table === "string" ? [place.table] : place.table;
    if (columns.size < mostNames) columns.add(names);
    if (withTables.size < mostNames) for (const table of tables) withTables.add(`${table}.${names}`);
  }
  for (const key of keys ?? []) {
    const rule = findPrefix(rules, key);
    if (rule !== undefined) unused.delete(rule);
  }
  const near = ({ key }: Rule): string | undefined =>
    key.kind === "prefix" ? undefined : nearest(key.names.join("."), key.names.length > 1 ? withTables : columns);
  return [...unused].map((rule, i) => ({ rule, nearest: i < mostCompared ? near(rule) : undefined }));
}
