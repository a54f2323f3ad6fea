/** What `dynamodb_refresh_handler` does around the export and the import: the data work that no AWS call does. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { Arn, Count, InRun, ObjectKey, ServiceName, TableName } from "../shared/names.ts";

const handler = "dynamodb_refresh_handler";

/** An attribute's name without control characters: a table that has some in a key is held back. */
const AttributeName = z
  .string()
  .max(255)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);
const IndexName = z.string().regex(/^[A-Za-z0-9_.-]{0,255}$/);
const KeyPart = z.object({ AttributeName, KeyType: z.enum(["HASH", "RANGE"]) });
const Throughput = z.object({ ReadCapacityUnits: Count, WriteCapacityUnits: Count });
/** Limits of an on-demand table; -1 is none. */
const OnDemand = z.object({ MaxReadRequestUnits: z.int().min(-1).optional(), MaxWriteRequestUnits: z.int().min(-1).optional() });
const Projection = z.object({
  ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
  NonKeyAttributes: z.array(AttributeName).max(20).optional(),
});

/** ImportTable's description of the new table, in the names that Step Functions uses. */
export const TableCreation = z.object({
  TableName,
  AttributeDefinitions: z.array(z.object({ AttributeName, AttributeType: z.enum(["S", "N", "B"]) })).max(50),
  KeySchema: z.array(KeyPart).max(2),
  BillingMode: z.enum(["PAY_PER_REQUEST", "PROVISIONED"]),
  ProvisionedThroughput: Throughput.optional(),
  OnDemandThroughput: OnDemand.optional(),
  /** Absent: the key that AWS owns. */
  SseSpecification: z.object({ Enabled: z.literal(true), SseType: z.literal("KMS"), KmsMasterKeyId: z.string().max(2048) }).optional(),
  GlobalSecondaryIndexes: z
    .array(
      z.object({
        IndexName,
        KeySchema: z.array(KeyPart).max(2),
        Projection,
        ProvisionedThroughput: Throughput.optional(),
        OnDemandThroughput: OnDemand.optional(),
      }),
    )
    .max(20)
    // DynamoDB allows a table 100 projected attributes, whatever the number of its indexes.
    .refine((indexes) => indexes.reduce((sum, { Projection: { NonKeyAttributes = [] } }) => sum + NonKeyAttributes.length, 0) <= 100)
    .meta({ maxBytes: 131_072 })
    .optional(),
});

/** One line of the plan's table list: a table of production and what becomes of it tonight. */
export const TableLine = z.object({
  service: ServiceName,
  /** Production's table, and the name by which a service knows it. */
  table: TableName,
  tableArn: Arn,
  /** The table that the service's pointer names today; its settings are taken over. */
  liveTable: TableName,
  newTable: TableName,
  creation: TableCreation,
});
export type TableLine = z.infer<typeof TableLine>;

/** Checks a finished export (manifest and checksums) and names its list of data files. */
export const readExport = lambda(handler, "readExport", {
  input: z.object({ ...InRun.shape, table: TableName, exportArn: Arn }),
  output: z.object({ filesKey: ObjectKey, items: Count, files: Count }),
  errors: ["DynamoDb.ExportInvalid"],
});

/** Compares the import with the export and gives the new table the live one's settings (PITR, TTL, tags, protection). */
export const finishTable = lambda(handler, "finishTable", {
  input: z.object({
    ...InRun.shape,
    service: ServiceName,
    table: TableName,
    liveTable: TableName,
    newTable: TableName,
    exportedItems: Count,
    importedItems: Count,
    errorCount: Count,
  }),
  output: z.object({ items: Count }),
  errors: ["DynamoDb.CountMismatch"],
});

export const dynamodbRefreshOperations = { readExport, finishTable };
