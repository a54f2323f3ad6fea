/** Reads and prints the left side of a rule: what it is for. */
import type { Condition } from "./condition.ts";

/** A column, an attribute or a member: `service/table.column`, `table.column`, `column`, `column.a.b[*].c`. */
export interface ColumnKey {
  readonly kind: "column";
  readonly service: string | undefined;
  /** The names between the dots; the first may be a table. */
  readonly names: readonly string[];
  /** The rule holds only in records that meet it. */
  readonly condition: Condition | undefined;
}

/** A prefix of a bucket, harmless with all below it. */
export interface PrefixKey {
  readonly kind: "prefix";
  readonly service: string;
  readonly prefix: string;
}

/** What is allowed as a rule's key, for error messages. */
export const allowedKeys =
  'service/table.column, table.column, column, column.member, column.list[*].member, table.3 (a CSV column\'s number), "a name in quotes", table.attribute[pk=CUSTOMER#*], or prefix:service/folder/';

const mostGlob = 200;
const stops = './[]=*{}"';

/**
 * The key of a rule; undefined when it has none of the forms.
 *
 * @example
 * ```ts
 * parseKey("orders.email[pk=CUSTOMER#*]"); // { kind: "column", names: ["orders", "email"], condition: { attribute: "pk", … } }
 * ```
 */
export function parseKey(text: string): ColumnKey | PrefixKey | undefined {
  return text.startsWith("prefix:") ? parsePrefix(text.slice("prefix:".length)) : parseColumn(text);
}

function parsePrefix(prefix: string): PrefixKey | undefined {
  const service = prefix.slice(0, prefix.indexOf("/"));
  const good = service !== "" && prefix.endsWith("/") && !prefix.includes("//");
  return good ? { kind: "prefix", service, prefix } : undefined;
}

function parseColumn(text: string): ColumnKey | undefined {
  const names: string[] = [];
  let service: string | undefined;
  for (let at = 0; ; at++) {
    const read = readName(text, at);
    if (read === undefined) return undefined;
    at = read.end;
    if (text[at] === "/" && service === undefined && names.length === 0) {
      service = read.name;
      continue;
    }
    names.push(read.name);
    while (text.startsWith("[*]", at)) at += 3;
    if (text[at] === ".") continue;
    if (at === text.length) return { kind: "column", service, names, condition: undefined };
    const condition = readCondition(text, at, read.name);
    return condition === undefined ? undefined : { kind: "column", service, names, condition };
  }
}

// A name with its end: as it stands, or in quotes, in which a doubled quote is one.
function readName(text: string, start: number): { name: string; end: number } | undefined {
  if (text[start] === '"') {
    let close = text.indexOf('"', start + 1);
    while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
    const name = text.slice(start + 1, close).replaceAll('""', '"');
    return close < 0 || name === "" ? undefined : { name, end: close + 1 };
  }
  let end = start;
  while (end < text.length && !stops.includes(text.charAt(end))) end++;
  const name = text.slice(start, end);
  return name === "" || name !== name.trim() ? undefined : { name, end };
}

// `[attribute=glob]`, or `=glob` for the value itself.
function readCondition(text: string, at: number, ownName: string): Condition | undefined {
  const inBrackets = text[at] === "[";
  const attribute = inBrackets ? readName(text, at + 1) : { name: ownName, end: at };
  if (attribute === undefined || text[attribute.end] !== "=" || (inBrackets && !text.endsWith("]"))) return undefined;
  const glob = text.slice(attribute.end + 1, inBrackets ? -1 : text.length);
  return glob === "" || glob.length > mostGlob ? undefined : { attribute: attribute.name, glob };
}

/** The text of a key, which parseKey reads back: a name with other characters than a name's stands in quotes. */
export function printKey(key: ColumnKey | PrefixKey): string {
  if (key.kind === "prefix") return `prefix:${key.prefix}`;
  const service = key.service === undefined ? "" : `${printName(key.service)}/`;
  return `${service}${key.names.map(printName).join(".")}${key.condition === undefined ? "" : printCondition(key.condition)}`;
}

/** The text of a condition, as it stands behind a rule's names. */
export function printCondition({ attribute, glob }: Condition): string {
  return `[${printName(attribute)}=${glob}]`;
}

function printName(name: string): string {
  // Without quotes this one would be read as a prefix.
  const plain = name === name.trim() && !name.startsWith("prefix:") && ![...name].some((character) => stops.includes(character));
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}
