/** How names of services, tables and columns are compared: a schema writes `_` where a service has `-`. */

/** A service's or table's name with hyphens as underscores. */
export function plainName(name: string): string {
  return name.replaceAll("-", "_");
}

/** Whether a rule's table is this table; a store may put the service in front (`billing-accounts`). */
export function isTable(rule: string, table: string, service: string): boolean {
  const wanted = plainName(rule);
  const actual = plainName(table);
  return actual === wanted || actual === `${plainName(service)}_${wanted}`;
}

/**
 * The names under which the rules may call an object's data: the first folder after the service, and the object's own folder.
 *
 * @example
 * ```ts
 * tablesOfKey("billing/exports/invoices/2024.ndjson"); // ["exports", "invoices"]
 * ```
 */
export function tablesOfKey(key: string): readonly string[] {
  const folders = key.split("/").slice(1, -1);
  return [...new Set([folders[0], folders.at(-1)].filter((name) => name !== undefined))];
}
