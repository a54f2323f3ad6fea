/** Reads the texts that a column holds, page by page, whatever its type: what the proof compares. */

import { kindOf } from "../masking/decide/index.ts";
import { maskingSchema } from "../masking/sql/index.ts";
import { type RunSql, StatementError } from "./data-api.ts";
import { quoteName } from "./inventory/index.ts";

/** Where a column is, and its type as `format_type` prints it; of a domain the type below it. */
export interface ColumnPlace {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** Of a document's texts those that get one template, by numbers of the planned documents. */
  readonly within?: { readonly root: number; readonly template: number };
}

const isArray = (type: string): boolean => type.endsWith("[]");
const isJson = (type: string): boolean => kindOf(type.replace(/\[\]$/, "")) === "json";
const isHstore = (type: string): boolean => kindOf(type) === "hstore";

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
  const text = `left(${textOf(place, column)}, 12000) collate "C"`;
  const source = sourceOf(place, column, from);
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
    for (const value of page) yield* isJson(place.type) && place.within === undefined ? leaves(value) : [value];
    const end = page.at(-1);
    if (end === undefined || page.length < rows) return;
    last = end;
  }
}

function textOf({ type, within }: ColumnPlace, column: string): string {
  if (within !== undefined || isArray(type) || isHstore(type)) return "e::text";
  return type === "bytea" ? `encode(${column}, 'hex')` : `${column}::text`;
}

function sourceOf({ type, within }: ColumnPlace, column: string, from: string): string {
  if (within !== undefined) {
    const texts = `${maskingSchema}.document_texts((${column})::jsonb, ${within.root}) d`;
    return `(select d.v as e from ${from} cross join lateral ${texts} where d.leaf = ${within.template}) texts`;
  }
  if (isHstore(type)) return `${from}, jsonb_each_text((${column})::jsonb) h(k, e)`;
  return isArray(type) ? `${from}, unnest(${column}) e` : from;
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
