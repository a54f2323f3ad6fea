/** Decides and masks a whole schema `public`, as the refresh does to the clone, in a few statements. */
import type pg from "pg";
import {
  type ColumnFacts,
  type ColumnName,
  columnKey,
  decideTables,
  type Reference,
  templateOf,
} from "../../../handlers/masking/decide/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";
import { insertKeySql, installSql, keyRows, maskExpression, sqlName } from "../../../handlers/masking/sql/index.ts";
import { keys } from "./fields.ts";

const columnsSql = `
SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, a.atttypmod) AS full, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable, t.typtype = 'e' AS "isEnum",
  CASE WHEN a.atttypid IN (1042, 1043) AND a.atttypmod > 0 THEN a.atttypmod - 4 END AS length,
  coalesce(bool_or(k.contype = 'p'), false) AS "inPrimaryKey", coalesce(bool_or(k.contype = 'u'), false) AS "inUnique", coalesce(bool_or(k.contype = 'f'), false) AS "inForeignKey",
  coalesce(array_agg(pg_get_constraintdef(k.oid)) FILTER (WHERE k.contype = 'c'), '{}') AS checks
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND a.attnum = ANY (k.conkey) WHERE a.attnum > 0 GROUP BY 1, 2, 3, 4, 5, 6, 7`;
const referencesSql = `
SELECT k.conrelid::regclass::text AS from_table, f.attname AS from_name, k.confrelid::regclass::text AS to_table, t.attname AS to_name
FROM pg_constraint k, unnest(k.conkey, k.confkey) u(f, t), pg_attribute f, pg_attribute t
WHERE k.contype = 'f' AND f.attrelid = k.conrelid AND f.attnum = u.f AND t.attrelid = k.confrelid AND t.attnum = u.t`;

/** Masks the schema by the rules of the service `shop`; returns the action on each `table.column`. */
export async function maskSchema(client: pg.Client, rules: object, digits: readonly string[]): Promise<Record<string, string>> {
  const actions: Record<string, string> = {};
  const name = (table: string, column: string): ColumnName => ({ service: "shop", table, name: column });
  const { rows } = await client.query(columnsSql);
  const columns: (ColumnFacts & { full: string })[] = rows.map((row) => ({
    ...row,
    service: "shop",
    maxLength: row.length ?? undefined,
    digitsOnly: digits.includes(row.name),
  }));
  const references: Reference[] = (await client.query(referencesSql)).rows.map((row) => ({
    from: name(row.from_table, row.from_name),
    to: name(row.to_table, row.to_name),
  }));
  const decisions = decideTables({ columns, references }, parseRules(rules, "rules"));
  for (const statement of installSql()) await client.query(statement);
  const templates = [...decisions.values()].flatMap((decision) => templateOf(decision) ?? []);
  for (const row of keyRows(keys, templates)) await client.query(insertKeySql("numbered"), [row.function, row.domain, row.key]);
  const alters = new Map<string, string[]>();
  for (const column of columns) {
    const decision = decisions.get(columnKey(column));
    const template = decision === undefined ? undefined : templateOf(decision);
    actions[`${column.table}.${column.name}`] = decision?.action ?? "";
    if (template === undefined) continue;
    const using = maskExpression(template, { sql: sqlName(column.name), type: column.full });
    alters.set(column.table, [
      ...(alters.get(column.table) ?? []),
      `ALTER COLUMN ${sqlName(column.name)} TYPE ${column.full} USING ${using}`,
    ]);
  }
  const foreign = (
    await client.query(
      "SELECT conrelid::regclass::text AS t, conname AS n, pg_get_constraintdef(oid) AS d FROM pg_constraint WHERE contype = 'f'",
    )
  ).rows;
  await client.query("BEGIN");
  for (const { t, n } of foreign) await client.query(`ALTER TABLE ${t} DROP CONSTRAINT ${sqlName(n)}`);
  for (const [table, parts] of alters) await client.query(`ALTER TABLE ${sqlName(table)} ${parts.join(", ")}`);
  for (const { t, n, d } of foreign) await client.query(`ALTER TABLE ${t} ADD CONSTRAINT ${sqlName(n)} ${d}`);
  await client.query("COMMIT");
  return actions;
}
