/** Scans the masked table files, line by line. */
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { S3Client } from "@aws-sdk/client-s3";
import { inParallel } from "../../../shared/in-parallel.ts";
import { staging } from "../../../shared/layout.ts";
import { listObjects, openObject } from "../../../shared/objects.ts";
import { JsonScanner, type Proof, ScanError } from "../../prove/index.ts";
import type { Rules } from "../../rules/index.ts";
import { type RecordsOf, rulesOf } from "./rules-of.ts";

const atOnce = 4;

/**
 * Looks at every masked file of a table; gives the number of its items.
 *
 * @throws ScanError when a file is no export of DynamoDB
 */
export async function scanTable(
  s3: S3Client,
  bucket: string,
  runId: string,
  table: RecordsOf & { readonly table: string },
  rules: Rules,
  proof: Proof,
): Promise<number> {
  const files: string[] = [];
  for await (const { key } of listObjects(s3, bucket, staging.tableData(runId, table.table))) files.push(key);
  const scope = proof.scope(`dynamodb ${table.table}`, rulesOf(rules, table));
  const root = scope.root("dynamodb");
  const counts = await inParallel(atOnce, files, async (key) => {
    const body = pipeline([await openObject(s3, bucket, key), createGunzip()], () => {}) as unknown as Readable;
    const scanner = new JsonScanner(root, scope.look);
    try {
      for await (const text of body.setEncoding("utf8") as AsyncIterable<string>) scanner.push(text);
      scanner.end();
    } catch (error) {
      if (error instanceof ScanError) error.message = `A masked file of ${table.table}: ${error.message}`;
      throw error;
    }
    return scanner.records;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
