/** Reads the inventory of some schemas. */
import type { RunSql } from "../data-api.ts";
import { readCatalogue } from "./catalogue.ts";
import type { RelationName } from "./names.ts";
import { fullName, sqlName } from "./names.ts";
import { DEPENDENTS, EVENT_TRIGGERS, HOLDS, OBSTACLES, SWITCHES, UNREACHABLE } from "./queries/dependents.ts";
import { CHECKS, COLUMNS, FOREIGN_KEYS, FORGOTTEN, KEYS, PARTITIONS, TABLES } from "./queries/tables.ts";
import { VIEW_STATEMENTS, VIEWS } from "./queries/views.ts";
import type { Column, Dependent, ForeignKey, Inventory, Switch, Table, View } from "./types.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };
/** A row about a table. */
type Of<T> = T & { readonly schema: string; readonly table: string };

interface KeyRow {
  readonly name: string;
  readonly primary: boolean;
  readonly exclusion: boolean;
  readonly nullsAreEqual: boolean;
  readonly predicate?: string;
  readonly expressions: readonly string[];
  readonly columns: readonly string[];
  readonly compared: readonly string[];
}

/**
 * Reads the inventory of some schemas, with exact row counts. The function of `installCatalogue` must be there.
 *
 * @param schemas - PostgreSQL schema names
 */
export async function readInventory(run: RunSql, schemas: readonly string[]): Promise<Inventory> {
  const read = <Row>(what: string, query: string): Promise<Row[]> => readCatalogue<Row>(run, what, query, schemas);
  const tables = new Map<string, Mutable<Table>>();
  for (const row of await read<
    Pick<Table, "schema" | "name" | "partitioned" | "owner" | "owned" | "filtered" | "clusteredOn" | "parents" | "partitionKey">
  >("list tables", TABLES)) {
    const [counted] = await run("count rows", `select count(*) as n from ${sqlName(row)}`);
    tables.set(fullName(row), {
      ...emptyTable(),
      ...row,
      parents: [...row.parents],
      partitionKey: [...row.partitionKey],
      rows: Number(counted?.n),
    });
  }
  const each = async <T>(what: string, query: string, use: (table: Mutable<Table>, row: Of<T>) => void): Promise<void> => {
    for (const row of await read<Of<T>>(what, query)) {
      const table = tables.get(`${row.schema}.${row.table}`);
      if (table) use(table, row);
    }
  };
  await each<Column>("list columns", COLUMNS, ({ columns }, row) => columns.push(row));
  await each<KeyRow>("list unique indexes", KEYS, addKey);
  await each<Table["checks"][number]>("list checks", CHECKS, ({ checks }, row) => checks.push(row));
  await each<ForeignKey>("list foreign keys", FOREIGN_KEYS, ({ foreignKeys }, row) => foreignKeys.push(row));
  await each<{ condition?: string }>("list partitions", PARTITIONS, ({ partitionConditions }, { condition = "true" }) =>
    partitionConditions.push(condition),
  );
  await each<Dependent>("list triggers and policies", DEPENDENTS, ({ dependents }, row) => dependents.push(row));
  await each<Table["obstacles"][number]>("list obstacles", OBSTACLES, ({ obstacles }, row) => obstacles.push(row));
  await each<Table["holds"][number]>("list holds", HOLDS, ({ holds }, row) => holds.push(row));
  await each<Switch>("list triggers and rules", SWITCHES, ({ switches }, { off, on }) => switches.push({ off, on }));
  await each<Table["forgotten"][number]>("list storage", FORGOTTEN, ({ forgotten }, row) => forgotten.push(row));

  const made = new Map<string, string[]>();
  for (const { schema, name, sql } of await read<RelationName & { sql: string }>("read views", VIEW_STATEMENTS)) {
    const key = fullName({ schema, name });
    made.set(key, [...(made.get(key) ?? []), sql]);
  }
  const views = (await read<Omit<View, "create">>("list views", VIEWS)).map(
    (row): View => ({ ...row, create: made.get(fullName(row)) ?? [] }),
  );
  return {
    tables: [...tables.values()],
    views,
    eventTriggers: await read<Switch>("list event triggers", EVENT_TRIGGERS),
    unreachable: await read<Inventory["unreachable"][number]>("list what cannot be reached", UNREACHABLE),
  };
}

function emptyTable(): Mutable<
  Pick<
    Table,
    | "columns"
    | "keys"
    | "uniqueIndexes"
    | "foreignKeys"
    | "checks"
    | "exclusions"
    | "partitionConditions"
    | "obstacles"
    | "holds"
    | "dependents"
    | "switches"
    | "forgotten"
  >
> {
  return {
    columns: [],
    keys: [],
    uniqueIndexes: [],
    foreignKeys: [],
    checks: [],
    exclusions: [],
    partitionConditions: [],
    obstacles: [],
    holds: [],
    dependents: [],
    switches: [],
    forgotten: [],
  };
}

function addKey(
  table: Mutable<Table>,
  { name, primary, exclusion, nullsAreEqual, predicate, expressions, columns, compared }: Of<KeyRow>,
): void {
  table.keys.push({ name, primary, columns });
  if (exclusion) table.exclusions.push({ name, columns: compared });
  else table.uniqueIndexes.push({ name, columns, expressions, nullsAreEqual, ...(predicate === undefined ? {} : { predicate }) });
}
