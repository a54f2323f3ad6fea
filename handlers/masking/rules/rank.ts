/** How specific a rule is for a place: of two rules that hold for it, the greater rank goes first. */
import { literalLength } from "./condition.ts";
import type { Rule } from "./rule.ts";

/** Where a rule's names were found in a place. */
export interface Match {
  readonly rule: Rule;
  /** Which of the place's names the rule's last one is, from 1: a column is 1, its member 2. */
  readonly depth: number;
  /** Which of the place's tables the rule names, from 1, later ones being nearer; 0 when it names none. */
  readonly table: number;
  /** Whether it names the table as the store does, and not without the service in front. */
  readonly wholeTable: boolean;
  /** Whether it calls the column by its name, and not by its number. */
  readonly byName: boolean;
}

/**
 * The numbers to compare, the first that differs decides: the innermost name; with a table; with a service; more names; the nearer table,
 * as the store calls it; a column by its name; with a condition, and the longer one; a service's own file.
 */
export function rankOf({ rule, depth, table, wholeTable, byName }: Match): readonly number[] {
  if (rule.key.kind === "prefix") return [];
  const { service, names, condition } = rule.key;
  return [
    depth,
    table > 0 ? 1 : 0,
    service === undefined ? 0 : 1,
    names.length,
    table,
    wholeTable ? 1 : 0,
    byName ? 1 : 0,
    condition === undefined ? 0 : 1 + literalLength(condition.glob),
    rule.scope === undefined ? 0 : 1,
  ];
}

/** Positive when the first rank is the greater. */
export function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
