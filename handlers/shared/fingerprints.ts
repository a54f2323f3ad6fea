/** Files of fingerprints in the quarantine bucket: what the proof looks for, and what a masked database holds. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { FingerprintFilter, FingerprintSet, type Originals, splitFingerprints } from "../masking/prove/index.ts";
import { inParallel } from "./in-parallel.ts";
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
  /** Fingerprints of values in the files below each prefix; those that occur in several files of it count as often. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The sorted files once more, one at a time, for the second pass over what a filter let through. */
  files(): AsyncIterable<Uint8Array>;
}

/** Up to so many fingerprints are held exactly, in at most 32 bytes each; more of them in a filter of 2 bytes each. */
const mostExact = 8_000_000;
const bytesEach = 8;
const countedAtOnce = 16;

/**
 * Reads all fingerprints below some prefixes, in bounded memory: a filter has 2 bytes for each that the files hold, so a
 * hundred million take 200 MB, and lets one foreign fingerprint in about 760 through to the second pass. A value with capital
 * letters has two fingerprints.
 *
 * @param most - how many are held exactly
 */
export async function openOriginals(s3: S3, bucket: string, prefixes: readonly string[], most = mostExact): Promise<OpenOriginals> {
  const files: { key: string; prefix: string; size: number }[] = [];
  for (const prefix of prefixes) for await (const { key, size } of listObjects(s3, bucket, prefix)) files.push({ key, prefix, size });
  const counts = await inParallel(countedAtOnce, files, ({ key, size }) => countFingerprints(s3, bucket, key, size));
  const count = counts.reduce((sum, each) => sum + each, 0);
  const all = count <= most ? new FingerprintSet() : new FingerprintFilter(count);
  const sizes = new Map(prefixes.map((prefix) => [prefix, 0]));
  for (const { key, prefix } of files) {
    const file = await readFingerprints(s3, bucket, key);
    const { values, folded } = splitFingerprints(file);
    for (const part of [values, folded]) addEach(part, all);
    sizes.set(prefix, (sizes.get(prefix) ?? 0) + values.length / bytesEach);
  }
  return {
    originals: all,
    sizes,
    async *files() {
      for (const { key } of files) {
        const { values, folded } = splitFingerprints(await readFingerprints(s3, bucket, key));
        yield values;
        yield folded;
      }
    },
  };
}

// How many a file has, without reading it: gzip ends with the number of bytes that it packed.
async function countFingerprints(s3: S3, Bucket: string, Key: string, size: number): Promise<number> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${size - 4}-${size - 1}` }));
  return Buffer.from((await Body?.transformToByteArray()) ?? Buffer.alloc(4)).readUInt32LE() / bytesEach;
}

function addEach(prints: Uint8Array, to: FingerprintSet | FingerprintFilter): void {
  const view = new DataView(prints.buffer, prints.byteOffset, prints.byteLength);
  for (let at = 0; at < prints.length; at += bytesEach) to.addWords(view.getUint32(at), view.getUint32(at + 4));
}
