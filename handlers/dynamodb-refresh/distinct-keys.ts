/** The exact check for collisions: as many different masked keys as items, whatever their number. */
import type { S3Client } from "@aws-sdk/client-s3";
import { readFingerprints } from "../shared/fingerprints.ts";
import { quarantine } from "../shared/layout.ts";
import { listObjects } from "../shared/objects.ts";

/** Fingerprints that are sorted at a time: 128 MB. */
const mostAtOnce = 16_000_000;

/**
 * How many items were masked for a table, and how many different keys they have. Fingerprints are uniform, so that a table
 * with more keys than fit is counted range by range: each reads all files again, and memory stays the same.
 *
 * @param most - fingerprints that are held at a time, about
 */
export async function countKeys(
  s3: S3Client,
  bucket: string,
  runId: string,
  table: string,
  most = mostAtOnce,
): Promise<{ items: number; distinct: number }> {
  const files: string[] = [];
  let bytes = 0;
  for await (const { key, size } of listObjects(s3, bucket, quarantine.maskedKeysOf(runId, table))) {
    files.push(key);
    bytes += size;
  }
  // Fingerprints do not pack: a file has about 8 bytes for each.
  const ranges = Math.max(1, Math.ceil(bytes / 8 / most));
  const total = { items: 0, distinct: 0 };
  for (let range = 0; range < ranges; range++) {
    const { items, distinct } = await countRange(s3, bucket, files, { range, ranges });
    total.items += items;
    total.distinct += distinct;
  }
  return total;
}

async function countRange(
  s3: S3Client,
  bucket: string,
  files: readonly string[],
  { range, ranges }: { readonly range: number; readonly ranges: number },
): Promise<{ items: number; distinct: number }> {
  let all = new BigUint64Array(1024);
  let items = 0;
  for (const file of files) {
    const buffer = await readFingerprints(s3, bucket, file);
    for (let at = 0; at < buffer.length; at += 8) {
      if (Math.floor((buffer.readUInt32BE(at) / 2 ** 32) * ranges) !== range) continue;
      if (items === all.length) {
        const larger = new BigUint64Array(items * 2);
        larger.set(all);
        all = larger;
      }
      all[items++] = buffer.readBigUInt64BE(at);
    }
  }
  const sorted = all.subarray(0, items).sort();
  let distinct = 0;
  for (let i = 0; i < items; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return { items, distinct };
}
