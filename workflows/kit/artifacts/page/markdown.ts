/** GitHub-flavoured Markdown: tables and texts that stay what they are. */

/** A text that must not be read as markup. */
export const plain = (text: string): string => text.replace(/[\\`*_<>[\]#~]/g, (sign) => `\\${sign}`).replace(/\s+/g, " ");

/** A text in code marks; the marks are longer than any run of them inside. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  const runs = [...flat.matchAll(/`+/g)].map(([run]) => run.length);
  if (runs.length === 0) return `\`${flat}\``;
  const marks = "`".repeat(Math.max(...runs) + 1);
  return `${marks} ${flat} ${marks}`;
}

/** The name of a state. */
export const state = (name: string): string => `*${plain(name)}*`;
/** Says where something leads; for a state in a poll's loop, the poll. */
export type SayState = (name: string | undefined) => string;

/** A cell ends at a bar, in code marks too. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\n/g, " ");

/** A table; columns that are empty in every row are left out. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const columns = heads.map((_, index) => index).filter((index) => rows.some((row) => (row[index] ?? "") !== ""));
  const line = (row: readonly string[]): string => `| ${columns.map((index) => cell(row[index] ?? "")).join(" | ")} |`;
  return [line(heads), `|${" --- |".repeat(columns.length)}`, ...rows.map(line)].join("\n");
}

/** `a`, `b` and `c`. */
export function list(texts: readonly string[], word = "and"): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${word} ${last}`;
}
