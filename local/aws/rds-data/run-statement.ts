/** Runs one statement and keeps its result as JSON text within the Data API's limits. */
import pg from "pg";
import { responseTooLarge, rowTooLarge } from "./errors.ts";
import type { BoundStatement } from "./sql/bind.ts";
import { fieldJson, mustBeSupported, plainJson, type ReturnTypes } from "./sql/fields.ts";
import type { TypeFacts } from "./sql/types.ts";

const RESPONSE_BYTES = 1024 * 1024;
const ROW_BYTES = 64 * 1024;

export type Column = pg.FieldDef;

/** A finished statement: columns when it returns rows, each row's values as raw text. */
export type StatementResult = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly updated: number;
};

const DML = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

const RAW_TEXT = { getTypeParser: () => (raw: string) => raw };

/**
 * Sends a statement by the extended protocol, in which PostgreSQL itself refuses several at once.
 *
 * @throws the error of `pg`; AwsError BadRequestException when a row or the whole is too large: what is too much is read and thrown away.
 */
export function runStatement(client: pg.Client, { text, values }: BoundStatement): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    const config = { text, values: [...values], rowMode: "array", types: RAW_TEXT, queryMode: "extended" };
    const query = new pg.Query<(string | null)[]>(config as unknown as pg.QueryConfig);
    const rows: (string | null)[][] = [];
    let bytes = 0;
    let failure: Error | undefined;
    query.on("row", (row) => {
      if (failure !== undefined) return;
      let size = 0;
      for (const value of row as unknown as readonly (string | null)[]) size += value === null ? 0 : Buffer.byteLength(value);
      bytes += size;
      if (size > ROW_BYTES) failure = rowTooLarge();
      else if (bytes > RESPONSE_BYTES) failure = responseTooLarge();
      else rows.push(row as unknown as (string | null)[]);
    });
    query.on("error", reject);
    query.on("end", (result) => {
      if (failure !== undefined) return reject(failure);
      const columns = result.fields;
      resolve({ columns, rows, updated: columns.length === 0 && DML.has(result.command) ? (result.rowCount ?? 0) : 0 });
    });
    client.query(query);
  });
}

export type RecordsOptions = { readonly types: readonly TypeFacts[]; readonly returned: ReturnTypes; readonly format: "NONE" | "JSON" };

/**
 * `"records":[…]` or `"formattedRecords":"…"` of an answer.
 *
 * @throws AwsError UnsupportedResultException, BadRequestException
 */
export function recordsJson({ columns, rows }: StatementResult, { types, returned, format }: RecordsOptions): string {
  types.forEach(mustBeSupported);
  const factsOf = (index: number): TypeFacts => types[index] as TypeFacts;
  const row = (values: readonly (string | null)[]): string =>
    format === "NONE"
      ? `[${values.map((raw, index) => fieldJson(factsOf(index), raw, returned)).join(",")}]`
      : `{${values.map((raw, index) => `${JSON.stringify(columns[index]?.name)}:${plainJson(factsOf(index), raw, returned)}`).join(",")}}`;
  const text = `[${rows.map(row).join(",")}]`;
  if (Buffer.byteLength(text) > RESPONSE_BYTES) throw responseTooLarge();
  return format === "NONE" ? `"records":${text}` : `"formattedRecords":${JSON.stringify(text)}`;
}
