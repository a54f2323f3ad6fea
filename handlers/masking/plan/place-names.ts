/** Names of places as a plan may print them: a name that looks like data could be a customer's. */
import { hasPersonName } from "./suggest/person-names.ts";

const plainName = /^[\p{L}_$@][\p{L}\p{N}_$.:/ ()%#-]{0,63}$/u;
const harmlessName = /^(?:[0-9]{1,6}|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)$/;

/** The name itself, or `*` where it looks like data. */
export function safeName(name: string): string {
  if (harmlessName.test(name)) return name;
  const isData = /.@|[0-9]{7}/.test(name) || (/[ ,]/.test(name) && hasPersonName(name));
  return plainName.test(name) && !isData ? name : "*";
}

/** A place as a plan names it: `table.column.member`. */
export function printPlace({ table, name, path = [] }: { table: string; name: string; path?: readonly string[] | undefined }): string {
  return [table, name, ...path].map(safeName).join(".");
}

/** Orders texts by their code units: the same on every machine. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
