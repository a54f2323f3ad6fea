/** Reads a long answer page by page, since the Data API ends a call at 1 MiB. */
import { type Row, type RunSql, StatementError } from "../data-api.ts";

const mostRows = 1000;

/**
 * The rows of an ordered query. A page that is too large is asked for again in half the size.
 *
 * @throws StatementError when PostgreSQL refuses the query, or one row is too large
 */
export async function* readPages(
  run: RunSql,
  what: string,
  sql: string,
  parameters: Readonly<Record<string, string>> = {},
): AsyncGenerator<Row> {
  let rows = mostRows;
  for (let offset = 0; ; ) {
    let page: Row[];
    try {
      page = await run(what, `${sql} limit ${rows} offset ${offset}`, parameters);
    } catch (error) {
      if (!(error instanceof StatementError) || error.sqlState !== undefined || rows === 1) throw error;
      rows = Math.floor(rows / 2);
      continue;
    }
    yield* page;
    if (page.length < rows) return;
    offset += page.length;
  }
}
