/** What a database holds: tables, columns, keys and everything that stands in the way of a rewrite. */
import type { RunSql } from "./data-api.ts";
import { BLOCKERS, COLUMNS, CONSTRAINTS, INDEXES, TABLES, VIEWS } from "./inventory-sql.ts";

/** A column as PostgreSQL describes it. */
export interface Column {
  readonly name: string;
  /** As `format_type` prints it: `character varying(40)`, `text[]`, `citext`. */
  readonly type: string;
  /** The base type of a domain, the type itself otherwise, without length. */
  readonly baseType: string;
  /** The type is an enum, or a domain of one. */
  readonly isEnum: boolean;
  readonly maxLength?: number;
  readonly nullable: boolean;
  readonly generated: boolean;
  readonly identity: boolean;
}

/** A unique or primary key, by its columns; a unique index counts as one. */
export interface Key {
  readonly name: string;
  readonly columns: readonly string[];
  readonly primary: boolean;
}

/** A foreign key: this table's columns, and those that they name. */
export interface ForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly toSchema: string;
  readonly toTable: string;
  readonly toColumns: readonly string[];
  /** As `pg_get_constraintdef` prints it. */
  readonly definition: string;
}

/** A table of a service. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly keys: readonly Key[];
  readonly foreignKeys: readonly ForeignKey[];
  /** Check constraints (a domain's too, on each column of it), with the columns that they read. */
  readonly checks: readonly { readonly columns: readonly string[]; readonly definition: string }[];
  /** What a rewrite of a column cannot pass: generated columns, partition keys, triggers on the column, rules. */
  readonly blockers: readonly { readonly column: string; readonly what: string }[];
}

/** A view or materialized view, in the order in which they can be made. */
export interface View {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  readonly definition: string;
}

/** Everything that the planner looks at. */
export interface Inventory {
  readonly tables: readonly Table[];
  readonly views: readonly View[];
}

/**
 * Reads the inventory of some schemas, with exact row counts.
 *
 * @param schemas - PostgreSQL schema names
 */
export async function readInventory(run: RunSql, schemas: readonly string[]): Promise<Inventory> {
  const only = { schemas: JSON.stringify(schemas) };
  const tables = new Map<string, Mutable<Table>>();
  for (const row of await run("list tables", TABLES, only)) {
    const schema = String(row.schema);
    const name = String(row.name);
    const [counted] = await run("count rows", `select count(*) as n from ${quoteName(schema)}.${quoteName(name)}`);
    tables.set(`${schema}.${name}`, {
      schema,
      name,
      rows: Number(counted?.n),
      columns: [],
      keys: [],
      foreignKeys: [],
      checks: [],
      blockers: [],
    });
  }
  const each = async (what: string, sql: string, use: (table: Mutable<Table>, row: Record<string, unknown>) => void): Promise<void> => {
    for (const row of await run(what, sql, only)) {
      const table = tables.get(`${row.schema}.${row.table_name}`);
      if (table) use(table, row);
    }
  };
  await each("list columns", COLUMNS, (table, row) => table.columns.push(column(row)));
  await each("list indexes", INDEXES, (table, row) =>
    table.keys.push({ name: String(row.name), columns: names(row.columns), primary: row.is_primary === true }),
  );
  await each("list constraints", CONSTRAINTS, (table, row) => {
    if (row.kind === "c") table.checks.push({ columns: names(row.columns), definition: String(row.definition) });
    else table.foreignKeys.push(foreignKey(row));
  });
  await each("list blockers", BLOCKERS, (table, row) => table.blockers.push({ column: String(row.column_name), what: String(row.what) }));
  const views = (await run("list views", VIEWS, only)).map(
    (row): View => ({
      schema: String(row.schema),
      name: String(row.name),
      materialized: row.materialized === true,
      definition: String(row.definition),
    }),
  );
  return { tables: [...tables.values()], views };
}

/** A name as SQL needs it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
/** A text as SQL needs it. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
const names = (json: unknown): string[] => JSON.parse(String(json)) as string[];

function column(row: Record<string, unknown>): Column {
  const length = row.max_length === null ? {} : { maxLength: Number(row.max_length) };
  return {
    name: String(row.name),
    type: String(row.type),
    baseType: String(row.base_type),
    isEnum: row.is_enum === true,
    ...length,
    nullable: row.nullable === true,
    generated: row.generated === true,
    identity: row.is_identity === true,
  };
}

function foreignKey(row: Record<string, unknown>): ForeignKey {
  return {
    name: String(row.name),
    columns: names(row.columns),
    toSchema: String(row.to_schema),
    toTable: String(row.to_table),
    toColumns: names(row.to_columns),
    definition: String(row.definition),
  };
}
