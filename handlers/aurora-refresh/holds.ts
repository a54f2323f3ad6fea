/** Services that cannot be masked tonight, and what joins others to their fate. */
import { type Joint, spreadHolds } from "../masking/plan/index.ts";
import type { DecidedTable, ServiceOf } from "./columns.ts";
import { fullName, type Inventory } from "./inventory/index.ts";

/** The services that cannot be masked tonight by what was decided on their columns, each with its reasons. */
export function heldServices(tables: readonly DecidedTable[], inventory: Inventory, serviceOf: ServiceOf): Map<string, string[]> {
  const held = new Map<string, string[]>();
  const hold = (service: string, reason: string): void => addHold(held, service, reason);
  for (const { service, decisions } of tables) {
    for (const { action, why } of decisions.values()) if (action === "hold") hold(service, why);
  }
  for (const { service, reason } of differingHeirs(tables)) hold(service, reason);
  for (const { schema, name, why } of inventory.unreachable) hold(serviceOf(schema), `${name} ${why}`);
  return held;
}

/** Adds a reason for which a service is held. */
export function addHold(held: Map<string, string[]>, service: string, reason: string): void {
  held.set(service, [...(held.get(service) ?? []), reason]);
}

// A query on a table reads the rows of its heirs too: one column cannot be masked in two ways.
function differingHeirs(tables: readonly DecidedTable[]): { service: string; reason: string }[] {
  const byName = new Map(tables.map((decided) => [fullName(decided.table), decided]));
  return tables.flatMap(({ service, table, decisions }) =>
    table.parents.flatMap((name) => {
      const parent = byName.get(name);
      const differing = [...decisions].find(
        ([column, { template }]) => parent?.decisions.has(column) && parent.decisions.get(column)?.template !== template,
      );
      if (differing === undefined) return [];
      return [
        {
          service,
          reason: `${table.name}.${differing[0]} is inherited from ${name} and would be masked in another way; give both the same rule`,
        },
      ];
    }),
  );
}

/**
 * Carries holds on: a foreign key between two services makes them share their fate, and a view goes with the tables of
 * another service that it reads.
 */
export function spread(tables: readonly DecidedTable[], { views }: Inventory, serviceOf: ServiceOf, held: Map<string, string[]>): void {
  const joints = tables.flatMap(({ service, table }) =>
    table.foreignKeys.map(({ name, toSchema }): Joint => ({ name, services: [service, serviceOf(toSchema)] })),
  );
  const serviceOfTable = new Map(tables.map(({ service, table }) => [fullName(table), service]));
  const services = new Set(serviceOfTable.values());
  const reading = views.flatMap((view) =>
    view.reads.map((name) => ({ view: view.name, reader: serviceOf(view.schema), read: serviceOfTable.get(name) ?? "" })),
  );
  for (;;) {
    spreadHolds(held, joints);
    const next = reading.find(({ reader, read }) => services.has(reader) && held.has(read) && !held.has(reader));
    if (next === undefined) return;
    addHold(held, next.reader, `${next.read} is held back, and the view ${next.view} reads a table of it`);
  }
}
