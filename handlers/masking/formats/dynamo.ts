/** Masks the lines of a DynamoDB export, `{"Item": {"name": {"S": "…"}}}`, at any depth. */
import { FormatError } from "./errors.ts";
import type { Fields } from "./fields.ts";
import { JsonText } from "./json-text.ts";

const nothing = '{"NULL":true}';

/**
 * One line of an export with its attributes masked. Texts are masked, binary values emptied, numbers and booleans pass unless
 * their name is personal; what becomes null has the type NULL; equal members of a set are written once.
 *
 * @throws FormatError when the line is not of the export's form
 * @throws HoldError when a key attribute's value can be masked by nothing that is allowed
 */
export function maskDynamoLine(line: string, fields: Fields): string {
  const json = new JsonText(line);
  if (json.peek() === "") return line;
  fields.begin(rowOf(line));
  let items = 0;
  json.object((name) => {
    if (name.value !== "Item") throw new FormatError('A line of an export has "Item" and nothing else', name.start);
    items++;
    attributes(json, fields, []);
  });
  if (items !== 1) throw new FormatError('A line of an export has one "Item"', 0);
  return json.finish();
}

function attributes(json: JsonText, fields: Fields, path: readonly string[]): void {
  json.object((name) => {
    const masked = fields.name(path, name.value);
    if (masked !== name.value && !fields.isKey([...path, name.value])) json.replace(name.start, name.end, JSON.stringify(masked));
    attribute(json, fields, [...path, name.value]);
  });
}

function attribute(json: JsonText, fields: Fields, path: readonly string[]): void {
  json.peek();
  const start = json.at;
  let types = 0;
  let isNull = false;
  json.object((type) => {
    if (++types > 1) throw new FormatError("An attribute has one type", type.start);
    isNull = typed(json, fields, path, type.value);
  });
  if (types === 0) throw new FormatError("An attribute has a type", start);
  if (isNull) json.replace(start, json.at, nothing);
}

// True when the whole attribute becomes NULL; only types that replace nothing inside may say so.
function typed(json: JsonText, fields: Fields, path: readonly string[], type: string): boolean {
  switch (type) {
    case "S": {
      const { start, end, value } = json.string();
      const masked = fields.text(path, value);
      if (masked !== null && masked !== value) json.replace(start, end, JSON.stringify(masked));
      return masked === null;
    }
    case "N": {
      const { start, end, value } = json.string();
      const masked = fields.number(path, value);
      if (typeof masked === "string" && masked !== value) json.replace(start, end, JSON.stringify(masked));
      return masked === null;
    }
    case "B": {
      const { start, end } = json.string();
      if (!fields.binary(path)) json.replace(start, end, '""');
      return false;
    }
    case "SS":
      return set(json, (value) => fields.text(path, value));
    case "NS":
      return set(json, (value) => {
        const masked = fields.number(path, value);
        return masked === undefined ? value : masked;
      });
    case "BS":
      return set(json, (value) => (fields.binary(path) ? value : null));
    case "BOOL": {
      if (json.word() === undefined) throw new FormatError("BOOL is true or false", json.at);
      return !fields.boolean(path);
    }
    case "NULL":
      if (json.word() === undefined) throw new FormatError("NULL is true", json.at);
      return false;
    case "M":
      attributes(json, fields, path);
      return false;
    case "L":
      json.array(() => attribute(json, fields, path));
      return false;
    default:
      throw new FormatError(`DynamoDB has no type of this name`, json.at);
  }
}

// Masked members may become equal, and a set holds each once; an empty set is not allowed.
function set(json: JsonText, mask: (value: string) => string | null): boolean {
  json.peek();
  const start = json.at;
  const before: string[] = [];
  json.array(() => void before.push(json.string().value));
  const masked = [...new Set(before.map(mask).filter((value) => value !== null))];
  if (masked.length === 0) return true;
  if (masked.length !== before.length || masked.some((value, i) => value !== before[i]))
    json.replace(start, json.at, JSON.stringify(masked));
  return false;
}

function rowOf(line: string): (field: string) => string | null {
  let item: unknown;
  return (field) => {
    item ??= (JSON.parse(line) as { Item: unknown }).Item;
    const found: unknown = typeof item === "object" && item !== null ? Object.getOwnPropertyDescriptor(item, field)?.value : undefined;
    if (typeof found !== "object" || found === null) return null;
    const { S, N } = found as { S?: unknown; N?: unknown };
    return typeof S === "string" ? S : typeof N === "string" ? N : null;
  };
}
