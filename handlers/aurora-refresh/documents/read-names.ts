/** Reads which members the documents of a column have. */
import { maskingSchema } from "../../masking/sql/index.ts";
import type { RunSql } from "../data-api.ts";
import { fullName, quoteName, sqlName, type Table } from "../inventory/index.ts";

const pageRows = 1000;

/**
 * The distinct lists of names, from outside to inside, that lead to a value; the document itself is the empty list.
 *
 * @param most - lists; undefined when there are more, as where names are data
 */
export async function readNames(run: RunSql, table: Table, column: string, most: number): Promise<string[][] | undefined> {
  const found: string[][] = [];
  const what = `read the member names of ${fullName(table)}.${column}`;
  const source = `${sqlName(table)} t cross join lateral ${maskingSchema}.document_names((t.${quoteName(column)})::jsonb) names`;
  for (let last = ""; ; ) {
    const sql = `select v from (select distinct names::text collate "C" as v from ${source}) d where v > :last order by v limit ${pageRows}`;
    const page = (await run(what, sql, { last })).map(({ v }) => String(v));
    for (const names of page) found.push(JSON.parse(names) as string[]);
    if (found.length > most) return undefined;
    if (page.length < pageRows) return found;
    last = page.at(-1) ?? "";
  }
}
