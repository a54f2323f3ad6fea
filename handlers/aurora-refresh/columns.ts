/** From the inventory to the facts that the masking decisions need, and back. */
import { type ColumnFacts, columnKey, type Decision, decideTables, type Reference } from "../masking/decide/index.ts";
import { spreadHolds } from "../masking/plan/index.ts";
import type { Rules } from "../masking/rules/index.ts";
import type { Inventory, Table } from "./inventory.ts";

/** A table with its service and the decision on each of its columns, in the table's order. */
export interface DecidedTable {
  readonly service: string;
  readonly table: Table;
  readonly decisions: ReadonlyMap<string, Decision>;
}

/** Whose schema it is; a service whose pointer names the schema. */
export type ServiceOf = (schema: string) => string;

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
    return { service, table, decisions: new Map(own) };
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
    type: column.baseType,
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

function references(table: Table, serviceOf: ServiceOf): Reference[] {
  const service = serviceOf(table.schema);
  return table.foreignKeys.flatMap(({ columns, toSchema, toTable, toColumns }) =>
    columns.map((name, i) => ({
      from: { service, table: table.name, name },
      to: { service: serviceOf(toSchema), table: toTable, name: toColumns[i] ?? "" },
    })),
  );
}

/**
 * The services that cannot be masked tonight, each with its reasons. A foreign key between two services makes them
 * share their fate.
 */
export function heldServices(tables: readonly DecidedTable[], serviceOf: ServiceOf): Map<string, string[]> {
  const held = new Map<string, string[]>();
  const hold = (service: string, reason: string): void => {
    held.set(service, [...(held.get(service) ?? []), reason]);
  };
  for (const { service, table, decisions } of tables) {
    for (const [column, decision] of decisions) {
      const blocker = table.blockers.find((found) => found.column === column);
      if (decision.action === "hold") hold(service, decision.why);
      else if (decision.template !== undefined && blocker) hold(service, `${table.name}.${column} cannot be rewritten: ${blocker.what}`);
    }
  }
  spread(tables, serviceOf, held);
  return held;
}

/** Carries a hold over foreign keys between services. */
export function spread(tables: readonly DecidedTable[], serviceOf: ServiceOf, held: Map<string, string[]>): void {
  const joints = tables.flatMap(({ service, table }) =>
    table.foreignKeys.map(({ name, toSchema }) => ({ name, services: [service, serviceOf(toSchema)] as const })),
  );
  spreadHolds(held, joints);
}
