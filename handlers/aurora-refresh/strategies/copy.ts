/** Copy: masked rows go to an unlogged table and come back into the emptied one, so that nothing which depends on it has to move. */
import { ledger } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import type { Lists } from "../../masking/engine/index.ts";
import { maskedColumns } from "../columns.ts";
import { quoteName, quoteText, sqlName } from "../inventory/index.ts";
import { maskedValue } from "../masked-value.ts";
import { dollarQuoted } from "./atomic.ts";
import type { ChosenTable } from "./choose.ts";

/**
 * The commands that copy a table: TRUNCATE gives it new files, so no old version of a row stays; generated columns compute
 * themselves, rows go to the partitions that fit, sequences stay where they are. Triggers and rules are off meanwhile, and
 * the count must be the same.
 *
 * @param number - of the copy, unique among all statements
 */
export function copy(decided: ChosenTable, lists: Lists, number: number): string[] {
  const { table } = decided;
  const copied = `${ledger.schema}.copy_${number}`;
  // Tables that inherit are masked each by itself; a partitioned table has no rows of its own.
  const only = table.partitioned ? "" : "only ";
  const written = table.columns.filter(({ generated }) => !generated);
  const masked = new Map(maskedColumns(decided).map((column) => [column.name, column]));
  const values = written.map(({ name }, i) => {
    const column = masked.get(name);
    return `${column === undefined ? quoteName(name) : maskedValue(decided, column, lists)} as c${i}`;
  });
  const names = written.map(({ name }) => quoteName(name)).join(", ");
  const overriding = written.some(({ identity }) => identity) ? " overriding system value" : "";
  const unchecked = table.checks.filter(({ validated }) => !validated);
  const alter = `alter table ${sqlName(table)}`;
  return [
    // Off, a policy that would hide rows is an error instead.
    "set local row_security = off",
    ...table.switches.map(({ off }) => off),
    ...unchecked.map(({ name }) => `${alter} drop constraint ${quoteName(name)}`),
    `create unlogged table ${copied} as select ${values.join(", ")} from ${only}${sqlName(table)}`,
    `truncate ${only}${sqlName(table)}`,
    `insert into ${sqlName(table)} (${names})${overriding} select * from ${copied}`,
    compareCounts(`${only}${sqlName(table)}`, copied, `${table.schema}.${table.name}`),
    `drop table ${copied}`,
    ...unchecked.flatMap(({ name, definition }) => `${alter} add constraint ${quoteName(name)} ${definition}`),
    ...table.switches.map(({ on }) => on),
  ];
}

function compareCounts(table: string, copied: string, name: string): string {
  const message = quoteText(`the copy of ${name.replaceAll("%", "%%")} has lost rows`);
  return `do ${dollarQuoted(`begin if (select count(*) from ${table}) <> (select count(*) from ${copied}) then raise exception ${message}; end if; end`)}`;
}
