/** Looks at some of a service's objects before any of them moves: the first and the last of each kind in each folder. */
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { bodyProblem, compressionOf } from "../../../s3-sync/body-facts.ts";
import { firstFolders, firstKeys } from "../../../s3-sync/listing.ts";
import { placeOf } from "../../../s3-sync/places.ts";
import { type Route, routeOf } from "../../../s3-sync/routes.ts";
import type { ObjectAt } from "../../../s3-sync/versions.ts";
import { inParallel } from "../../../shared/in-parallel.ts";
import { unpackHead } from "../../formats/index.ts";
import { type ObjectFacts, type PlaceFacts, RecordSampler, sampleHead } from "../../plan/index.ts";
import { type Rules, tablesOfKey } from "../../rules/index.ts";
import { isUnavailable } from "./unavailable.ts";

/** What was found of a service's objects. */
export interface SampledObjects {
  readonly objects: readonly ObjectFacts[];
  readonly places: readonly PlaceFacts[];
}

const mostKeys = 1000;
const mostKeysInFolder = 200;
const mostFolders = 100;
/** Bytes that are read of an object, as it is stored, and the most that they may unpack to. */
const headBytes = { stored: 64 * 1024, unpacked: 1024 * 1024 } as const;
/** The largest Parquet file that is looked into: it is read whole. */
const mostParquet = 8 * 1024 * 1024;
const parquetRows = 50;
const atOnce = 4;

interface Bucket {
  readonly s3: S3Client;
  readonly bucket: string;
}

/**
 * A sample of a service's objects, in bounded time and memory: two objects of each kind in each folder, 64 KiB of each. What
 * production denies, has archived or does not have any more is passed over here: whoever copies it says so.
 */
export async function sampleObjects(production: Bucket, service: string, rules: Rules): Promise<SampledObjects> {
  const kinds = new Map<string, ObjectAt[]>();
  for (const object of await someKeys(production, service, rules)) {
    const id = JSON.stringify([placeOf(object.key), tablesOfKey(object.key), routeOf(object.key, rules, object.size)]);
    kinds.set(id, [...(kinds.get(id) ?? []), object]);
  }
  const found = await inParallel(atOnce, kinds.values(), async (all): Promise<SampledObjects> => {
    const ends = [...new Set([all[0], all.at(-1)])].filter((one) => one !== undefined);
    const [{ key, size } = { key: "", size: 0 }] = ends;
    const route = routeOf(key, rules, size);
    const format = route === "copy" || route === "drop" ? undefined : route;
    const facts = { service, place: placeOf(key), key, format };
    if (format === undefined) return { objects: [facts], places: [] };
    const sampler = new RecordSampler({ rules, store: "s3", service, table: tablesOfKey(key), label: tablesOfKey(key)[0] ?? "" });
    const problems: (string | undefined)[] = [];
    for (const object of ends) problems.push(await sampleObject(production, object, route, sampler));
    const notSampled = problems.every((problem) => problem !== undefined) ? problems[0] : undefined;
    return { objects: [{ ...facts, notSampled }], places: sampler.places() };
  });
  return { objects: found.flatMap(({ objects }) => objects), places: found.flatMap(({ places }) => places) };
}

// Small services are listed whole; of large ones each folder's beginning. Every rule of a prefix is looked for.
async function someKeys({ s3, bucket }: Bucket, service: string, rules: Rules): Promise<ObjectAt[]> {
  const page = async (prefix: string, most: number) => {
    try {
      return await firstKeys(s3, bucket, prefix, most);
    } catch (error) {
      if (isUnavailable(error)) return { objects: [], more: false };
      throw error;
    }
  };
  const { objects, more } = await page(`${service}/`, mostKeys);
  const found = new Map(objects.map((object) => [object.key, object]));
  const folders = more ? await firstFolders(s3, bucket, `${service}/`, mostFolders) : [];
  const prefixes = rules.rules.flatMap(({ key }) => (key.kind === "prefix" && key.prefix.startsWith(`${service}/`) ? [key.prefix] : []));
  const missing = prefixes.filter((prefix) => more && ![...found.keys()].some((key) => key.startsWith(prefix)));
  for (const prefix of folders) for (const object of (await page(prefix, mostKeysInFolder)).objects) found.set(object.key, object);
  for (const prefix of missing) for (const object of (await page(prefix, 1)).objects) found.set(object.key, object);
  return [...found.values()];
}

// Why an object was not looked into; undefined when it was.
async function sampleObject(
  { s3, bucket: Bucket }: Bucket,
  { key: Key, size }: ObjectAt,
  route: Route,
  sampler: RecordSampler,
): Promise<string | undefined> {
  if (route === "copy" || route === "drop" || size === 0) return undefined;
  if (route === "parquet" && size > mostParquet) return "a Parquet file of more than 8 MiB";
  const most = route === "parquet" ? mostParquet : headBytes.stored;
  try {
    // A range in any case: the object may have grown since it was listed.
    const { Body, ContentEncoding } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${most - 1}` }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    const compression = compressionOf({ key: Key, size }, ContentEncoding);
    const problem = bodyProblem({ route, size }, compression);
    if (problem !== undefined) return problem;
    if (route === "parquet") return await sampleParquet(bytes, sampler);
    const found = compression === undefined ? { head: bytes, isAll: true } : unpackHead(bytes, compression, headBytes.unpacked);
    if (found === undefined) return `its ${compression} data is damaged, or not known to this Node`;
    sampleHead(sampler, found.head, { format: route, isWhole: found.isAll && size <= most && bytes.length === size });
    return undefined;
  } catch (error) {
    if (isUnavailable(error)) return "production denied reading it, or asked to wait";
    throw error;
  }
}

async function sampleParquet(bytes: Buffer, sampler: RecordSampler): Promise<string | undefined> {
  const file = new Uint8Array(bytes).buffer;
  try {
    const rows = await parquetReadObjects({ file, compressors, rowEnd: parquetRows });
    for (const row of rows)
      sampler.add(
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value])),
      );
    return undefined;
  } catch {
    return "it is no Parquet file, or it is damaged";
  }
}
