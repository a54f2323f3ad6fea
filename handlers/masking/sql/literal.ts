/** Writes texts and names into SQL. */

/** A text literal; backslashes stand for themselves whatever standard_conforming_strings says. */
export function sqlText(text: string): string {
  if (text.includes("\u0000")) throw new RangeError("PostgreSQL text cannot hold U+0000.");
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}

/** A quoted identifier. */
export function sqlName(name: string): string {
  if (name === "" || name.includes("\u0000")) throw new RangeError("A PostgreSQL name is neither empty nor does it hold U+0000.");
  return `"${name.replaceAll('"', '""')}"`;
}
