/** Names of places as a plan prints and orders them. */
import { safeName } from "../decide/index.ts";

/** A place as a plan names it: `table.column.member`. */
export function printPlace({ table, name, path = [] }: { table: string; name: string; path?: readonly string[] | undefined }): string {
  return [table, name, ...path].map(safeName).join(".");
}

/** Orders texts by their code units: the same on every machine. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
