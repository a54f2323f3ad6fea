/** Brings production's tables into new tables of the test account: export, mask file by file, import under a new name. */
import { z } from "zod";
import { finishTable, readExport, TableLine } from "../../handlers/dynamodb-refresh/contract.ts";
import { maskFile } from "../../handlers/masking/contract.ts";
import { InRun, Instant, ObjectKey } from "../../handlers/shared/names.ts";
import * as aws from "../aws/index.ts";
import { eq, or, text, token, workflow } from "../kit/index.ts";

/** The role in production that may read tables and export them. */
const production = { roleArn: token("prod_reader_role_arn") };

/** A line of an export's manifest-files.json. */
const DataFile = z.object({ dataFileS3Key: ObjectKey, itemCount: z.int() });

export const dynamodbRefresh = workflow({
  name: "dynamodb-refresh",
  comment: "Exports every table of production, masks the export and imports it into a new table; nothing that serves today is touched.",
  input: z.object({ ...InRun.shape, asOf: Instant, tablesKey: ObjectKey }),
  timeoutSeconds: 10 * 3600,
  tasks: {
    "Export table": aws.exportTable,
    "Await export": aws.describeExport,
    "Read export": readExport,
    "Mask file": maskFile,
    "Import table": aws.importTable,
    "Await import": aws.describeImport,
    "Finish table": finishTable,
  },
}).define(({ input, run, poll, distributedMap }) => {
  const { environment, runId } = input;

  distributedMap(
    "Refresh tables",
    {
      // DynamoDB allows an account no more tables than this.
      reader: { format: "JSONL", item: TableLine, bucket: token("staging_bucket"), key: input.tablesKey, atMost: 10_000 },
      with: { environment, runId, asOf: input.asOf },
      atOnce: 10,
      label: "tables",
    },
    ({ item: table, environment, runId, asOf }) => {
      const started = run(
        "Export table",
        {
          TableArn: table.tableArn,
          ExportTime: asOf,
          ExportFormat: "DYNAMODB_JSON",
          S3Bucket: token("quarantine_bucket"),
          S3BucketOwner: token("account_id"),
          S3Prefix: text`exports/${runId}/${table.table}`,
          S3SseAlgorithm: "KMS",
          S3SseKmsKeyId: token("quarantine_key_arn"),
        },
        {
          credentials: production,
          retry: [{ errors: ["DynamoDb.LimitExceededException"], every: 60, max: 30, backoff: 1 }],
          keep: ({ ExportDescription }) => ({ arn: ExportDescription.ExportArn }),
        },
      );
      poll(
        "Await export",
        { ExportArn: started.arn },
        {
          every: 30,
          atMost: 480,
          credentials: production,
          keep: ({ ExportDescription }) => ({ status: ExportDescription.ExportStatus }),
          until: ({ status }) => eq(status, "COMPLETED"),
          failIf: ({ status }) => eq(status, "FAILED"),
        },
      );
      const read = run("Read export", { environment, runId, table: table.table, exportArn: started.arn }, { retry: [aws.lambdaRetry] });

      distributedMap(
        "Mask files",
        {
          reader: { format: "JSONL", item: DataFile, bucket: token("quarantine_bucket"), key: read.filesKey },
          with: { environment, runId, service: table.service, table: table.table },
          writer: { bucket: token("staging_bucket"), prefix: text`runs/${runId}/map-runs/dynamodb` },
          atOnce: 40,
          label: "files",
        },
        ({ item: file, environment, runId, service, table }) => {
          run(
            "Mask file",
            { environment, runId, service, table, dataFile: file.dataFileS3Key, items: file.itemCount },
            // A call that ran out of time or memory is repeated whole: it writes the same file.
            { retry: [aws.lambdaRetry, { errors: ["States.TaskFailed"], every: 10, max: 2, backoff: 2 }] },
          );
        },
      );

      const importing = run(
        "Import table",
        {
          // A prefix of its own: ImportTable reads every object under it.
          S3BucketSource: { S3Bucket: token("staging_bucket"), S3KeyPrefix: text`runs/${runId}/dynamodb/${table.table}/` },
          InputFormat: "DYNAMODB_JSON",
          InputCompressionType: "GZIP",
          TableCreationParameters: table.creation,
        },
        {
          retry: [{ errors: ["DynamoDb.LimitExceededException"], every: 60, max: 30, backoff: 1 }],
          keep: ({ ImportTableDescription }) => ({ arn: ImportTableDescription.ImportArn }),
        },
      );
      const imported = poll(
        "Await import",
        { ImportArn: importing.arn },
        {
          every: 30,
          atMost: 480,
          keep: ({ ImportTableDescription }) => ({
            status: ImportTableDescription.ImportStatus,
            items: ImportTableDescription.ImportedItemCount,
            errors: ImportTableDescription.ErrorCount,
          }),
          until: ({ status }) => eq(status, "COMPLETED"),
          failIf: ({ status }) => or(eq(status, "FAILED"), eq(status, "CANCELLED")),
        },
      );
      run(
        "Finish table",
        {
          environment,
          runId,
          service: table.service,
          table: table.table,
          liveTable: table.liveTable,
          newTable: table.newTable,
          exportedItems: read.items,
          importedItems: imported.items,
          errorCount: imported.errors,
        },
        { retry: [aws.lambdaRetry] },
      );
    },
  );
});
