/** Foreign keys around masked tables: dropped before both ends change, added and checked afterwards. */
import { maskedColumns } from "../columns.ts";
import { type ForeignKey, fullName, quoteName, quoteText, sqlName, type Table } from "../inventory/index.ts";
import type { ChosenTable } from "./choose.ts";

/** A foreign key and the table that it begins at. */
export interface OwnedKey {
  readonly table: Table;
  readonly key: ForeignKey;
}

/** The foreign keys of a group: those with a masked column at either end, and all that begin or end at a copied table. */
export function touchedKeys(group: readonly ChosenTable[], all: readonly ChosenTable[]): OwnedKey[] {
  const masked = new Set(group.flatMap((decided) => maskedColumns(decided).map(({ name }) => `${fullName(decided.table)}.${name}`)));
  const copied = new Set(group.filter(({ strategy }) => strategy === "copy").map(({ table }) => fullName(table)));
  return all.flatMap(({ table }) =>
    table.foreignKeys
      .filter(({ columns, toSchema, toTable, toColumns }) => {
        const [from, to] = [fullName(table), fullName({ schema: toSchema, name: toTable })];
        return (
          copied.has(from) ||
          copied.has(to) ||
          columns.some((column) => masked.has(`${from}.${column}`)) ||
          toColumns.some((column) => masked.has(`${to}.${column}`))
        );
      })
      .map((key) => ({ table, key })),
  );
}

/** The command that takes a foreign key away. */
export const dropKey = ({ table, key }: OwnedKey): string => `alter table ${sqlName(table)} drop constraint ${quoteName(key.name)}`;

/** The commands that bring it back, checked unless it is NOT VALID. */
export function addKey({ table, key }: OwnedKey): string[] {
  const add = `alter table ${sqlName(table)} add constraint ${quoteName(key.name)} ${key.definition}`;
  if (key.comment === undefined) return [add];
  return [add, `comment on constraint ${quoteName(key.name)} on ${sqlName(table)} is ${quoteText(key.comment)}`];
}

/** Tables in groups: those that a foreign key joins, directly or over others, stand together. */
export function joined(tables: readonly ChosenTable[]): ChosenTable[][] {
  const groups = new Map(tables.map((decided) => [fullName(decided.table), [decided]]));
  for (const { table } of tables) {
    for (const { toSchema, toTable } of table.foreignKeys) {
      const from = groups.get(fullName(table));
      const to = groups.get(fullName({ schema: toSchema, name: toTable }));
      if (!from || !to || from === to) continue;
      from.push(...to);
      for (const moved of to) groups.set(fullName(moved.table), from);
    }
  }
  return [...new Set(groups.values())];
}
