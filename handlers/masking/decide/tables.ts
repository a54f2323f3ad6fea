/** Decides a whole schema, so that both ends of every foreign key are masked alike. */
import { findRule, type Rules } from "../rules/index.ts";
import type { ColumnFacts, Decision } from "./column.ts";
import { decideColumn, heldIfAsked } from "./decide.ts";
import { decideDeclared } from "./declared.ts";
import { isPersonalName } from "./personal-names.ts";
import { isCitext, kindOf } from "./types.ts";
import { decideUndeclared } from "./undeclared.ts";

/** The name of a column in a schema of several services. */
export interface ColumnName {
  readonly service: string;
  readonly table: string;
  readonly name: string;
}

/** A pair of columns that a foreign key says are equal. */
export interface Reference {
  readonly from: ColumnName;
  readonly to: ColumnName;
}

/** Columns with the foreign keys between them; a composite key is several references. */
export interface SchemaFacts {
  readonly columns: readonly ColumnFacts[];
  readonly references: readonly Reference[];
}

/** The key of a column in decideTables' answer: `service/table.column`. */
export function columnKey(column: ColumnName): string {
  return `${column.service}/${column.table}.${column.name}`;
}

/**
 * The decision on every column, by columnKey. Columns joined by foreign keys share one decision, which fits the narrowest of
 * them; when none does, or two rules meet, all of them are held.
 */
export function decideTables(schema: SchemaFacts, rules: Rules): ReadonlyMap<string, Decision> {
  const decisions = new Map<string, Decision>();
  for (const group of groups(schema)) {
    const [only] = group;
    if (group.length === 1 && only !== undefined) {
      decisions.set(columnKey(only), decideColumn(only, rules));
      continue;
    }
    for (const [key, decision] of decideGroup(group, rules)) decisions.set(key, decision);
  }
  return decisions;
}

// Columns that foreign keys connect, directly or over others.
function groups(schema: SchemaFacts): ColumnFacts[][] {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let next = parent.get(at); next !== undefined && next !== at; next = parent.get(at)) at = next;
    return at;
  };
  for (const { from, to } of schema.references) parent.set(root(columnKey(from)), root(columnKey(to)));
  const found = new Map<string, ColumnFacts[]>();
  for (const column of schema.columns) {
    const key = root(columnKey(column));
    found.set(key, [...(found.get(key) ?? []), column]);
  }
  return [...found.values()];
}

function decideGroup(group: readonly ColumnFacts[], rules: Rules): [string, Decision][] {
  const ruled = group.flatMap((column) => {
    const rule = findRule(rules, { service: column.service, table: column.table, column: column.name });
    return rule === undefined ? [] : [{ column, rule }];
  });
  const first = ruled[0];
  if (first === undefined) {
    const decision = decideUndeclared(narrowest(group));
    const held = group.map((column) => heldIfAsked(column, decision, rules)).find((one) => one.action === "hold") ?? decision;
    return group.map((column) => [columnKey(column), held]);
  }
  const other = ruled.find(({ rule }) => rule.template.text !== first.rule.template.text);
  if (other !== undefined) {
    const why = `a foreign key joins ${columnKey(first.column)} (rule "${first.rule.name}") and ${columnKey(other.column)} (rule "${other.rule.name}"), whose templates differ; give both the same`;
    return group.map((column) => [columnKey(column), hold(why)]);
  }
  const decided = group.map((column) => [columnKey(column), decideDeclared(column, first.rule, rules)] as [string, Decision]);
  const misfit = decided.find(([, decision]) => decision.action === "hold");
  return misfit === undefined ? decided : decided.map(([key]) => [key, misfit[1]]);
}

const hold = (why: string): Decision => Object.freeze({ action: "hold", why, declared: true, checkDistinct: false });

// One column that stands for all: as narrow as the narrowest, as personal as the most personal.
function narrowest(group: readonly ColumnFacts[]): ColumnFacts {
  const first =
    group.find((column) => isPersonalName(column.name)) ??
    group.find((column) => isCitext(column.type)) ??
    group.find((column) => kindOf(column.type) === "text") ??
    group[0];
  if (first === undefined) throw new RangeError("A group has at least one column.");
  const lengths = group.flatMap((column) => (column.maxLength === undefined ? [] : [column.maxLength]));
  const citext = group.find((column) => isCitext(column.type));
  const narrowNumber = group.find((column) => /^(small|integer|int[24]$)/i.test(column.type));
  const digits = group.filter((column) => column.digitsOnly !== undefined);
  return {
    ...first,
    type: citext?.type ?? narrowNumber?.type ?? first.type,
    maxLength: lengths.length === 0 ? undefined : Math.min(...lengths),
    nullable: group.every((column) => column.nullable),
    inPrimaryKey: group.some((column) => column.inPrimaryKey),
    inUnique: group.some((column) => column.inUnique),
    inForeignKey: true,
    generated: group.some((column) => column.generated === true) ? undefined : first.generated,
    isEnum: group.every((column) => column.isEnum === true),
    checks: group.flatMap((column) => column.checks ?? []),
    digitsOnly: digits.length > 0 && digits.every((column) => column.digitsOnly === true),
  };
}
