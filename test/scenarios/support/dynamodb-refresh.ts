/** What a good run of `dynamodb-refresh` reads and answers, state by state. */
import { asOf, inRun, returns, runId } from "./values.ts";

export const tablesKey = `runs/${runId}/tables.jsonl`;
export const filesKey = `exports/${runId}/billing-accounts/AWSDynamoDB/01234567890123-abcdef01/manifest-files.json`;
export const input = { ...inRun, asOf, tablesKey };

/** A line of the list of tables. */
export const table = (name: string) => ({
  service: "billing",
  table: name,
  tableArn: `arn:aws:dynamodb:us-west-2:111111111111:table/${name}`,
  liveTable: name,
  newTable: `${name}-${runId}`,
  creation: {
    TableName: `${name}-${runId}`,
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  },
});
export const files = {
  [tablesKey]: [table("billing-accounts")],
  [filesKey]: [
    { dataFileS3Key: "data/a.json.gz", itemCount: 5 },
    { dataFileS3Key: "data/b.json.gz", itemCount: 5 },
  ],
};

const ExportArn = "arn:aws:dynamodb:us-west-2:111111111111:table/billing-accounts/export/01234567890123-abcdef01";
const ImportArn = "arn:aws:dynamodb:us-west-2:222222222222:table/new/import/01234567890123-abcdef02";
export const exporting = (ExportStatus: "IN_PROGRESS" | "COMPLETED" | "FAILED") =>
  returns({ ExportDescription: { ExportArn, ExportStatus, ExportManifest: "manifest-summary.json" } });
export const importing = (ImportStatus: "IN_PROGRESS" | "COMPLETED" | "FAILED" | "CANCELLED", ErrorCount = 0) =>
  returns({ ImportTableDescription: { ImportArn, ImportStatus, ImportedItemCount: 10, ErrorCount } });

export const goodRun = {
  "Export table": returns({ ExportDescription: { ExportArn } }),
  "Await export": [exporting("IN_PROGRESS"), exporting("COMPLETED")],
  "Read export": returns({ filesKey, items: 10, files: 2 }),
  "Mask file": returns({ items: 5 }),
  "Import table": returns({ ImportTableDescription: { ImportArn } }),
  "Await import": [importing("IN_PROGRESS"), importing("COMPLETED")],
  "Finish table": returns({ items: 10 }),
} as const;
