/** The exact check for collisions: as many different masked keys as items. */
import type { S3Client } from "@aws-sdk/client-s3";
import { readFingerprints } from "../shared/fingerprints.ts";
import { quarantine } from "../shared/layout.ts";
import { listObjects } from "../shared/objects.ts";

/** How many items were masked for a table, and how many different keys they have. */
export async function countKeys(s3: S3Client, bucket: string, runId: string, table: string): Promise<{ items: number; distinct: number }> {
  const files: Buffer[] = [];
  for await (const { key } of listObjects(s3, bucket, quarantine.maskedKeysOf(runId, table)))
    files.push(await readFingerprints(s3, bucket, key));
  const items = files.reduce((sum, file) => sum + file.length / 8, 0);
  // Sorted 8-byte numbers: 80 MB for ten million items, where a set of texts would need a gigabyte.
  const all = new BigUint64Array(items);
  let at = 0;
  for (const file of files) for (let offset = 0; offset < file.length; offset += 8) all[at++] = file.readBigUInt64BE(offset);
  all.sort();
  let distinct = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) distinct++;
  return { items, distinct };
}
