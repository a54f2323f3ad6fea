/** Reads the left side of a rule: what it is for. */

/** A column, an attribute or a member: `service/table.column`, `table.column`, `column`, `column.a.b[*].c`. */
export interface ColumnKey {
  readonly kind: "column";
  readonly service: string | undefined;
  /** The names between the dots; the first may be a table. */
  readonly names: readonly string[];
}

/** A prefix of a bucket, harmless with all below it. */
export interface PrefixKey {
  readonly kind: "prefix";
  readonly service: string;
  readonly prefix: string;
}

/** What is allowed as a rule's key, for error messages. */
export const allowedKeys = "service/table.column, table.column, column, column.member, column.list[*].member, or prefix:service/folder/";

/** The key of a rule; undefined when it has none of the forms. */
export function parseKey(text: string): ColumnKey | PrefixKey | undefined {
  if (text.startsWith("prefix:")) {
    const prefix = text.slice("prefix:".length);
    const service = prefix.slice(0, prefix.indexOf("/"));
    const good = service !== "" && prefix.endsWith("/") && !prefix.includes("//");
    return good ? { kind: "prefix", service, prefix } : undefined;
  }
  const pieces = text.split("/");
  const path = pieces.at(-1) ?? "";
  const service = pieces.length === 2 ? pieces[0] : undefined;
  const names = path.split(".").map((name) => (name.endsWith("[*]") ? name.slice(0, -3) : name));
  const badName = (name: string): boolean => name === "" || name !== name.trim() || /[[\]=*{}]/.test(name);
  if (pieces.length > 2 || service === "" || names.some(badName)) return undefined;
  return { kind: "column", service, names };
}
