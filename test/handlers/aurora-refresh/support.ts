/** The masking of a database as `prepare`, the document and `proveClone` do it, on a plain connection instead of the Data API. */
import type { Client } from "pg";
import { findCollisions, findDigits } from "../../../handlers/aurora-refresh/collisions.ts";
import { type DecidedTable, decideInventory, heldServices, spread } from "../../../handlers/aurora-refresh/columns.ts";
import { compareTables } from "../../../handlers/aurora-refresh/compare.ts";
import type { RunSql } from "../../../handlers/aurora-refresh/data-api.ts";
import { readInventory } from "../../../handlers/aurora-refresh/inventory.ts";
import { inventoryReport } from "../../../handlers/aurora-refresh/inventory-report.ts";
import { readOriginals } from "../../../handlers/aurora-refresh/originals.ts";
import { maskedColumns, planStatements } from "../../../handlers/aurora-refresh/statements.ts";
import { deriveKeys, parseTemplate } from "../../../handlers/masking/engine/index.ts";
import { FingerprintSet } from "../../../handlers/masking/prove/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { insertKeySql, installSql, keyRows } from "../../../handlers/masking/sql/index.ts";
import { bindParameters } from "../../../local/aws/rds-data/sql/bind.ts";

/** Statements with `:name` on a connection, as the Data API would bind them. */
export function sqlOn(client: Client): RunSql {
  return async (_what, sql, parameters = {}) => {
    const bound = Object.entries(parameters).map(([name, value]) => ({
      name,
      value: typeof value === "number" ? { longValue: value } : { stringValue: value },
    }));
    const { text, values } = bindParameters(sql, bound);
    return (await client.query(text, [...values])).rows as never;
  };
}

export interface Masked {
  readonly held: Map<string, string[]>;
  readonly tables: DecidedTable[];
  readonly compare: () => Promise<{ scanned: number; found: Map<string, number> }>;
}

/** Masks every schema; a service has the schema's name. */
export async function maskDatabase(client: Client, schemas: readonly string[], rulesFile: object): Promise<Masked> {
  const run = sqlOn(client);
  const keys = deriveKeys(Buffer.alloc(32, 7));
  const rules = parseRules(rulesFile, "rules");
  const serviceOf = (schema: string): string => schema;
  const inventory = await readInventory(run, schemas);
  const inKeys = inventory.tables.map(({ schema, name, columns, keys: tableKeys, foreignKeys }) => {
    const names = new Set([...tableKeys, ...foreignKeys].flatMap((key) => key.columns));
    return { schema, name, columns: columns.filter((c) => names.has(c.name) && /char|text/.test(c.baseType)).map((c) => c.name) };
  });
  const tables = decideInventory(inventory, rules, serviceOf, await findDigits(run, inKeys));
  const held = heldServices(tables, serviceOf);
  for (const sql of installSql()) await run("install", sql);
  const templates = tables.flatMap((table) => maskedColumns(table).map(({ template }) => parseTemplate(template)));
  for (const { function: f, domain, key } of keyRows(keys, templates))
    await run("key", insertKeySql("named"), { function: f, domain, key });
  const open = tables.filter(({ service }) => !held.has(service));
  for (const [service, reason] of await findCollisions(run, open, rules.lists)) held.set(service, [...(held.get(service) ?? []), reason]);
  spread(tables, serviceOf, held);
  const masked = tables.filter(({ service }) => !held.has(service));
  const anywhere = new FingerprintSet();
  const inColumn = new Map<string, FingerprintSet>();
  for (const decided of masked) {
    const originals = await readOriginals(run, decided, keys, rules.lists);
    anywhere.addAll(originals.anywhere);
    for (const [column, set] of originals.inColumn) inColumn.set(`${decided.table.schema}.${decided.table.name}.${column}`, set);
  }
  await client.query(
    "create schema refresh_ledger; create table refresh_ledger.done (id text primary key, at timestamptz not null default now())",
  );
  for (const { sql } of planStatements(masked, inventory, rules.lists)) await client.query(sql);
  const report = inventoryReport("20261124t0200-1a2b", masked, held);
  return { held, tables, compare: () => compareTables(run, report.tables, keys, anywhere, async (place) => inColumn.get(place)) };
}
