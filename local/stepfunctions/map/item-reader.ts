/** ItemReader: the items of a distributed Map from an object in S3 (JSON, JSON lines, CSV) or from a listing of objects. */
import type { ItemReader } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import type { ObjectStore } from "../integrations.ts";
import { isObject } from "../json.ts";
import type { Flow } from "../states/flow.ts";
import type { StateCall } from "../states/state-call.ts";
import { outside } from "../tasks/limit.ts";
import { parseCsv } from "./csv.ts";

const mostItems = 100_000_000;

/** @throws StateFailure States.ItemReaderFailed, States.ParameterPathFailure */
export async function readItems(reader: ItemReader, flow: Flow, call: StateCall): Promise<unknown[]> {
  const limit = await maxItems(reader, flow);
  const parameters = await flow.parameters(reader, "ItemReader");
  const { Bucket, Key, Prefix } = isObject(parameters) ? parameters : {};
  if (typeof Bucket !== "string") throw failed("The ItemReader's Bucket must be a string");
  const read = async (objects: ObjectStore): Promise<unknown[]> => {
    if (reader.Resource.endsWith(":listObjectsV2")) return [...(await objects.list(Bucket, typeof Prefix === "string" ? Prefix : ""))];
    if (typeof Key !== "string") throw failed("The ItemReader's Key must be a string");
    return parse(Buffer.from(await objects.get(Bucket, Key)).toString("utf8"), reader);
  };
  const items = await withStore(call, read);
  return limit === undefined || items.length <= limit ? items : items.slice(0, limit);
}

async function withStore(call: StateCall, read: (objects: ObjectStore) => Promise<unknown[]>): Promise<unknown[]> {
  const { objects, clock } = call.scope.execution.runtime;
  if (objects === undefined) throw failed("The engine was made without an object store (option s3), so an ItemReader has nothing to read");
  const { signal } = call.scope;
  try {
    return await outside(clock, signal, () => read(objects));
  } catch (error) {
    if (error instanceof StateFailure || signal.aborted) throw error;
    throw failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

function parse(text: string, reader: ItemReader): unknown[] {
  switch (reader.ReaderConfig?.InputType ?? "JSON") {
    case "JSONL":
      return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [parseJson(line, `line ${index + 1}`)]));
    case "CSV":
      return parseCsv(text, reader.ReaderConfig ?? {});
    case "JSON":
      return jsonItems(parseJson(text, "the object"));
    default:
      throw failed(`InputType ${String(reader.ReaderConfig?.InputType)} is not supported by this engine yet`);
  }
}

function jsonItems(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw failed("Attempting to map over non-iterable node.");
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw failed(`${where} is not JSON`);
  }
}

async function maxItems({ ReaderConfig }: ItemReader, flow: Flow): Promise<number | undefined> {
  if (ReaderConfig === undefined) return undefined;
  const value = await flow.integer("MaxItems", ReaderConfig, "ItemReader/ReaderConfig");
  if (value === undefined) return undefined;
  if (value < 0) throw failed("field MaxItems must be positive");
  return value === 0 ? undefined : Math.min(value, mostItems);
}

function failed(cause: string): StateFailure {
  return new StateFailure(errorNames.itemReader, cause);
}
