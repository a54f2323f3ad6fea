/** Reads the catalogue page by page, with every name qualified whatever the session's search_path says. */
import { maskingSchema } from "../../masking/sql/index.ts";
import { type RunSql, StatementError } from "../data-api.ts";

/** The function that the catalogue is read through: a query's rows as JSON, with nothing but pg_catalog in the search path. */
export const installCatalogue = `create or replace function ${maskingSchema}.catalogue(query text, schemas jsonb) returns setof jsonb
language plpgsql set search_path = pg_catalog as $$
begin
  return query execute 'select to_jsonb(q) from (' || query || ') q' using schemas;
end $$`;

/** The Data API ends a call at 1 MiB of answer. */
const pageRows = 1000;

/**
 * The rows of a catalogue query, which must be ordered; `$1` in it is the JSON list of the schemas. What is null is absent.
 *
 * A page that is too large for the Data API is asked for again in half the size.
 */
export async function readCatalogue<Row>(run: RunSql, what: string, query: string, schemas: readonly string[]): Promise<Row[]> {
  const found: Row[] = [];
  for (let rows = pageRows; ; ) {
    const sql = `select v::text as v from ${maskingSchema}.catalogue(:query, :schemas::jsonb) v limit ${rows} offset ${found.length}`;
    try {
      const page = await run(what, sql, { query, schemas: JSON.stringify(schemas) });
      for (const { v } of page) found.push(withoutNulls(JSON.parse(String(v)) as object) as Row);
      if (page.length < rows) return found;
    } catch (error) {
      if (!(error instanceof StatementError) || error.sqlState !== undefined || rows === 1) throw error;
      rows = Math.floor(rows / 2);
    }
  }
}

const withoutNulls = (row: object): object => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
