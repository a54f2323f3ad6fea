/** Update: chunks along the primary key, each with its own row in the ledger, and a rewrite afterwards so that no dead tuple stays. */
import { ledger } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { kindOf } from "../../masking/decide/index.ts";
import type { Lists } from "../../masking/engine/index.ts";
import { type DecidedTable, maskedColumns } from "../columns.ts";
import type { RunSql } from "../data-api.ts";
import { fullName, quoteName, quoteText, sqlName } from "../inventory/index.ts";
import { maskedValue } from "../masked-value.ts";
import type { ChosenTable } from "./choose.ts";

/** From so many rows on a failure in the middle of one statement would cost most of an hour; and the rows of one chunk, which takes seconds. */
export interface UpdateLimits {
  readonly tableRows: number;
  readonly chunkRows: number;
}

/** 100 million rows take about an hour at 30 µs; 200,000 take about 6 s of the Data API's 45. */
export const updateLimits: UpdateLimits = { tableRows: 100_000_000, chunkRows: 200_000 };

/** Why a large table is not updated in chunks; undefined when it can be. */
export function obstacleToUpdate(decided: DecidedTable): string | undefined {
  const { table } = decided;
  const masked = new Set(maskedColumns(decided).map(({ name }) => name));
  const primary = table.keys.find((key) => key.primary);
  if (primary === undefined) return "it has no primary key";
  if (table.partitioned) return "it is partitioned";
  const named = table.columns.filter(({ name }) => primary.columns.includes(name));
  // Values of the key stand in the statements.
  if (named.some(({ name, baseType }) => masked.has(name) || !["number", "uuid"].includes(kindOf(baseType))))
    return "its primary key is masked, or no number and no uuid";
  // A value that is masked could be one that is not masked yet.
  const unique = table.keys.find(({ columns }) => columns.some((column) => masked.has(column)));
  return unique && `${unique.name} must hold between the chunks too`;
}

/**
 * The conditions of a table's chunks, by the primary key; together they are all rows.
 *
 * @param rows - of a chunk, at most
 */
export async function readChunks(run: RunSql, { table }: DecidedTable, rows: number): Promise<string[]> {
  const primary = table.uniqueIndexes.find(({ name }) => table.keys.some((key) => key.primary && key.name === name));
  const key = primary?.expressions ?? [];
  const list = key.join(", ");
  const found = await run(
    `divide ${fullName(table)}`,
    `select jsonb_build_array(${key.map((name) => `${name}::text`).join(", ")})::text as v
       from (select ${list}, row_number() over (order by ${list}) as n from ${sqlName(table)}) t where n % ${rows} = 0 order by n`,
  );
  const ends = found.map(({ v }) => `(${(JSON.parse(String(v)) as string[]).map(quoteText).join(", ")})`);
  return [...ends, undefined].map((end, i) => {
    const conditions = [...(i === 0 ? [] : [`(${list}) > ${ends[i - 1]}`]), ...(end === undefined ? [] : [`(${list}) <= ${end}`])];
    return conditions.length === 0 ? "true" : conditions.join(" and ");
  });
}

/** The commands before the first chunk. */
export function beginUpdate({ table }: ChosenTable): string[] {
  return table.switches.map(({ off }) => off);
}

/** One chunk, with its own row in the ledger: it is carried out once, however often it is sent. */
export function updateChunk(id: string, decided: ChosenTable, condition: string, lists: Lists): string {
  const changes = maskedColumns(decided).map((column) => `${quoteName(column.name)} = ${maskedValue(decided, column, lists)}`);
  return `with l as (insert into ${ledger.table} (id) values (${quoteText(id)}) on conflict do nothing returning 1)
update ${sqlName(decided.table)} set ${changes.join(", ")} where exists (select 1 from l) and ${condition}`;
}

/** The commands after the last chunk: CLUSTER writes the table and its indexes anew, and the mark that it leaves is taken away. */
export function endUpdate({ table }: ChosenTable): string[] {
  const alter = `alter table ${sqlName(table)}`;
  const primary = table.keys.find((key) => key.primary)?.name ?? "";
  const clustered = table.clusteredOn;
  return [
    `cluster ${sqlName(table)} using ${quoteName(primary)}`,
    clustered === undefined ? `${alter} set without cluster` : `${alter} cluster on ${quoteName(clustered)}`,
    ...table.switches.map(({ on }) => on),
  ];
}
