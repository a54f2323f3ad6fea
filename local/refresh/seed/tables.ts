/** Makes DynamoDB tables and fills them. */
import {
  type AttributeDefinition,
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  type DynamoDBClient,
  UpdateContinuousBackupsCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { ItemTable } from "../data/index.ts";
import { inGroups } from "./in-parallel.ts";

const BATCH = 25;

/** Makes the table with point-in-time recovery, which an export needs. */
export async function createItemTable(
  dynamodb: DynamoDBClient,
  table: Omit<ItemTable, "items" | "count">,
  kmsKeyId?: string,
): Promise<void> {
  const attributes = [table.partitionKey, table.sortKey, table.indexOn].filter((name) => name !== undefined);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table.name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: attributes.map((AttributeName): AttributeDefinition => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: table.partitionKey, KeyType: "HASH" },
        ...(table.sortKey ? [{ AttributeName: table.sortKey, KeyType: "RANGE" as const }] : []),
      ],
      ...(table.indexOn
        ? {
            GlobalSecondaryIndexes: [
              {
                IndexName: `by-${table.indexOn}`,
                KeySchema: [{ AttributeName: table.indexOn, KeyType: "HASH" }],
                Projection: { ProjectionType: "ALL" },
              },
            ],
          }
        : {}),
      ...(kmsKeyId ? { SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: kmsKeyId } } : {}),
    }),
  );
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({ TableName: table.name, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  );
}

/**
 * Writes the items, 25 a request, one request after another: moto loses items when several write to one table at once. What the table
 * does not take is sent again.
 */
export async function fillItemTable(dynamodb: DynamoDBClient, name: string, items: Iterable<Record<string, unknown>>): Promise<void> {
  for (const group of inGroups(BATCH, items)) {
    let requests: WriteRequest[] = group.map((item) => ({
      PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue> },
    }));
    while (requests.length > 0) {
      const answer = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
      requests = answer.UnprocessedItems?.[name] ?? [];
    }
  }
}
