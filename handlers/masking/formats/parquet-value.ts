/** The values of a Parquet column as texts and back, as they are stored: no type of the file's changes. */
import type { SchemaElement } from "hyparquet";

/** A stored value; null and undefined are nulls. */
export type Stored = Uint8Array | bigint | number | boolean | null | undefined;

/** How a column is masked. */
export type ParquetKind = "text" | "number" | "boolean" | "date" | "timestamp" | "uuid" | "binary";

const dayMillis = 86_400_000;
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** The kind of a column; undefined for types that are not masked (JSON, BSON, variant, geometry, 96-bit integers with a rule). */
export function kindOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): ParquetKind | undefined {
  const name = logical?.type ?? converted;
  switch (name) {
    case "UTF8":
    case "STRING":
    case "ENUM":
      return "text";
    case "DATE":
      return "date";
    case "TIMESTAMP":
    case "TIMESTAMP_MILLIS":
    case "TIMESTAMP_MICROS":
      return "timestamp";
    case "UUID":
      return "uuid";
    case "JSON":
    case "BSON":
    case "VARIANT":
    case "GEOMETRY":
    case "GEOGRAPHY":
      return undefined;
    case "DECIMAL":
      return "number";
    default:
      if (type === "BOOLEAN") return "boolean";
      return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY" ? "binary" : type === "INT96" ? "timestamp" : "number";
  }
}

/** Units of a timestamp in a millisecond; undefined for types without such a unit. */
function perMilli({ type, converted_type: converted, logical_type: logical }: SchemaElement): bigint | undefined {
  if (type !== "INT64") return undefined;
  const unit = logical?.type === "TIMESTAMP" ? logical.unit : converted === "TIMESTAMP_MICROS" ? "MICROS" : "MILLIS";
  return unit === "NANOS" ? 1_000_000n : unit === "MICROS" ? 1000n : 1n;
}

/**
 * A stored value as the text that a rule masks; undefined for a value that has none.
 *
 * @throws TypeError when a text is not UTF-8
 */
export function textOf(value: NonNullable<Stored>, kind: ParquetKind, element: SchemaElement): string | undefined {
  if (kind === "text") return decoder.decode(value as Uint8Array);
  if (kind === "uuid")
    return Buffer.from(value as Uint8Array)
      .toString("hex")
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  if (kind === "date") return isoOf(Number(value) * dayMillis)?.slice(0, 10);
  if (kind === "timestamp") {
    const units = perMilli(element);
    return units === undefined ? undefined : isoOf(Number((value as bigint) / units));
  }
  return kind === "number" && element.converted_type !== "DECIMAL" && element.logical_type?.type !== "DECIMAL" ? String(value) : undefined;
}

function isoOf(millis: number): string | undefined {
  const date = new Date(millis);
  const year = Number.isNaN(date.getTime()) ? 0 : date.getUTCFullYear();
  return year >= 1 && year <= 9999 ? date.toISOString() : undefined;
}

/** A masked text as a stored value; undefined when it does not fit the column's type. */
export function storedOf(text: string, kind: ParquetKind, element: SchemaElement): Stored {
  if (kind === "text") return encoder.encode(text);
  if (kind === "uuid")
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? Buffer.from(text.replaceAll("-", ""), "hex") : undefined;
  if (kind === "date" || kind === "timestamp") {
    const millis = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(kind === "date" ? text.slice(0, 10) : text) : Number.NaN;
    if (Number.isNaN(millis)) return undefined;
    if (kind === "date") return Math.floor(millis / dayMillis);
    const units = perMilli(element);
    return units === undefined ? undefined : BigInt(millis) * units;
  }
  return numberOf(text, element);
}

function numberOf(text: string, { type }: SchemaElement): Stored {
  if (type === "FLOAT" || type === "DOUBLE") return Number(text);
  if (!/^-?[0-9]{1,19}$/.test(text)) return undefined;
  const value = BigInt(text);
  const bits = type === "INT32" ? 32 : 64;
  if (BigInt.asIntN(bits, value) !== value) return undefined;
  return type === "INT32" ? Number(value) : value;
}
