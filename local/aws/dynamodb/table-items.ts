/** All items of a table at this moment, as lines of DynamoDB JSON: by moto's own export, which is far faster than its Scan. */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Stores } from "./deps.ts";

const inflate = promisify(gunzip);
const pollMilliseconds = 25;

/** Starts reading; what comes of `lines` is the table as it is now. */
export interface TableReading {
  /** Settles with one line an item, `{"Item":{…}}`. */
  lines(): Promise<readonly string[]>;
}

/**
 * Lets moto export the table into a bucket that exists only meanwhile.
 *
 * @throws AwsError TableNotFoundException, PointInTimeRecoveryUnavailableException
 */
export async function readTable(stores: Stores, tableArn: string, account: string): Promise<TableReading> {
  const s3 = stores.s3(account);
  const Bucket = `local-aws-export-${randomBytes(8).toString("hex")}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  let exportArn: string;
  try {
    const started = await stores.dynamodb("ExportTableToPointInTime", { TableArn: tableArn, S3Bucket: Bucket, S3Prefix: "items" }, account);
    exportArn = (started.ExportDescription as { ExportArn: string }).ExportArn;
  } catch (error) {
    await s3.send(new DeleteBucketCommand({ Bucket }));
    throw error;
  }
  const finished = async (): Promise<void> => {
    for (;;) {
      const { ExportDescription } = await stores.dynamodb("DescribeExport", { ExportArn: exportArn }, account);
      const { ExportStatus, FailureMessage } = ExportDescription as { ExportStatus: string; FailureMessage?: string };
      if (ExportStatus === "COMPLETED") return;
      if (ExportStatus === "FAILED") throw new Error(`moto could not export the table: ${FailureMessage ?? "no reason given"}`);
      await delay(pollMilliseconds);
    }
  };
  return {
    async lines() {
      await finished();
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const lines: string[] = [];
      for (const { Key } of Contents) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const bytes = await Body?.transformToByteArray();
        const text = bytes === undefined ? "" : (await inflate(bytes)).toString("utf8");
        for (const line of text.split("\n")) if (line !== "") lines.push(line);
        await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      }
      await s3.send(new DeleteBucketCommand({ Bucket }));
      return lines;
    },
  };
}
