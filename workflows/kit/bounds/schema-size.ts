/** The size of what a zod schema accepts: contracts bound their texts and arrays, so that data has a worst case. */
import type { z } from "zod";
import { ANY_CHARACTER, bytesOf } from "./characters.ts";
import { ANY_TEXT, boundOfPattern, type TextBound } from "./pattern.ts";
import { arrayOf, BOOLEAN, either, limited, NOTHING, NUMBER, objectOf, type Size, textOf, unbounded } from "./size.ts";

/** Characters of a text whose schema has no `.max()`. */
export const TEXT_LENGTH = 1024;

export interface Reading {
  /** AWS sends members that a contract does not name: an object is bounded only by its known fields, or by `.meta({ maxBytes })`. */
  readonly open: boolean;
}

type Def = z.core.$ZodTypes["_zod"]["def"];
type DefOf<T extends Def["type"]> = Extract<Def, { type: T }>;
/** What a check says; the kinds that bound something. */
interface CheckDef {
  readonly check?: string;
  readonly maximum?: number;
  readonly length?: number;
  readonly pattern?: unknown;
  readonly value?: unknown;
  readonly format?: string;
}

const checksOf = (def: Def): readonly CheckDef[] => [
  def as CheckDef,
  ...(def.checks ?? []).map((check) => check._zod.def as unknown as CheckDef),
];
const mostOf = (def: Def): number =>
  checksOf(def).reduce(
    (most, { check, maximum, length }) =>
      check === "max_length" ? Math.min(most, maximum ?? most) : check === "length_equals" ? Math.min(most, length ?? most) : most,
    Number.POSITIVE_INFINITY,
  );

function textSize(def: DefOf<"string">): Size {
  const checks = checksOf(def);
  const patterns = checks.flatMap(({ check, pattern }): TextBound[] =>
    check === "string_format" && pattern instanceof RegExp ? [boundOfPattern(pattern)] : [],
  );
  const most = mostOf(def);
  if (checks.some(({ check }) => check === "overwrite")) {
    // Upper case and normal forms may lengthen a text: at worst one character becomes eighteen.
    return textOf((most === Number.POSITIVE_INFINITY ? TEXT_LENGTH : most) * 18 * ANY_CHARACTER);
  }
  const perUnit = Math.min(ANY_TEXT.perUnit, ...patterns.map((bound) => bound.perUnit));
  const byPattern = Math.min(Number.POSITIVE_INFINITY, ...patterns.map(({ bytes }) => bytes));
  const units = Math.min(most, ...patterns.map((bound) => bound.units));
  return textOf(Math.min(byPattern, (units === Number.POSITIVE_INFINITY ? TEXT_LENGTH : units) * perUnit));
}

const WHOLE: Readonly<Record<string, readonly [number, number]>> = {
  safeint: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  int32: [-2147483648, 2147483647],
  uint32: [0, 4294967295],
};

function numberSize(def: DefOf<"number">): Size {
  let range: readonly [number, number] | undefined;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (const { check, value, format } of checksOf(def)) {
    if (check === "number_format" && format !== undefined && Object.hasOwn(WHOLE, format)) range = WHOLE[format];
    if (check === "greater_than" && typeof value === "number") low = Math.max(low, value);
    if (check === "less_than" && typeof value === "number") high = Math.min(high, value);
  }
  if (!range) return low >= 0 ? { ...NUMBER, bytes: NUMBER.bytes - 1 } : NUMBER;
  const ends = [Math.max(range[0], Math.ceil(low)), Math.min(range[1], Math.floor(high))];
  return { bytes: Math.max(...ends.map(bytesOf)), form: "plain" };
}

/** The size of what a schema gives; of a transformation nothing is known. */
export function sizeOfSchema(schema: z.core.$ZodType, reading: Reading = { open: false }, inside: readonly z.core.$ZodType[] = []): Size {
  if (inside.includes(schema)) return unbounded("a schema that holds itself");
  const size = sizeOfDef((schema as z.core.$ZodTypes)._zod.def, (part) => sizeOfSchema(part, reading, [...inside, schema]), reading);
  const stated = (schema as Partial<z.ZodType>).meta?.()?.maxBytes;
  return typeof stated === "number" ? limited(size, stated) : size;
}

function objectSize(def: DefOf<"object">, sizeOf: (of: z.core.$ZodType) => Size, { open }: Reading): Size {
  const known = objectOf(Object.entries(def.shape).map(([name, part]) => [name, sizeOf(part)] as const));
  const others = (def.catchall as z.core.$ZodTypes | undefined)?._zod.def.type;
  const more = others === undefined ? open : others !== "never";
  if (!more || known.unbounded) return known;
  const why =
    others === undefined ? "an object of AWS's, which has more members than its contract" : "an object that may have any further field";
  return { ...known, ...unbounded(why), fields: known.fields ?? new Map() };
}

function recordSize(def: DefOf<"record">, sizeOf: (of: z.core.$ZodType) => Size): Size {
  const keys = (def.keyType as z.core.$ZodTypes)._zod.def;
  const names = keys.type === "enum" ? Object.values(keys.entries) : keys.type === "literal" ? keys.values : undefined;
  if (!names) return unbounded("a record with any number of keys");
  return objectOf(names.map((name) => [String(name), sizeOf(def.valueType)] as const));
}

function sizeOfDef(def: Def, sizeOf: (of: z.core.$ZodType) => Size, reading: Reading): Size {
  const oneOf = (values: readonly unknown[]): Size =>
    values.map((value): Size => ({ bytes: bytesOf(value), form: typeof value === "string" ? "text" : "plain" })).reduce(either, NOTHING);
  switch (def.type) {
    case "string":
      return textSize(def);
    case "number":
      return numberSize(def);
    case "boolean":
      return BOOLEAN;
    case "null":
    case "nan":
      return oneOf([null]);
    case "undefined":
    case "void":
    case "never":
      return NOTHING;
    case "date":
      return textOf(27);
    case "enum":
      return oneOf(Object.values(def.entries));
    case "literal":
      return oneOf(def.values);
    case "object":
      return objectSize(def, sizeOf, reading);
    case "array":
      return arrayOf(sizeOf(def.element), mostOf(def));
    case "tuple": {
      if (def.rest) return unbounded("a tuple with any number of further elements");
      const items = def.items.map(sizeOf);
      const whole = arrayOf(items.reduce(either, NOTHING), items.length);
      return {
        ...whole,
        bytes: items.reduce((sum, { bytes }) => sum + bytes, 1 + Math.max(1, items.length)),
        fields: new Map(items.map((item, index) => [String(index), item])),
      };
    }
    case "record":
      return recordSize(def, sizeOf);
    case "union":
      return def.options.map(sizeOf).reduce(either, NOTHING);
    case "intersection": {
      const [left, right] = [sizeOf(def.left), sizeOf(def.right)];
      return left.fields && right.fields ? objectOf([...left.fields, ...right.fields]) : left.bytes <= right.bytes ? left : right;
    }
    case "optional":
    case "readonly":
    case "nonoptional":
      return sizeOf(def.innerType);
    case "nullable":
      return either(sizeOf(def.innerType), oneOf([null]));
    case "default":
    case "prefault":
      return either(sizeOf(def.innerType), { bytes: bytesOf(def.defaultValue), form: "structure" });
    case "pipe":
      return sizeOf(def.out);
    case "lazy":
      return sizeOf(def.getter());
    case "template_literal":
      return textOf(TEXT_LENGTH * ANY_CHARACTER);
    default:
      return unbounded(`anything (z.${def.type}())`);
  }
}
