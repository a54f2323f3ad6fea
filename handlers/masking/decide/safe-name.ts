/** Names of places as a report may print them: a name that looks like data could be a customer's. */
import { hasPersonName } from "./person-names.ts";

const plainName = /^[\p{L}_$@][\p{L}\p{N}_$.:/ ()%#-]{0,63}$/u;
const harmlessName = /^(?:[0-9]{1,6}|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)$/;

/** The name itself, or `*` where it looks like data. */
export function safeName(name: string): string {
  if (harmlessName.test(name)) return name;
  const isData = /.@|[0-9]{7}/.test(name) || (/[ ,]/.test(name) && hasPersonName(name));
  return plainName.test(name) && !isData ? name : "*";
}
