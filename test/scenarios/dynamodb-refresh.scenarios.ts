/** Scenarios of `dynamodb-refresh`. */
import { scenario } from "../../local/scenarios/index.ts";
import { dynamodbRefresh } from "../../workflows/dynamodb-refresh/dynamodb-refresh.ts";
import { exporting, files, importing, input, goodRun as mocks, tablesKey } from "./support/dynamodb-refresh.ts";
import { asOf, runId } from "./support/values.ts";

const failed = "States.ExceedToleratedFailureThreshold";

export const dynamodbRefreshScenarios = [
  scenario("a table is exported, masked file by file, imported and finished", dynamodbRefresh, {
    input,
    mocks,
    files,
    expect: {
      status: "SUCCEEDED",
      visits: { "Mask file": 2, "Import table": 1, "Finish table": 1 },
      calls: {
        "Export table": { ExportTime: asOf, S3Prefix: `exports/${runId}/billing-accounts` },
        "Import table": { S3BucketSource: { S3KeyPrefix: `runs/${runId}/dynamodb/billing-accounts/` } },
        "Mask file": { dataFile: "data/b.json.gz", table: "billing-accounts" },
        "Finish table": { exportedItems: 10, importedItems: 10, errorCount: 0 },
      },
    },
  }),
  scenario("no service has a table", dynamodbRefresh, {
    input,
    mocks,
    files: { [tablesKey]: [] },
    expect: { status: "SUCCEEDED", never: ["Export table"] },
  }),
  scenario("too many exports at once are waited out", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Export table": [{ throws: "DynamoDb.LimitExceededException" }, mocks["Export table"]] },
    files,
    expect: { status: "SUCCEEDED", visits: ["Finish table"] },
  }),
  scenario("a table without point-in-time recovery cannot be exported", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Export table": { throws: "DynamoDb.PointInTimeRecoveryUnavailableException" } },
    files,
    expect: { status: "FAILED", error: failed, never: ["Import table"] },
  }),
  scenario("an export fails", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Await export": exporting("FAILED") },
    files,
    expect: { status: "FAILED", error: failed, visits: ["Await export: failed"], never: ["Read export"] },
  }),
  scenario("an export never ends", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Await export": exporting("IN_PROGRESS") },
    files,
    expect: { status: "FAILED", error: failed, visits: ["Await export: gave up"] },
  }),
  scenario("a file cannot be masked: nothing is imported", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Mask file": { throws: "Masking.Failed" } },
    files,
    expect: { status: "FAILED", error: failed, never: ["Import table"] },
  }),
  scenario("an import is cancelled", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Await import": importing("CANCELLED") },
    files,
    expect: { status: "FAILED", error: failed, visits: ["Await import: failed"], never: ["Finish table"] },
  }),
  scenario("an import never ends", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Await import": importing("IN_PROGRESS") },
    files,
    expect: { status: "FAILED", error: failed, visits: ["Await import: gave up"] },
  }),
  scenario("an import that lost an item is found out", dynamodbRefresh, {
    input,
    mocks: { ...mocks, "Await import": importing("COMPLETED", 1), "Finish table": { throws: "DynamoDb.CountMismatch" } },
    files,
    expect: { status: "FAILED", error: failed, calls: { "Finish table": { errorCount: 1 } } },
  }),
];
