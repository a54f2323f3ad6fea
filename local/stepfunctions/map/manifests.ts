/** Manifests: objects that name other objects, whose rows are the items. */
import { gunzipSync } from "node:zlib";
import type { ObjectStore } from "../integrations.ts";
import { isObject, type JsonObject } from "../json.ts";
import { parseCsv } from "./csv.ts";
import { itemsOf, type ReaderConfig, readerFailure } from "./object-items.ts";

/** Bytes that an unpacked file may have: items are held in memory. */
const largestFile = 536_870_912;

/**
 * The rows of an S3 inventory: what its `manifest.json` calls `fileSchema` names their members.
 *
 * @param bucket where the files are unless the manifest says otherwise
 * @throws StateFailure States.ItemReaderFailed
 */
export async function inventoryObjects(bytes: Uint8Array, bucket: string, objects: ObjectStore): Promise<unknown[]> {
  const { destinationBucket, fileFormat, fileSchema, files } = readManifest(bytes);
  if (fileFormat !== "CSV" || typeof fileSchema !== "string" || !Array.isArray(files)) {
    throw readerFailure("The manifest must be that of an S3 inventory in CSV, with fileSchema and files");
  }
  const CSVHeaders = fileSchema.split(",").map((name) => name.trim());
  const from = typeof destinationBucket === "string" ? destinationBucket.replace(/^arn:[^:]*:s3:::/, "") : bucket;
  const items: unknown[] = [];
  for (const file of files) {
    if (!isObject(file) || typeof file.key !== "string") throw readerFailure("A file of the manifest has no key");
    const text = unzipped(await objects.get(from, file.key)).toString("utf8");
    for (const row of parseCsv(text, { CSVHeaderLocation: "GIVEN", CSVHeaders })) items.push(row);
  }
  return items;
}

/**
 * The items of all objects that a manifest of Athena's UNLOAD names, one `s3://bucket/key` a line.
 *
 * @throws StateFailure States.ItemReaderFailed
 */
export async function athenaObjects(bytes: Uint8Array, config: ReaderConfig, objects: ObjectStore): Promise<unknown[]> {
  const items: unknown[] = [];
  for (const line of Buffer.from(bytes).toString("utf8").split(/\r?\n/)) {
    const address = line.trim().replace(/^"(.*)"$/, "$1");
    if (address === "") continue;
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(address) ?? [];
    if (bucket === undefined || key === undefined) throw readerFailure(`The manifest names ${address}, which is no object in S3`);
    for (const item of await itemsOf(unzipped(await objects.get(bucket, key)), config)) items.push(item);
  }
  return items;
}

function readManifest(bytes: Uint8Array): JsonObject {
  try {
    const manifest: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    if (isObject(manifest)) return manifest;
  } catch {
    // Said below.
  }
  throw readerFailure("The manifest is not a JSON object");
}

function unzipped(bytes: Uint8Array): Buffer {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: largestFile }) : Buffer.from(bytes);
}
