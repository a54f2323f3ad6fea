/** The masking of a database as `prepare`, the document and `proveClone` do it, on a plain connection instead of the Data API. */
import type { Client } from "pg";
import { compareTables } from "../../../handlers/aurora-refresh/compare.ts";
import { inventoryReport } from "../../../handlers/aurora-refresh/inventory-report.ts";
import { readOriginals } from "../../../handlers/aurora-refresh/originals.ts";
import { type PlannedTables, type PlanOptions, planTables } from "../../../handlers/aurora-refresh/plan-tables.ts";
import { type ChosenTable, planStatements } from "../../../handlers/aurora-refresh/strategies/index.ts";
import { deriveKeys } from "../../../handlers/masking/engine/index.ts";
import { FingerprintSet } from "../../../handlers/masking/prove/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { sqlOn } from "../../../local/bench/aurora-sql.ts";
import { type Statement, statementLines } from "../../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";

/** The sub-keys of every test here. */
export const keys = deriveKeys(Buffer.alloc(32, 7));

/** A plan, with its statements checked as the file of statements checks them. */
export interface Planned extends PlannedTables {
  readonly open: ChosenTable[];
  readonly statements: Statement[];
}

/** Plans the masking of some schemas; a service has the schema's name. */
export async function planDatabase(
  client: Client,
  schemas: readonly string[],
  rulesFile: object,
  more: Pick<PlanOptions, "limits"> = {},
): Promise<Planned> {
  const rules = parseRules(rulesFile, "rules");
  const planned = await planTables(sqlOn(client), { schemas, serviceOf: (schema) => schema, rules, keys, ...more });
  const open = planned.tables.filter(({ service }) => !planned.held.has(service));
  const statements = planStatements(open, planned.inventory, rules.lists);
  statementLines(statements);
  return { ...planned, open, statements };
}

/**
 * Carries statements out as the document does: what stands in the ledger is not run again.
 *
 * @param stopBefore - the number of the statement before which it stops; all are carried out without it
 */
export async function carryOut(client: Client, statements: readonly Statement[], stopBefore = statements.length): Promise<void> {
  await client.query("create schema if not exists refresh_ledger");
  await client.query("create table if not exists refresh_ledger.done (id text primary key, at timestamptz not null default now())");
  for (const { id, sql, ddl } of statements.slice(0, stopBefore)) {
    const { rows } = await client.query("select 1 from refresh_ledger.done where id = $1", [id]);
    if (rows.length > 0) continue;
    await client.query(`/* refresh ${id} */${sql}`);
    if (ddl) await client.query("insert into refresh_ledger.done (id) values ($1) on conflict do nothing", [id]);
  }
}

export interface Masked extends Planned {
  readonly compare: () => Promise<{ scanned: number; found: Map<string, number> }>;
}

/** Masks every schema, and can compare it with the originals afterwards. */
export async function maskDatabase(client: Client, schemas: readonly string[], rulesFile: object): Promise<Masked> {
  const run = sqlOn(client);
  const planned = await planDatabase(client, schemas, rulesFile);
  const anywhere = new FingerprintSet();
  const inColumn = new Map<string, FingerprintSet>();
  for (const decided of planned.open) {
    const originals = await readOriginals(run, decided, keys, parseRules(rulesFile, "rules").lists);
    anywhere.addAll(originals.anywhere);
    for (const [column, set] of originals.inColumn) inColumn.set(`${decided.table.schema}.${decided.table.name}.${column}`, set);
  }
  await carryOut(client, planned.statements);
  const report = inventoryReport("20261124t0200-1a2b", planned.open, planned.held);
  return { ...planned, compare: () => compareTables(run, report.tables, keys, anywhere, async (place) => inColumn.get(place)) };
}
