/** Reads the texts that a column holds, page by page, whatever its type: what the proof compares. */

import { type RunSql, StatementError } from "./data-api.ts";
import { quoteName } from "./inventory.ts";

/** Where a column is, and its type as `format_type` prints it. */
export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

const isArray = (type: string): boolean => type.endsWith("[]");
const isJson = (type: string): boolean => /^jsonb?$/.test(type);

/** The Data API ends a call at 1 MiB of answer and 64 KB a row. */
const pageRows = 4000;

/**
 * The distinct texts of a column; of a JSON column every string and number leaf, of an array every element.
 *
 * Pages follow each other by value (`> the last one`, in the C collation), so nothing is read twice and nothing is
 * missed. A page that is too large for the Data API is asked for again in half the size.
 */
export async function* columnValues(run: RunSql, place: ColumnPlace): AsyncGenerator<string> {
  const from = `${quoteName(place.schema)}.${quoteName(place.table)}`;
  const column = quoteName(place.column);
  // 12,000 characters of four bytes fit a row of 64 KB; a longer value is compared by its beginning.
  const text = `left((${place.type === "bytea" ? `encode(${column}, 'hex')` : `${isArray(place.type) ? "e" : column}::text`}), 12000) collate "C"`;
  const source = isArray(place.type) ? `${from}, unnest(${column}) e` : from;
  let last = "";
  let rows = pageRows;
  for (;;) {
    const sql = `select distinct ${text} as v from ${source} where ${text} > :last order by 1 limit ${rows}`;
    let page: string[];
    try {
      page = (await run(`read ${place.schema}.${place.table}.${place.column}`, sql, { last })).map((row) => String(row.v));
    } catch (error) {
      if (!(error instanceof StatementError) || error.sqlState !== undefined || rows === 1) throw error;
      rows = Math.max(1, Math.floor(rows / 2));
      continue;
    }
    for (const value of page) yield* isJson(place.type) ? leaves(value) : [value];
    const end = page.at(-1);
    if (end === undefined || page.length < rows) return;
    last = end;
  }
}

function* leaves(json: string): Generator<string> {
  const stack: unknown[] = [];
  try {
    stack.push(JSON.parse(json));
  } catch {
    // Cut off at 12,000 characters: the string literals in it are its leaves.
    for (const [literal] of json.matchAll(/"(?:[^"\\]|\\.)*"/g)) yield literal.slice(1, -1);
    return;
  }
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === "string") yield value;
    else if (typeof value === "object" && value !== null) stack.push(...Object.values(value));
  }
}
