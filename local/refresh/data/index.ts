/** Production's invented data, the same on every machine. Seeding and tests enter here. */
import { auroraDdl, auroraTables } from "./aurora.ts";
import { itemTables } from "./dynamodb.ts";
import { objectsOf } from "./objects.ts";
import type { ServiceData } from "./service.ts";

export { MAX_ROWS, MAX_SERVICES } from "./cast.ts";
export type { Cell, ItemTable, ObjectData, ServiceData, TableData } from "./service.ts";

/** The services of the default run. */
export const DEFAULT_SERVICES = ["billing", "ledger", "auth"] as const;
/** Rows a table and items a table of the default run. */
export const DEFAULT_ROWS = 5_000;
export const DEFAULT_ITEMS = 2_000;

/** What to make. */
export interface DataOptions {
  readonly services: readonly string[];
  readonly rows: number;
  readonly items: number;
}

/**
 * Describes the data of all services; nothing is made before it is read.
 *
 * @example
 * ```ts
 * const [billing] = describeData({ services: ["billing"], rows: 100, items: 50 });
 * ```
 */
export function describeData(options: DataOptions): readonly ServiceData[] {
  return options.services.map((name, position) => {
    const schema = name.replaceAll("-", "_");
    return {
      name,
      schema,
      ddl: auroraDdl(name, schema),
      tables: auroraTables(name, position, options.rows),
      itemTables: itemTables(name, position, options.items),
      objects: objectsOf(name, position, options.rows),
    };
  });
}

/** Names for `--services N`: the three of the default run first, then invented ones. */
export function serviceNames(count: number): readonly string[] {
  const names = [
    "payments",
    "orders",
    "shipping",
    "catalog",
    "profiles",
    "search",
    "support",
    "loyalty",
    "returns",
    "pricing",
    "stock",
    "reviews",
    "alerts",
    "reports",
    "tax",
    "fraud",
    "partners",
  ];
  return Array.from({ length: count }, (_, i) => DEFAULT_SERVICES[i] ?? names[i - DEFAULT_SERVICES.length] ?? `service-${i + 1}`);
}
