/** Carries planned statements out for the benchmark: on a connection, and through the Data API. */
import { setTimeout as delay } from "node:timers/promises";
import { ExecuteStatementCommand, type RDSDataClient } from "@aws-sdk/client-rds-data";
import type { Client } from "pg";
import { type RunSql, StatementError } from "../../handlers/aurora-refresh/data-api.ts";
import { ledger, type Statement } from "../../ssm-documents/aurora-snapshot-clone-mask/statement.ts";
import { bindParameters } from "../aws/rds-data/sql/bind.ts";

/** What the document does before the first statement. */
export const openLedger: readonly string[] = [
  `create schema if not exists ${ledger.schema}`,
  `create table if not exists ${ledger.table} (id text primary key, at timestamptz not null default now())`,
];

/** Statements with `:name` on a connection, as the Data API would bind them. */
export function sqlOn(client: Client): RunSql {
  return async (what, sql, parameters = {}) => {
    const bound = Object.entries(parameters).map(([name, value]) => ({
      name,
      value: typeof value === "number" ? { longValue: value } : { stringValue: value },
    }));
    const { text, values } = bindParameters(sql, bound);
    try {
      return (await client.query(text, [...values])).rows as never;
    } catch (error) {
      throw new StatementError(what, (error as { code?: string }).code, (error as Error).message);
    }
  };
}

/** The same, counting its calls: as many would go to the Data API. */
export function countingSql(client: Client): { readonly run: RunSql; calls(): number } {
  const run = sqlOn(client);
  let calls = 0;
  return {
    run: (...call) => {
      calls++;
      return run(...call);
    },
    calls: () => calls,
  };
}

/**
 * Carries statements out in order; what stands in the ledger is not run again.
 *
 * @param before - is told each statement before it runs
 */
export async function carryOut(client: Client, statements: readonly Statement[], before: (done: number) => void = () => {}): Promise<void> {
  for (const sql of openLedger) await client.query(sql);
  const { rows } = await client.query(`select id from ${ledger.table}`);
  const done = new Set(rows.map(({ id }) => String(id)));
  for (const [i, { id, sql, ddl }] of statements.entries()) {
    if (done.has(id)) continue;
    before(i);
    await client.query(sql);
    if (ddl) await client.query(`insert into ${ledger.table} (id) values ($1) on conflict do nothing`, [id]);
  }
}

/** The same through the Data API. A statement that takes longer than 45 seconds goes on, and its row in the ledger tells its end. */
export async function carryOutByDataApi(
  data: RDSDataClient,
  database: { readonly resourceArn: string; readonly secretArn: string; readonly database: string },
  statements: readonly Statement[],
): Promise<void> {
  const send = (sql: string, continueAfterTimeout = false): Promise<{ records?: unknown[] | undefined }> =>
    data.send(new ExecuteStatementCommand({ ...database, sql, continueAfterTimeout }));
  for (const sql of openLedger) await send(sql);
  for (const { id, sql, ddl } of statements) {
    try {
      await send(sql, ddl);
    } catch (error) {
      if (!ddl || (error as Error).name !== "StatementTimeoutException") throw error;
      while ((await send(`select id from ${ledger.table} where id = '${id}'`)).records?.length === 0) await delay(200);
    }
    if (ddl) await send(`insert into ${ledger.table} (id) values ('${id}') on conflict do nothing`);
  }
}
