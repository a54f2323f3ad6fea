/** Files of fingerprints in the quarantine bucket: what the proof looks for, and what a masked database holds. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { FingerprintFilter, FingerprintSet, type Originals } from "../masking/prove/index.ts";
import { listObjects, writeObject } from "./objects.ts";

type S3 = Pick<S3Client, "send">;

/** Writes a set of fingerprints; the same key again replaces it. */
export async function writeFingerprints(s3: S3, bucket: string, key: string, set: FingerprintSet): Promise<void> {
  await writeObject(s3, bucket, key, gzipSync(set.toBuffer(), { level: 1 }), "application/octet-stream");
}

/** The bytes of one file of fingerprints, 8 for each. */
export async function readFingerprints(s3: S3, Bucket: string, Key: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return gunzipSync(Buffer.from((await Body?.transformToByteArray()) ?? []));
}

/** All fingerprints below a prefix together, and of how many files. */
export async function uniteFingerprints(s3: S3, bucket: string, prefix: string): Promise<{ set: FingerprintSet; files: string[] }> {
  const set = new FingerprintSet();
  const files: string[] = [];
  for await (const { key } of listObjects(s3, bucket, prefix)) {
    set.addAll(FingerprintSet.fromBuffer(await readFingerprints(s3, bucket, key)));
    files.push(key.slice(prefix.length));
  }
  return { set, files };
}

/** All originals of a run, ready to be looked up. */
export interface OpenOriginals {
  readonly originals: Originals;
  /** Fingerprints in the files below each prefix; those that occur in several files of it count as often, but in an exact set. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The sorted files once more, one at a time, for the second pass over what a filter let through. */
  files(): AsyncIterable<Uint8Array>;
}

/** Up to so many fingerprints are held exactly, in at most 32 bytes each; more of them in a filter of 2 bytes each. */
const mostExact = 8_000_000;
// A sorted file of random numbers packs to 5 bytes each at best, so no more of them are in it.
const leastPackedBytes = 5;

/**
 * Reads all fingerprints below some prefixes, in bounded memory: a hundred million take 200 MB.
 *
 * @param most - how many are held exactly
 */
export async function openOriginals(s3: S3, bucket: string, prefixes: readonly string[], most = mostExact): Promise<OpenOriginals> {
  const files: { key: string; prefix: string }[] = [];
  let packed = 0;
  for (const prefix of prefixes) {
    for await (const { key, size } of listObjects(s3, bucket, prefix)) {
      files.push({ key, prefix });
      packed += size;
    }
  }
  const atMost = Math.ceil(packed / leastPackedBytes);
  const all = atMost <= most ? new FingerprintSet() : new FingerprintFilter(atMost);
  const sizes = new Map(prefixes.map((prefix) => [prefix, 0]));
  for (const { key, prefix } of files) {
    const file = await readFingerprints(s3, bucket, key);
    for (let at = 0; at < file.length; at += 8) all.addWords(file.readUInt32BE(at), file.readUInt32BE(at + 4));
    sizes.set(prefix, (sizes.get(prefix) ?? 0) + file.length / 8);
  }
  return {
    originals: all,
    sizes,
    async *files() {
      for (const { key } of files) yield await readFingerprints(s3, bucket, key);
    },
  };
}

/** The fingerprints in a buffer, 16 hexadecimal digits each. */
export function* fingerprintsIn(buffer: Buffer): Generator<string> {
  for (let at = 0; at < buffer.length; at += 8) yield buffer.toString("hex", at, at + 8);
}
