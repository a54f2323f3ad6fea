/** A schema as rows for a reader: path, type in plain words, bound. */
import type { JsonSchema } from "../../json-schema.ts";

export interface Field {
  readonly path: string;
  readonly type: string;
  readonly bound: string;
  readonly about: string;
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  null: "nothing (null)",
};
const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "timestamp",
  date: "date",
  time: "time",
  uri: "URL",
  email: "email address",
  uuid: "UUID",
};
const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

function branchesOf(schema: JsonSchema): readonly JsonSchema[] | undefined {
  if (Array.isArray(schema.type)) return schema.type.map((type: string) => ({ ...schema, type }));
  return schema.anyOf ?? schema.oneOf;
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].filter((text) => text !== "");

/** The type in plain words. */
export function typeOf(schema: JsonSchema): string {
  const branches = branchesOf(schema);
  if (branches) return unique(branches.map(typeOf)).join(" or ");
  if (schema.enum) return schema.enum.map(code).join(", ");
  if (schema.const !== undefined) return code(schema.const);
  if (schema.format !== undefined && Object.hasOwn(FORMATS, schema.format)) return FORMATS[schema.format] ?? "";
  if (schema.prefixItems) return `list of ${schema.prefixItems.map(typeOf).join(", then ")}`;
  if (schema.type === "array") return `list of ${pluralOf(typeof schema.items === "object" ? schema.items : {})}`;
  if (typeof schema.additionalProperties === "object" && !schema.properties)
    return `object: names to ${pluralOf(schema.additionalProperties)}`;
  return TYPES[String(schema.type)] ?? "anything";
}

const PLURALS: Readonly<Record<string, string>> = {
  text: "texts",
  object: "objects",
  number: "numbers",
  "whole number": "whole numbers",
  timestamp: "timestamps",
};
const pluralOf = (schema: JsonSchema): string => PLURALS[typeOf(schema)] ?? typeOf(schema);

const isSafe = (bound: number | undefined): bound is number => bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;

function numbers({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): readonly string[] {
  const between = isSafe(minimum) && isSafe(maximum);
  return [
    between ? `${minimum} to ${maximum}` : isSafe(minimum) ? `${minimum} or more` : isSafe(maximum) ? `${maximum} or less` : "",
    isSafe(exclusiveMinimum) ? `more than ${exclusiveMinimum}` : "",
    isSafe(exclusiveMaximum) ? `less than ${exclusiveMaximum}` : "",
    multipleOf === undefined ? "" : `a multiple of ${multipleOf}`,
  ];
}

function lengths(least: number | undefined, most: number | undefined, one: string, many: string): string {
  if (least !== undefined && least === most) return `${most} ${most === 1 ? one : many}`;
  if (least !== undefined && least > 0 && most !== undefined) return `${least} to ${most} ${many}`;
  if (most !== undefined) return `at most ${most} ${most === 1 ? one : many}`;
  return least !== undefined && least > 0 ? `at least ${least} ${least === 1 ? one : many}` : "";
}

/** What bounds a value, in words; nothing when nothing does. */
export function boundOf(schema: JsonSchema): string {
  const branches = branchesOf(schema);
  if (branches) return unique(branches.map(boundOf)).join(", or ");
  const patterns = [schema, ...(schema.allOf ?? [])].flatMap(({ pattern }) =>
    pattern === undefined || schema.format !== undefined ? [] : [`like \`${pattern}\``],
  );
  const list = schema.prefixItems ? "" : lengths(schema.minItems, schema.maxItems, "entry", "entries");
  const entries =
    schema.type === "array" && typeof schema.items === "object" && schema.items.type !== "object" ? boundOf(schema.items) : "";
  return unique([
    lengths(schema.minLength, schema.maxLength, "character", "characters"),
    ...patterns,
    ...numbers(schema),
    list,
    entries === "" ? "" : `each ${entries}`,
  ]).join(", ");
}

/** The rows of a value at a path, its inner fields after it. */
function rowsAt(path: string, schema: JsonSchema, optional: boolean): readonly Field[] {
  const absent = schema.default !== undefined ? `; ${code(schema.default)} when absent` : optional ? ", optional" : "";
  const own = { path, type: `${typeOf(schema)}${absent}`, bound: boundOf(schema), about: schema.description ?? "" };
  return [own, ...fieldsOf(schema, path)];
}

/**
 * The fields of a schema in its own order, nested ones by their path: `tables[].name`.
 *
 * @param path - where the schema itself is; nothing for the top
 */
export function fieldsOf(schema: JsonSchema, path = ""): readonly Field[] {
  const inner = path === "" ? "" : `${path}.`;
  if (schema.type === "array" && typeof schema.items === "object") return fieldsOf(schema.items, `${path}[]`);
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, of]) =>
    rowsAt(`${inner}${name}`, of, !(schema.required ?? []).includes(name)),
  );
  const others = typeof schema.additionalProperties === "object" ? fieldsOf(schema.additionalProperties, `${inner}*`) : [];
  return [...named, ...others];
}
