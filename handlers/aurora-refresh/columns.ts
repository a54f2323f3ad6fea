/** From the inventory to the facts that the masking decisions need, and back. */
import { type ColumnFacts, columnKey, type Decision, decideTables, kindOf, type Reference } from "../masking/decide/index.ts";
import type { Rules } from "../masking/rules/index.ts";
import type { Column, Inventory, Table } from "./inventory/index.ts";

/** A table with its service and the decision on each of its columns, in the table's order. */
export interface DecidedTable {
  readonly service: string;
  readonly table: Table;
  readonly decisions: ReadonlyMap<string, Decision>;
  /** The masked value in SQL of columns that are masked by their elements or members. */
  readonly values: ReadonlyMap<string, string>;
  /** The documents among them. */
  readonly documents: ReadonlyMap<string, DocumentPlan>;
}

/** How the members of a column's documents are masked. */
export interface DocumentPlan {
  /** The number of the place of the document itself. */
  readonly root: number;
  /** The templates that its texts get, by their numbers. */
  readonly templates: ReadonlyMap<number, string>;
}

/** A column that gets another value. */
export interface MaskedColumn extends Column {
  readonly template: string;
}

/** Whose schema it is; a service whose pointer names the schema. */
export type ServiceOf = (schema: string) => string;

/** The columns of a table that get another value. */
export function maskedColumns({ table, decisions }: Pick<DecidedTable, "table" | "decisions">): MaskedColumn[] {
  return table.columns.flatMap((column) => {
    const template = decisions.get(column.name)?.template;
    return template === undefined ? [] : [{ ...column, template }];
  });
}

/**
 * Decides for every column of the inventory; columns that foreign keys join get one decision.
 *
 * @param digitsOnly - the columns (`schema.table.column`) whose values are 2 to 30 digits each
 */
export function decideInventory(inventory: Inventory, rules: Rules, serviceOf: ServiceOf, digitsOnly: ReadonlySet<string>): DecidedTable[] {
  const decisions = decideTables(
    {
      columns: inventory.tables.flatMap((table) => columnFacts(table, serviceOf(table.schema), digitsOnly)),
      references: inventory.tables.flatMap((table) => references(table, serviceOf)),
    },
    rules,
  );
  return inventory.tables.map((table) => {
    const service = serviceOf(table.schema);
    const own = table.columns.map(({ name }) => {
      const decision = decisions.get(columnKey({ service, table: table.name, name }));
      if (!decision) throw new TypeError(`There is no decision on ${table.schema}.${table.name}.${name}.`);
      return [name, decision] as const;
    });
    return { service, table, decisions: new Map(own), values: new Map(), documents: new Map() };
  });
}

/** What is known of a table's columns, in the table's order. */
export function columnFacts(table: Table, service: string, digitsOnly: ReadonlySet<string>): ColumnFacts[] {
  const inKey = (primary: boolean): Set<string> =>
    new Set(table.keys.filter((key) => key.primary === primary).flatMap(({ columns }) => columns));
  const [primary, unique] = [inKey(true), inKey(false)];
  const foreign = new Set(table.foreignKeys.flatMap(({ columns }) => columns));
  return table.columns.map((column) => ({
    service,
    table: table.name,
    name: column.name,
    type: isList(column) ? elementType(column) : column.baseType,
    maxLength: column.maxLength,
    nullable: column.nullable,
    generated: column.generated,
    isEnum: column.isEnum,
    inPrimaryKey: primary.has(column.name),
    inUnique: unique.has(column.name),
    inForeignKey: foreign.has(column.name),
    checks: table.checks.filter(({ columns }) => columns.includes(column.name)).map(({ definition }) => definition),
    digitsOnly: digitsOnly.has(`${table.schema}.${table.name}.${column.name}`),
  }));
}

/** Whether the elements of an array are masked one by one; arrays of documents and of other types are masked as wholes. */
export function isList(column: Column): boolean {
  return column.baseType.endsWith("[]") && ["text", "number", "boolean", "uuid", "date"].includes(kindOf(elementType(column)));
}

const elementType = ({ baseType }: Column): string => baseType.replace(/\[\]$/, "");

function references(table: Table, serviceOf: ServiceOf): Reference[] {
  const service = serviceOf(table.schema);
  return table.foreignKeys.flatMap(({ columns, toSchema, toTable, toColumns }) =>
    columns.map((name, i) => ({
      from: { service, table: table.name, name },
      to: { service: serviceOf(toSchema), table: toTable, name: toColumns[i] ?? "" },
    })),
  );
}
