/** Files of fingerprints in the quarantine bucket: what the proof looks for, and what a masked database holds. */
import { gunzipSync, gzipSync } from "node:zlib";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { FingerprintSet } from "../masking/prove/index.ts";
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

/** The fingerprints in a buffer, 16 hexadecimal digits each. */
export function* fingerprintsIn(buffer: Buffer): Generator<string> {
  for (let at = 0; at < buffer.length; at += 8) yield buffer.toString("hex", at, at + 8);
}
