/** Loads a PostgreSQL dump of the user's into production's cluster. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { UsageError } from "../usage-error.ts";
import { type Statement, splitSql } from "./split-sql.ts";

/** Statements a round trip. */
const GROUP = 200;
const ABOUT_ROLES = /^(?:grant|revoke|alter\s+default\s+privileges|alter\s[^;']*\sowner\s+to)\b/i;

/** A dump, read but not loaded yet. */
export interface Dump {
  readonly file: string;
  /** The service that owns its tables: the file's name. */
  readonly service: string;
  readonly sql: string;
}

/**
 * Reads the dump's text.
 *
 * @throws UsageError when it cannot be read, is no text, or is a binary dump
 */
export function readDump(file: string): Dump {
  let sql: string;
  try {
    sql = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      code === "ENOENT"
        ? `There is no file ${file}.`
        : `The SQL file ${file} cannot be read (${code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8 text; use pg_dump --format=plain" : code}).`,
    );
  }
  const service = basename(file)
    .replace(/\.[^.]*$/, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
  return { file, service: service || "dump", sql };
}

/**
 * Runs the dump's statements, as `psql -f` would. Owners and grants are left out: their roles are not in this cluster.
 *
 * @throws UsageError with the line and PostgreSQL's message
 */
export async function loadDump(client: pg.Client, dump: Dump): Promise<void> {
  let group: Statement[] = [];
  const flush = async (): Promise<void> => {
    const statements = group;
    group = [];
    if (statements.length > 0) await runGroup(client, dump, statements);
  };
  for (const statement of splitSql(dump.sql)) {
    if (ABOUT_ROLES.test(statement.text)) continue;
    if (statement.copyData === undefined) {
      group.push(statement);
      if (group.length === GROUP) await flush();
    } else {
      await flush();
      await runCopy(client, dump, statement, statement.copyData);
    }
  }
  await flush();
  await client.query("reset all; analyze");
}

/** Statements in one round trip; when it fails, one by one, to learn which it was (the round trip is one transaction). */
async function runGroup(client: pg.Client, dump: Dump, statements: readonly Statement[]): Promise<void> {
  try {
    await client.query(statements.map(({ text }) => text).join(";\n"));
    return;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    await client.query("rollback");
  }
  for (const statement of statements) {
    try {
      await client.query(statement.text);
    } catch (error) {
      throw explained(dump, statement, error);
    }
  }
}

async function runCopy(client: pg.Client, dump: Dump, statement: Statement, data: string): Promise<void> {
  try {
    await pipeline(Readable.from([data]), client.query(copyFrom(statement.text)));
  } catch (error) {
    throw explained(dump, statement, error);
  }
}

function explained(dump: Dump, statement: Statement, error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const position = Math.max(0, Number(error.position ?? 1) - 1);
  const before = Array.from(statement.text).slice(0, position).join("");
  const line = statement.line + before.split("\n").length - 1;
  return new UsageError(`${dump.file}, line ${line}: PostgreSQL says: ${error.message.replace(/\.$/, "")}.`);
}
