/** Parquet rows as JSON: what JSON has no kind for becomes a text. */
import { isObject, type JsonObject, setMember } from "../json.ts";
import { readerFailure } from "./object-items.ts";

/** @throws StateFailure States.ItemReaderFailed when the object is no Parquet file */
export async function parquetRows(bytes: Uint8Array): Promise<unknown[]> {
  // Only machines that read Parquet pay for its reader.
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([import("hyparquet"), import("hyparquet-compressors")]);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    return (await parquetReadObjects({ file, compressors })).map(asJson);
  } catch (error) {
    throw readerFailure(`The object cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function asJson(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(asJson);
  if (value === undefined) return null;
  if (!isObject(value)) return value;
  const row: JsonObject = {};
  for (const [name, member] of Object.entries(value)) setMember(row, name, asJson(member));
  return row;
}
