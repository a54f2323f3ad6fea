/** Rewrite: the whole table in one pass, every masked column by `ALTER COLUMN … TYPE … USING`. */
import type { Lists } from "../../masking/engine/index.ts";
import { maskedColumns } from "../columns.ts";
import { quoteName, sqlName } from "../inventory/index.ts";
import { maskedValue } from "../masked-value.ts";
import type { ChosenTable } from "./choose.ts";

/**
 * The commands that rewrite a table. They leave no dead tuples, start no triggers, pass row security and build every index
 * anew. Triggers and policies that name a masked column make room and come back.
 */
export function rewrite(decided: ChosenTable, lists: Lists): string[] {
  const { table } = decided;
  const masked = maskedColumns(decided);
  const isMasked = (name: string): boolean => masked.some((column) => column.name === name);
  const dependents = table.dependents.filter(({ columns }) => columns.some(isMasked));
  const changes = masked.map((column) => {
    // Without its own collation the column would get the type's.
    const collation = column.collation === undefined ? "" : ` collate ${column.collation}`;
    return `alter column ${quoteName(column.name)} type ${column.type}${collation} using ${maskedValue(decided, column, lists)}`;
  });
  return [
    ...dependents.map(({ drop }) => drop),
    `alter table ${sqlName(table)} ${changes.join(", ")}`,
    ...table.forgotten.filter(({ column }) => isMasked(column)).map(({ sql }) => sql),
    ...dependents.flatMap(({ create }) => create),
  ];
}
