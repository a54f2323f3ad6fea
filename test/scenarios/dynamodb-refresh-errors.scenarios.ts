/** Scenarios of `dynamodb-refresh`: several tables, refused calls, files that are missing. */
import { dynamodbRefresh } from "../../workflows/dynamodb-refresh/dynamodb-refresh.ts";
import { exporting, files, filesKey, importing, input, goodRun as mocks, table, tablesKey } from "./support/dynamodb-refresh.ts";
import { throttledOnce } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(dynamodbRefresh, { input, mocks, files });
/** What any failure inside of the Map over the tables ends as. */
const failed = { status: "FAILED", error: "States.ExceedToleratedFailureThreshold" } as const;
const twoTables = { files: { ...files, [tablesKey]: [table("billing-accounts"), table("billing-events")] } };
const done = { "Await export": exporting("COMPLETED"), "Await import": importing("COMPLETED") };

export const severalTables = [
  vary(
    "every table goes its own way, with its own files",
    done,
    {
      status: "SUCCEEDED",
      visits: { "Export table": 2, "Mask files": 2, "Mask file": 4, "Import table": 2, "Finish table": 2 },
      calls: {
        "Import table": {
          S3BucketSource: { S3KeyPrefix: `runs/${input.runId}/dynamodb/billing-events/` },
          TableCreationParameters: { TableName: `billing-events-${input.runId}` },
        },
        "Finish table": { table: "billing-events", liveTable: "billing-events", newTable: `billing-events-${input.runId}` },
      },
    },
    twoTables,
  ),
  vary(
    "one table of two fails: the whole fails",
    { ...done, "Read export": [mocks["Read export"], { throws: "DynamoDb.ExportInvalid" }] },
    { ...failed, visits: { "Read export": 2 } },
    twoTables,
  ),
  vary(
    "an empty table has no file to mask, and is imported all the same",
    { ...done, "Read export": { returns: { filesKey, items: 0, files: 0 } } },
    { status: "SUCCEEDED", visits: { "Import table": 1 }, never: ["Mask file"], calls: { "Finish table": { exportedItems: 0 } } },
    { files: { ...files, [filesKey]: [] } },
  ),
];

export const refusedCalls = [
  vary(
    "Lambda throttles every step once",
    {
      "Read export": throttledOnce(mocks["Read export"]),
      "Mask file": throttledOnce(mocks["Mask file"]),
      "Finish table": throttledOnce(mocks["Finish table"]),
    },
    { status: "SUCCEEDED", visits: { "Finish table": 1 } },
  ),
  vary(
    "too many exports at once, for too long",
    { "Export table": { throws: "DynamoDb.LimitExceededException" } },
    { ...failed, visits: { "Export table": 1 }, never: ["Await export"] },
  ),
  vary(
    "production's table is gone",
    { "Export table": { throws: "DynamoDb.TableNotFoundException" } },
    { ...failed, never: ["Await export"] },
  ),
  vary(
    "the export is forgotten while it is awaited",
    { "Await export": [exporting("IN_PROGRESS"), { throws: "DynamoDb.ExportNotFoundException" }] },
    { ...failed, visits: { "Await export": 2 }, never: ["Read export"] },
  ),
  vary(
    "the export's checksums do not fit: nothing is masked",
    { "Read export": { throws: "DynamoDb.ExportInvalid" } },
    { ...failed, never: ["Mask files", "Import table"] },
  ),
  vary(
    "an item of a file is missing: nothing is imported",
    { "Mask file": [mocks["Mask file"], { throws: "Masking.Incomplete" }] },
    { ...failed, visits: { "Mask file": 2 }, never: ["Import table"] },
  ),
  vary(
    "too many imports at once are waited out",
    { "Import table": [{ throws: "DynamoDb.LimitExceededException" }, mocks["Import table"]] },
    { status: "SUCCEEDED", visits: { "Import table": 1 } },
  ),
  vary(
    "too many imports at once, for too long",
    { "Import table": { throws: "DynamoDb.LimitExceededException" } },
    { ...failed, never: ["Await import"] },
  ),
  vary(
    "a table of the new name is there already",
    { "Import table": { throws: "DynamoDb.ResourceInUseException" } },
    { ...failed, never: ["Await import"] },
  ),
  vary(
    "an import fails",
    { "Await import": [importing("IN_PROGRESS"), importing("FAILED", 3)] },
    { ...failed, visits: ["Await import: failed"], never: ["Finish table"] },
  ),
  vary(
    "Lambda stays throttled when a table is finished",
    { "Finish table": { throws: "Lambda.TooManyRequestsException" } },
    { ...failed, visits: { "Finish table": 1 } },
  ),
];

export const missingFiles = [
  vary(
    "the list of tables is missing",
    {},
    { status: "FAILED", error: "States.ItemReaderFailed", cause: "tables.jsonl", never: ["Export table"] },
    { files: {} },
  ),
  vary(
    "the list of an export's files is missing: nothing is imported",
    {},
    { ...failed, visits: ["Mask files"], never: ["Mask file", "Import table"] },
    { files: { [tablesKey]: [table("billing-accounts")] } },
  ),
];
