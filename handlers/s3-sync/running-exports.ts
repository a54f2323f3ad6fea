/** Finds exports of some runs that still write into the quarantine bucket. */
import { DescribeExportCommand, ListExportsCommand } from "@aws-sdk/client-dynamodb";
import { TableLine } from "../dynamodb-refresh/contract.ts";
import { quarantine, staging } from "../shared/layout.ts";
import { createLogger } from "../shared/logger.ts";
import { readTextIfThere } from "../shared/objects.ts";
import type { SyncContext } from "./context.ts";

/** Whether an export of one of the runs is in progress. Where exports cannot be listed the answer is no, and the log says so. */
export async function exportsRunning(context: SyncContext, runs: readonly string[]): Promise<boolean> {
  try {
    for (const run of runs) if (await exportRuns(context, run)) return true;
  } catch (error) {
    createLogger("s3_sync_handler").warn("exports cannot be listed; one that still runs is left to the bucket's lifecycle", {
      errorName: (error as Error).name,
    });
  }
  return false;
}

async function exportRuns({ clients, variables }: SyncContext, run: string): Promise<boolean> {
  const text = (await readTextIfThere(clients.s3, variables.STAGING_BUCKET, staging.tables(run))) ?? "";
  const { dynamodb } = clients.production();
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const { table, tableArn } = TableLine.parse(JSON.parse(line));
    const { ExportSummaries = [] } = await dynamodb.send(new ListExportsCommand({ TableArn: tableArn }));
    for (const { ExportArn, ExportStatus } of ExportSummaries) {
      if (ExportStatus !== "IN_PROGRESS") continue;
      const { ExportDescription } = await dynamodb.send(new DescribeExportCommand({ ExportArn }));
      if (ExportDescription?.S3Prefix === quarantine.exports(run, table)) return true;
    }
  }
  return false;
}
