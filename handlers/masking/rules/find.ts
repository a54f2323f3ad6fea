/** Finds the rule of a column, an attribute, a member, or a prefix. */
import type { ColumnKey } from "./key.ts";
import { isTable, plainName } from "./names.ts";
import type { Rule, Rules } from "./rule.ts";

/** A place in a store. */
export interface Place {
  readonly service: string;
  /** The table, or the names under which an object's data may be called (`tablesOfKey`). */
  readonly table: string | readonly string[];
  readonly column: string;
  /** The names of the members below the column, from outside to inside; items of lists have no name. */
  readonly path?: readonly string[];
}

/**
 * The most specific rule of a place: the innermost name first, then `service/table.column`, `table.column`, `column`, and a
 * service's own rule before a common one. A rule of a member also holds for all below it.
 *
 * @example
 * ```ts
 * findRule(rules, { service: "billing", table: "accounts", column: "profile", path: ["email"] })?.name;
 * ```
 */
export function findRule(rules: Rules, place: Place): Rule | undefined {
  const names = [place.column, ...(place.path ?? [])];
  const tables = typeof place.table === "string" ? [place.table] : place.table;
  let best: { rule: Rule; rank: number } | undefined;
  for (const rule of rules.rules) {
    const rank = rankOf(rule, place.service, tables, names);
    if (rank !== undefined && (best === undefined || rank > best.rank)) best = { rule, rank };
  }
  return best?.rule;
}

/** The rule of the longest harmless prefix over an object's key, or over a folder's name that ends with `/`. */
export function findPrefix(rules: Rules, key: string): Rule | undefined {
  let best: { rule: Rule; length: number } | undefined;
  for (const rule of rules.rules) {
    if (rule.key.kind !== "prefix" || !key.startsWith(rule.key.prefix)) continue;
    if (rule.scope !== undefined && !key.startsWith(`${rule.scope}/`)) continue;
    const { length } = rule.key.prefix;
    if (best === undefined || length > best.length) best = { rule, length };
  }
  return best?.rule;
}

function rankOf(rule: Rule, service: string, tables: readonly string[], names: readonly string[]): number | undefined {
  if (rule.key.kind !== "column") return undefined;
  const owner = rule.key.service ?? rule.scope;
  if (owner !== undefined && plainName(owner) !== plainName(service)) return undefined;
  const bare = depthOf(rule.key.names, names);
  const withTable = tableDepth(rule.key, service, tables, names);
  const depth = Math.max(bare, withTable);
  if (depth === 0) return undefined;
  const scope = (withTable >= bare ? 2 : 0) + (rule.key.service === undefined ? 0 : 1);
  return ((depth * 4 + scope) * 64 + Math.min(rule.key.names.length, 31)) * 2 + (rule.scope === undefined ? 0 : 1);
}

function tableDepth(key: ColumnKey, service: string, tables: readonly string[], names: readonly string[]): number {
  const [table, ...rest] = key.names;
  if (table === undefined || rest.length === 0 || !tables.some((name) => isTable(table, name, service))) return 0;
  return depthOf(rest, names);
}

// How deep the rule's names end inside the place's names, the deepest time they occur there; 0 when they do not.
function depthOf(rule: readonly string[], names: readonly string[]): number {
  for (let end = names.length; end >= rule.length; end--) {
    if (rule.every((name, i) => names[end - rule.length + i] === name)) return end;
  }
  return 0;
}
