/** Reads the items of an import, checks each as the table needs it, and writes them. */
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { Stores } from "./deps.ts";

const inflate = promisify(gunzip);
const itemsInBatch = 25;

export interface ImportSource {
  readonly bucket: string;
  readonly prefix: string;
  readonly gzipped: boolean;
}

export interface ImportTarget {
  readonly tableName: string;
  /** Name and type (S, N or B) of each key attribute. */
  readonly keys: ReadonlyMap<string, string>;
  readonly account: string;
}

/** What an import has done so far; the describes read it while it grows. */
export interface ImportCounts {
  processedSizeBytes: number;
  processedItemCount: number;
  importedItemCount: number;
  errorCount: number;
}

type Item = Readonly<Record<string, unknown>>;

/** Imports every object under the prefix; a bad item is counted and left out. */
export async function importItems(stores: Stores, source: ImportSource, target: ImportTarget, counts: ImportCounts): Promise<void> {
  const s3 = stores.s3(target.account);
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: source.bucket, Prefix: source.prefix })) {
    for (const { Key } of Contents) {
      if (Key === undefined) continue;
      const text = await readObject(s3, source, Key, counts);
      await writeAll(stores, target, itemsOf(text, target.keys, counts), counts);
    }
  }
}

async function readObject(s3: S3Client, { bucket, gzipped }: ImportSource, key: string, counts: ImportCounts): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  counts.processedSizeBytes += bytes.length;
  if (bytes.length === 0) return "";
  return (gzipped ? await inflate(bytes) : Buffer.from(bytes)).toString("utf8");
}

function itemsOf(text: string, keys: ReadonlyMap<string, string>, counts: ImportCounts): Item[] {
  const items: Item[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    counts.processedItemCount += 1;
    const item = parseItem(line);
    if (item !== undefined && hasKeys(item, keys)) items.push(item);
    else counts.errorCount += 1;
  }
  return items;
}

function parseItem(line: string): Item | undefined {
  try {
    const { Item: item } = JSON.parse(line) as { Item?: unknown };
    return typeof item === "object" && item !== null && !Array.isArray(item) ? (item as Item) : undefined;
  } catch {
    return undefined;
  }
}

function hasKeys(item: Item, keys: ReadonlyMap<string, string>): boolean {
  return [...keys].every(([name, type]) => {
    const value = item[name];
    return typeof value === "object" && value !== null && typeof (value as Item)[type] === "string" && (value as Item)[type] !== "";
  });
}

/** One batch after another: moto loses items when several requests write to one table at once. */
async function writeAll(stores: Stores, target: ImportTarget, items: readonly Item[], counts: ImportCounts): Promise<void> {
  for (let next = 0; next < items.length; next += itemsInBatch) {
    await writeBatch(stores, target, items.slice(next, next + itemsInBatch), counts);
  }
}

/** A batch is refused as a whole (two items of one key, one that is too large), so its items go alone then. */
async function writeBatch(
  stores: Stores,
  { tableName, account }: ImportTarget,
  batch: readonly Item[],
  counts: ImportCounts,
): Promise<void> {
  const requests = batch.map((item) => ({ PutRequest: { Item: item } }));
  try {
    await stores.dynamodb("BatchWriteItem", { RequestItems: { [tableName]: requests } }, account);
    counts.importedItemCount += batch.length;
  } catch {
    for (const item of batch) {
      try {
        await stores.dynamodb("PutItem", { TableName: tableName, Item: item }, account);
        counts.importedItemCount += 1;
      } catch {
        counts.errorCount += 1;
      }
    }
  }
}
