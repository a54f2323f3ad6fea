/** DynamoDB: exports, imports and the end of a table. */
import { z } from "zod";
import { TableCreation } from "../../handlers/dynamodb-refresh/contract.ts";
import { awsSdk } from "../kit/contract/index.ts";

const Arn = z.string().max(1024);

const Export = z.object({
  ExportArn: Arn,
  ExportStatus: z.enum(["IN_PROGRESS", "COMPLETED", "FAILED"]),
  ExportManifest: z.string().max(1024),
});

/** Exports a table as it was at a moment of the last 35 days; needs point-in-time recovery. */
export const exportTable = awsSdk("dynamodb:exportTableToPointInTime", {
  input: z.object({
    TableArn: Arn,
    ExportTime: z.string().max(40),
    ExportFormat: z.literal("DYNAMODB_JSON"),
    S3Bucket: z.string().max(63),
    S3BucketOwner: z.string().max(12),
    S3Prefix: z.string().max(1024),
    S3SseAlgorithm: z.literal("KMS"),
    S3SseKmsKeyId: z.string().max(2048),
  }),
  output: z.object({ ExportDescription: Export.pick({ ExportArn: true }) }),
  errors: ["DynamoDb.PointInTimeRecoveryUnavailableException", "DynamoDb.LimitExceededException", "DynamoDb.TableNotFoundException"],
});

/** How an export stands. */
export const describeExport = awsSdk("dynamodb:describeExport", {
  input: z.object({ ExportArn: Arn }),
  output: z.object({ ExportDescription: Export }),
  errors: ["DynamoDb.ExportNotFoundException"],
});

const Import = z.object({
  ImportArn: Arn,
  ImportStatus: z.enum(["IN_PROGRESS", "COMPLETED", "CANCELLING", "CANCELLED", "FAILED"]),
  ImportedItemCount: z.int(),
  ErrorCount: z.int(),
});

/** Makes a new table and fills it from files in S3; a bad item is counted, it does not fail the import. */
export const importTable = awsSdk("dynamodb:importTable", {
  input: z.object({
    S3BucketSource: z.object({ S3Bucket: z.string().max(63), S3KeyPrefix: z.string().max(1024) }),
    InputFormat: z.literal("DYNAMODB_JSON"),
    InputCompressionType: z.literal("GZIP"),
    TableCreationParameters: TableCreation,
  }),
  output: z.object({ ImportTableDescription: Import.pick({ ImportArn: true }) }),
  errors: ["DynamoDb.ResourceInUseException", "DynamoDb.LimitExceededException"],
});

/** How an import stands. */
export const describeImport = awsSdk("dynamodb:describeImport", {
  input: z.object({ ImportArn: Arn }),
  output: z.object({ ImportTableDescription: Import }),
  errors: ["DynamoDb.ImportNotFoundException"],
});

/** Takes the deletion protection off a table. */
export const unprotectTable = awsSdk("dynamodb:updateTable", {
  input: z.object({ TableName: z.string().max(255), DeletionProtectionEnabled: z.literal(false) }),
  output: z.object({}),
  errors: ["DynamoDb.ResourceNotFoundException", "DynamoDb.ResourceInUseException"],
});

/** Deletes a table. */
export const deleteTable = awsSdk("dynamodb:deleteTable", {
  input: z.object({ TableName: z.string().max(255) }),
  output: z.object({}),
  errors: ["DynamoDb.ResourceNotFoundException", "DynamoDb.ResourceInUseException"],
});
