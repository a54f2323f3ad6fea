/** The items that one object holds: a JSON array or one inside of it, JSON lines, CSV rows, Parquet rows. */
import type { ItemReader } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { isObject, own } from "../json.ts";
import { parseCsv } from "./csv.ts";
import { parquetRows } from "./parquet.ts";

export type ReaderConfig = NonNullable<ItemReader["ReaderConfig"]>;

export function readerFailure(cause: string): StateFailure {
  return new StateFailure(errorNames.itemReader, cause);
}

/** @throws StateFailure States.ItemReaderFailed */
export async function itemsOf(bytes: Uint8Array, config: ReaderConfig): Promise<unknown[]> {
  const type = config.InputType ?? "JSON";
  if (type === "PARQUET") return parquetRows(bytes);
  const text = Buffer.from(bytes).toString("utf8");
  if (type === "JSONL")
    return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [parseJson(line, `line ${index + 1}`)]));
  if (type === "CSV") return parseCsv(text, config);
  return arrayAt(parseJson(text, "the object"), config.ItemsPointer ?? "");
}

/** Follows a JSON Pointer, `/data/items`. */
function arrayAt(value: unknown, pointer: string): unknown[] {
  let found = value;
  for (const escaped of pointer.split("/").slice(1)) {
    const name = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    found = Array.isArray(found) ? found[Number(name)] : isObject(found) ? own(found, name) : undefined;
  }
  if (Array.isArray(found)) return found;
  throw readerFailure("Attempting to map over non-iterable node.");
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw readerFailure(`${where} is not JSON`);
  }
}
