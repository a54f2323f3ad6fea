/** Decides what becomes of each column. */
import { findRule, onUndeclared, type Place, type Rules } from "../rules/index.ts";
import type { ColumnFacts, Decision } from "./column.ts";
import { decideDeclared } from "./declared.ts";
import { decideUndeclared } from "./undeclared.ts";

/** What a rule may ask beside the column's name: other names of the table, a member's names, the number of a CSV column, the record. */
export type PlaceDetails = Partial<Pick<Place, "table" | "path" | "number" | "row">>;

/**
 * The decision on one column by itself. Columns of foreign keys belong together: use decideTables for a schema.
 *
 * @example
 * ```ts
 * decideColumn({ service: "billing", table: "customers", name: "notes", type: "text", nullable: true,
 *   inPrimaryKey: false, inUnique: false, inForeignKey: false }, rules).action; // "redact"
 * ```
 */
export function decideColumn(column: ColumnFacts, rules: Rules, details: PlaceDetails = {}): Decision {
  const rule = findRule(rules, { service: column.service, table: column.table, column: column.name, ...details });
  if (rule !== undefined) return decideDeclared(column, rule, rules);
  return heldIfAsked(column, decideUndeclared(column), rules);
}

/** `on_undeclared = "hold"` holds what would have been changed. */
export function heldIfAsked(column: ColumnFacts, decision: Decision, rules: Rules): Decision {
  if (decision.action === "pass" || decision.action === "hold" || onUndeclared(rules, column.service) === "redact") return decision;
  return Object.freeze({
    action: "hold",
    declared: false,
    checkDistinct: false,
    why: `${column.table}.${column.name} has no rule, and on_undeclared is "hold"`,
  });
}
