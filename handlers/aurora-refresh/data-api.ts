/** SQL through the RDS Data API: rows as records, a resuming cluster waited for, no value in an error. */

import { setTimeout as delay } from "node:timers/promises";
import { ExecuteStatementCommand, type Field, type RDSDataClient, type SqlParameter } from "@aws-sdk/client-rds-data";
import { TaskError } from "../../workflows/kit/contract/index.ts";

/** A cluster that the Data API reaches, and the secret that opens it. */
export interface Database {
  readonly clusterArn: string;
  readonly secretArn: string;
  readonly database: string;
}

/** One row, by column name; numbers that PostgreSQL calls bigint come as numbers, everything else as text. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** A statement that PostgreSQL or the Data API refused; its text has no value of a row. */
export class StatementError extends Error {
  override readonly name = "StatementError";
  constructor(
    readonly what: string,
    readonly sqlState: string | undefined,
    reason: string,
  ) {
    super(`${what}: ${reason}`);
  }
}

const PASSING = new Set([
  "DatabaseResumingException",
  "DatabaseUnavailableException",
  "ServiceUnavailableError",
  "InternalServerErrorException",
]);

/**
 * Runs one statement.
 *
 * @param what - what the statement is for, as the error will say it
 * @throws StatementError with the SQLSTATE; never with the statement's values
 * @throws TaskError `Aurora.DatabaseUnavailable` when the cluster does not come up
 */
export type RunSql = (what: string, sql: string, parameters?: Readonly<Record<string, string | number>>) => Promise<Row[]>;

/**
 * A `RunSql` on one database.
 *
 * @param pause - waits between tries while the cluster resumes, in milliseconds
 * @example
 * ```ts
 * const run = dataApi(client, { clusterArn, secretArn, database: "app" });
 * const [row] = await run("count customers", "select count(*) as n from billing.customers");
 * ```
 */
export function dataApi(client: RDSDataClient, { clusterArn, secretArn, database }: Database, pause = 2000): RunSql {
  return async (what, sql, parameters = {}) => {
    const bound = Object.entries(parameters).map(
      ([name, value]): SqlParameter => ({
        name,
        value: typeof value === "number" ? { longValue: value } : { stringValue: value },
      }),
    );
    for (let tries = 1; ; tries++) {
      try {
        const answer = await client.send(
          new ExecuteStatementCommand({
            resourceArn: clusterArn,
            secretArn,
            database,
            sql,
            parameters: bound,
            includeResultMetadata: true,
          }),
        );
        const names = (answer.columnMetadata ?? []).map((column) => column.label ?? column.name ?? "");
        return (answer.records ?? []).map((record) => Object.fromEntries(record.map((field, i) => [names[i] ?? String(i), plain(field)])));
      } catch (error) {
        if (!PASSING.has((error as Error).name) || tries >= 30) throw asStatementError(what, error);
        await delay(pause);
      }
    }
  };
}

function plain(field: Field): string | number | boolean | null {
  if (field.isNull) return null;
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}

function asStatementError(what: string, error: unknown): Error {
  const { name, message } = error as Error;
  if (PASSING.has(name)) return new TaskError("Aurora.DatabaseUnavailable", `${what}: the Data API still answers ${name}.`);
  const sqlState = /SQLState: ([0-9A-Z]{5})/.exec(message)?.[1];
  return new StatementError(
    what,
    sqlState,
    sqlState ? `PostgreSQL refused the statement with SQLSTATE ${sqlState}.` : `the Data API answered ${name}.`,
  );
}
