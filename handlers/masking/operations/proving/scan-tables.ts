/** Scans the masked table files, line by line. */
import { createInterface } from "node:readline";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { S3Client } from "@aws-sdk/client-s3";
import { inParallel } from "../../../shared/in-parallel.ts";
import { staging } from "../../../shared/layout.ts";
import { listObjects, openObject } from "../../../shared/objects.ts";
import { scanDynamoJson } from "../../prove/index.ts";
import type { Tally } from "./tally.ts";

const atOnce = 4;

/** Looks at every masked file of a table; gives the number of its items. */
export async function scanTable(
  s3: S3Client,
  bucket: string,
  runId: string,
  table: { service: string; table: string },
  tally: Tally,
): Promise<number> {
  const files: string[] = [];
  for await (const { key } of listObjects(s3, bucket, staging.tableData(runId, table.table))) files.push(key);
  const counts = await inParallel(atOnce, files, async (key) => {
    const input = pipeline([await openObject(s3, bucket, key), createGunzip()], () => {}) as unknown as Readable;
    let items = 0;
    for await (const record of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (record === "") continue;
      items++;
      for (const leaf of scanDynamoJson(record)) tally.look(leaf, { ...table, where: `dynamodb ${table.table}`, record });
    }
    return items;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
