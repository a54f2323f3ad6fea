/** ItemReader: the items of a distributed Map from an object in S3, from the objects that a manifest names, or from a listing. */
import type { ItemReader } from "../definition/asl.ts";
import { StateFailure } from "../errors.ts";
import type { ObjectStore } from "../integrations.ts";
import { isObject } from "../json.ts";
import type { Flow } from "../states/flow.ts";
import type { StateCall } from "../states/state-call.ts";
import { outside } from "../tasks/limit.ts";
import { athenaObjects, inventoryObjects } from "./manifests.ts";
import { itemsOf, type ReaderConfig, readerFailure } from "./object-items.ts";

const mostItems = 100_000_000;

/** @throws StateFailure States.ItemReaderFailed, States.ParameterPathFailure */
export async function readItems(reader: ItemReader, flow: Flow, call: StateCall): Promise<unknown[]> {
  const limit = await maxItems(reader, flow);
  const parameters = await flow.parameters(reader, "ItemReader");
  const { Bucket, Key, Prefix } = isObject(parameters) ? parameters : {};
  if (typeof Bucket !== "string") throw readerFailure("The ItemReader's Bucket must be a string");
  const config = reader.ReaderConfig ?? {};
  const read = async (objects: ObjectStore): Promise<unknown[]> => {
    if (reader.Resource.endsWith(":listObjectsV2")) return listed(objects, Bucket, typeof Prefix === "string" ? Prefix : "", config);
    if (typeof Key !== "string") throw readerFailure("The ItemReader's Key must be a string");
    return fromObject(objects, Bucket, Key, config);
  };
  const items = await withStore(call, read);
  return limit === undefined || items.length <= limit ? items : items.slice(0, limit);
}

/** The objects themselves are the items, or with LOAD_AND_FLATTEN what all of them hold. */
async function listed(objects: ObjectStore, bucket: string, prefix: string, config: ReaderConfig): Promise<unknown[]> {
  const found = await objects.list(bucket, prefix);
  if (config.Transformation !== "LOAD_AND_FLATTEN") return [...found];
  const items: unknown[] = [];
  for (const { Key } of found) for (const item of await itemsOf(await objects.get(bucket, Key), config)) items.push(item);
  return items;
}

async function fromObject(objects: ObjectStore, bucket: string, key: string, config: ReaderConfig): Promise<unknown[]> {
  const bytes = await objects.get(bucket, key);
  // InputType MANIFEST is how an inventory was named before there were manifests of Athena's.
  if (config.ManifestType === "S3_INVENTORY" || config.InputType === "MANIFEST") return inventoryObjects(bytes, bucket, objects);
  if (config.ManifestType === "ATHENA_DATA") return athenaObjects(bytes, config, objects);
  return itemsOf(bytes, config);
}

async function withStore(call: StateCall, read: (objects: ObjectStore) => Promise<unknown[]>): Promise<unknown[]> {
  const { objects, clock } = call.scope.execution.runtime;
  if (objects === undefined)
    throw readerFailure("The engine was made without an object store (option s3), so an ItemReader has nothing to read");
  const { signal } = call.scope;
  try {
    return await outside(clock, signal, () => read(objects));
  } catch (error) {
    if (error instanceof StateFailure || signal.aborted) throw error;
    throw readerFailure(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

async function maxItems({ ReaderConfig: config }: ItemReader, flow: Flow): Promise<number | undefined> {
  if (config === undefined) return undefined;
  const value = await flow.integer("MaxItems", config, "ItemReader/ReaderConfig");
  if (value === undefined) return undefined;
  if (value < 0) throw readerFailure("field MaxItems must be positive");
  return value === 0 ? undefined : Math.min(value, mostItems);
}
