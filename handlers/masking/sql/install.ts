/** What is put on the clone before masking and taken away before its snapshot. */
import { type MaskingKeys, subkeysOf, type Template } from "../engine/index.ts";
import { documentFunctions, leafSql } from "./documents.ts";
import { baseFunctions, maskingSchema } from "./functions.ts";
import { moreFunctions } from "./more-functions.ts";

/** One row of the key table. Its `key` is a secret: it goes in as a bound parameter only. */
export interface KeyRow {
  readonly function: string;
  readonly domain: string;
  readonly key: string;
}

/** The statements that make the schema, the key table and the functions, one each; no key stands in any of them. */
export function installSql(): readonly string[] {
  return [
    `DROP SCHEMA IF EXISTS ${maskingSchema} CASCADE`,
    `CREATE SCHEMA ${maskingSchema}`,
    `REVOKE ALL ON SCHEMA ${maskingSchema} FROM PUBLIC`,
    ...baseFunctions,
    ...moreFunctions,
    ...leafSql([], new Map()),
    ...documentFunctions,
  ];
}

/** The statement that takes all of it away again. */
export function dropSql(): readonly string[] {
  return [`DROP SCHEMA IF EXISTS ${maskingSchema} CASCADE`];
}

/** The statement that inserts a key row; bind `function`, `domain` and `key` (`:name` for the Data API, `$n` for pg). */
export function insertKeySql(style: "named" | "numbered"): string {
  const values = style === "named" ? ":function, :domain, :key" : "$1, $2, $3";
  return `INSERT INTO ${maskingSchema}.keys (function, domain, key) VALUES (${values}) ON CONFLICT (function, domain) DO UPDATE SET key = excluded.key`;
}

/**
 * The rows that these templates need in the key table.
 *
 * @example
 * ```ts
 * for (const row of keyRows(keys, templates)) await client.query(insertKeySql("numbered"), [row.function, row.domain, row.key]);
 * ```
 */
export function keyRows(keys: MaskingKeys, templates: Iterable<Template>): readonly KeyRow[] {
  const rows = new Map<string, KeyRow>();
  for (const name of [...templates].flatMap(subkeysOf)) {
    rows.set(`${name.function}/${name.domain}`, { ...name, key: keys.subkey(name.function, name.domain) });
  }
  return [...rows.values()];
}
