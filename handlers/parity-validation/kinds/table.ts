/** DynamoDB tables: those of day 0, and those of the generation that a pointer names. */
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type GlobalSecondaryIndexDescription,
  type KeySchemaElement,
  ListTablesCommand,
  ListTagsOfResourceCommand,
} from "@aws-sdk/client-dynamodb";
import { flag, keyId, list, orDefault, orEmpty, set, tags } from "../compare/index.ts";
import { allOf, optional, pages, tagMap } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const table: Kind<"table"> = {
  service: "dynamodb",
  fields: {
    keys: list,
    indexes: set,
    billingMode: orDefault("PROVISIONED"),
    pointInTimeRecovery: flag,
    encryptionKey: keyId,
    ttl: orEmpty,
    deletionProtection: flag,
    tags,
  },
  async *scan(account) {
    const names = pages(async (token) => {
      const page = await account.clients.dynamodb.send(new ListTablesCommand(optional("ExclusiveStartTableName", token)));
      return [page.TableNames, page.LastEvaluatedTableName];
    });
    for await (const name of names) {
      if (ofEnvironment(account, name) || account.services.some((service) => name.startsWith(`${service}-`))) yield [name, undefined];
    }
  },
  async find({ clients: { dynamodb } }, TableName) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    if (Table === undefined) return undefined;
    return {
      keys: () => keysOf(Table.KeySchema),
      indexes: () => (Table.GlobalSecondaryIndexes ?? []).map(indexOf),
      billingMode: () => Table.BillingModeSummary?.BillingMode,
      pointInTimeRecovery: async () => {
        const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
        return ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === "ENABLED";
      },
      encryptionKey: () => Table.SSEDescription?.KMSMasterKeyArn,
      ttl: async () => {
        const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
        const { TimeToLiveStatus = "", AttributeName } = TimeToLiveDescription ?? {};
        return TimeToLiveStatus.startsWith("ENABL") ? AttributeName : "";
      },
      deletionProtection: () => Table.DeletionProtectionEnabled,
      tags: async () => {
        const found = pages(async (token) => {
          const page = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table.TableArn, ...optional("NextToken", token) }));
          return [page.Tags, page.NextToken];
        });
        return tagMap(await allOf(found));
      },
    };
  },
};

/** The partition key, then the sort key. */
function keysOf(schema: readonly KeySchemaElement[] | undefined): string[] {
  return [...(schema ?? [])]
    .sort((a, b) => (a.KeyType === b.KeyType ? 0 : a.KeyType === "HASH" ? -1 : 1))
    .map((key) => key.AttributeName ?? "");
}

function indexOf({ IndexName, KeySchema, Projection }: GlobalSecondaryIndexDescription): object {
  return { name: IndexName, keys: keysOf(KeySchema), projection: Projection?.ProjectionType };
}
