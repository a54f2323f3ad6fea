/** What the catalogue of a database says of a result's columns: types that are not built in, tables, nullability. */
import type pg from "pg";
import type { Column } from "../run-statement.ts";
import { arrayOf, BUILT_IN, type TypeFacts, userType } from "./types.ts";

type TypeRow = {
  readonly oid: number;
  readonly name: string;
  readonly composite: boolean;
  readonly element: number;
  readonly array: boolean;
};

/**
 * Facts of each column's type. Types of extensions and of the schema itself are looked up.
 *
 * @param client a connection on which nothing is running
 */
export async function columnTypes(client: pg.Client, columns: readonly Column[]): Promise<readonly TypeFacts[]> {
  const known = new Map(BUILT_IN);
  let unknown = [...new Set(columns.map((column) => column.dataTypeID))].filter((oid) => !known.has(oid));
  const rows: TypeRow[] = [];
  while (unknown.length > 0) {
    const found = await client.query<TypeRow>(
      `select oid::int8::text::int4 as oid, typname as name, typtype = 'c' as composite, typelem::int8::text::int4 as element, typcategory = 'A' as array
       from pg_catalog.pg_type where oid = any($1::oid[])`,
      [unknown],
    );
    rows.push(...found.rows);
    unknown = found.rows
      .filter((row) => row.array && !known.has(row.element) && !rows.some((other) => other.oid === row.element))
      .map((row) => row.element);
  }
  for (const row of rows) if (!row.array) known.set(row.oid, userType(row.name, row.composite));
  for (const row of rows) if (row.array) known.set(row.oid, arrayOf(known.get(row.element) ?? userType(row.name.slice(1), false)));
  return columns.map((column) => known.get(column.dataTypeID) ?? userType(String(column.dataTypeID), false));
}

/** A result column's origin. */
export type ColumnOrigin = { readonly table: string; readonly nullable: boolean; readonly autoIncrement: boolean };

type OriginRow = {
  readonly relation: number;
  readonly number: number;
  readonly table: string;
  readonly nullable: boolean;
  readonly auto: boolean;
};

/** The table column behind each result column; undefined for an expression. */
export async function columnOrigins(client: pg.Client, columns: readonly Column[]): Promise<readonly (ColumnOrigin | undefined)[]> {
  const tables = [...new Set(columns.map((column) => column.tableID))].filter((oid) => oid !== 0);
  if (tables.length === 0) return columns.map(() => undefined);
  const { rows } = await client.query<OriginRow>(
    `select a.attrelid::int8::text::int4 as relation, a.attnum as number, c.relname as table, not a.attnotnull as nullable,
            a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false) as auto
     from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
          left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attnum > 0 and a.attrelid = any($1::oid[])`,
    [tables],
  );
  const byPlace = new Map(rows.map((row) => [`${row.relation}.${row.number}`, row]));
  return columns.map(({ tableID, columnID }) => {
    const row = byPlace.get(`${tableID}.${columnID}`);
    return row === undefined ? undefined : { table: row.table, nullable: row.nullable, autoIncrement: row.auto };
  });
}
