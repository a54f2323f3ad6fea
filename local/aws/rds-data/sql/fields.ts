/** Turns PostgreSQL's raw text into the Data API's Fields, as JSON text: a 64-bit number keeps its digits. */
import { unsupportedResult } from "../errors.ts";
import { type ArrayItem, parseArray } from "./array-literal.ts";
import type { FieldKind, TypeFacts } from "./types.ts";

/** `resultSetOptions` of a request. */
export type ReturnTypes = { readonly decimal: "STRING" | "DOUBLE_OR_LONG"; readonly long: "LONG" | "STRING" };

type Scalar = { readonly member: "longValue" | "doubleValue" | "booleanValue" | "blobValue" | "stringValue"; readonly json: string };

function double(raw: string): string {
  const value = Number(raw);
  return Number.isFinite(value) ? JSON.stringify(value) : JSON.stringify(raw);
}

const string = (raw: string): Scalar => ({ member: "stringValue", json: JSON.stringify(raw) });

function decimal(raw: string): Scalar {
  if (/^-?\d{1,18}$/.test(raw)) return { member: "longValue", json: String(BigInt(raw)) };
  return { member: "doubleValue", json: double(raw) };
}

/** One value that is not null and no array. */
function scalar(kind: FieldKind, raw: string, types: ReturnTypes): Scalar {
  switch (kind) {
    case "long":
      return types.long === "STRING" ? string(raw) : { member: "longValue", json: raw };
    case "double":
      return { member: "doubleValue", json: double(raw) };
    case "boolean":
      return { member: "booleanValue", json: raw === "t" ? "true" : "false" };
    case "blob":
      return { member: "blobValue", json: JSON.stringify(Buffer.from(raw.slice(2), "hex").toString("base64")) };
    case "decimal":
      return types.decimal === "STRING" ? string(raw) : decimal(raw);
    case "timestamptz":
      // The session is in UTC, and the Data API leaves the offset out.
      return string(raw.replace(/\+00( BC)?$/, "$1"));
    default:
      return string(raw);
  }
}

/** Refuses a column that the Data API cannot return. @throws AwsError UnsupportedResultException */
export function mustBeSupported(type: TypeFacts): void {
  if (type.kind === "unsupported") throw unsupportedResult(type.element?.name ?? type.name);
}

const MEMBERS: Readonly<Record<string, string>> = {
  long: "longValues",
  double: "doubleValues",
  boolean: "booleanValues",
};

function arrayValue(kind: FieldKind, items: readonly ArrayItem[], types: ReturnTypes): string {
  if (items.some(Array.isArray)) {
    return `{"arrayValues":[${items.map((item) => arrayValue(kind, Array.isArray(item) ? item : [], types)).join(",")}]}`;
  }
  const member = kind === "long" && types.long === "STRING" ? "stringValues" : (MEMBERS[kind] ?? "stringValues");
  const elements = items.map((item) => {
    if (typeof item !== "string") return "null";
    return kind === "decimal" ? JSON.stringify(item) : scalar(kind, item, types).json;
  });
  return `{${JSON.stringify(member)}:[${elements.join(",")}]}`;
}

/**
 * A Field.
 *
 * @example fieldJson(BUILT_IN.get(20), "9007199254740993", types) // '{"longValue":9007199254740993}'
 */
export function fieldJson(type: TypeFacts, raw: string | null, types: ReturnTypes): string {
  if (raw === null) return '{"isNull":true}';
  if (type.element !== undefined) return `{"arrayValue":${arrayValue(type.kind, parseArray(raw), types)}}`;
  const { member, json } = scalar(type.kind, raw, types);
  return `{"${member}":${json}}`;
}

function plainArray(kind: FieldKind, items: readonly ArrayItem[], types: ReturnTypes): string {
  return `[${items.map((item) => (item === null ? "null" : typeof item === "string" ? scalar(kind, item, types).json : plainArray(kind, item, types))).join(",")}]`;
}

/** A value of `formattedRecords`: plain JSON instead of a Field. */
export function plainJson(type: TypeFacts, raw: string | null, types: ReturnTypes): string {
  if (raw === null) return "null";
  return type.element === undefined ? scalar(type.kind, raw, types).json : plainArray(type.kind, parseArray(raw), types);
}
