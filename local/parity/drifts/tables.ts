/** Drifts of DynamoDB tables. */
import {
  CreateTableCommand,
  DeleteTableCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { ENVIRONMENT, REGION, TEST, test } from "../../refresh/names.ts";
import { changed, type Drift, type Hands, whole } from "./drift.ts";

const tableArn = (name: string): string => `arn:aws:dynamodb:${REGION}:${TEST}:table/${name}`;

interface Shape {
  readonly keys: readonly string[];
  /** Alias of its key. */
  readonly key: string;
  readonly index?: string;
  readonly ttl?: string;
  readonly service?: string;
}

/** A table made anew, in another shape. */
async function recreate(
  { clients: { dynamodb }, keyId }: Hands,
  TableName: string,
  { keys, key, index, ttl, service }: Shape,
): Promise<void> {
  await dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await dynamodb.send(new DeleteTableCommand({ TableName }));
  const tags = { Environment: ENVIRONMENT, ManagedBy: "terraform", ...(service ? { Service: service } : {}) };
  const indexed = index
    ? [
        {
          IndexName: `by-${index}`,
          KeySchema: [{ AttributeName: index, KeyType: "HASH" as const }],
          Projection: { ProjectionType: "ALL" as const },
        },
      ]
    : [];
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? ("HASH" as const) : ("RANGE" as const) })),
      AttributeDefinitions: [...keys, ...(index ? [index] : [])].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      ...(indexed.length > 0 ? { GlobalSecondaryIndexes: indexed } : {}),
      SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: keyId(key) },
      DeletionProtectionEnabled: true,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
  );
  if (ttl) await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: ttl } }));
}

export const tableDrifts: readonly Drift[] = [
  changed("a table has no point-in-time recovery", ["table", "billing-accounts", "pointInTimeRecovery", "high"], ({ clients }) =>
    clients.dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: "billing-accounts",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
    ),
  ),
  changed("a table is provisioned", ["table", "ledger-accounts", "billingMode", "medium"], ({ clients }) =>
    clients.dynamodb.send(
      new UpdateTableCommand({
        TableName: "ledger-accounts",
        BillingMode: "PROVISIONED",
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      }),
    ),
  ),
  changed("a table may be deleted", ["table", "billing-events", "deletionProtection", "medium"], ({ clients }) =>
    clients.dynamodb.send(new UpdateTableCommand({ TableName: "billing-events", DeletionProtectionEnabled: false })),
  ),
  changed("a table keeps what has expired", ["table", "billing-events", "ttl", "medium"], ({ clients }) =>
    clients.dynamodb.send(
      new UpdateTimeToLiveCommand({ TableName: "billing-events", TimeToLiveSpecification: { Enabled: false, AttributeName: "expires" } }),
    ),
  ),
  changed("a table has another owner", ["table", "ledger-events", "tags.Service", "low"], ({ clients }) =>
    clients.dynamodb.send(
      new TagResourceCommand({ ResourceArn: tableArn("ledger-events"), Tags: [{ Key: "Service", Value: "payments" }] }),
    ),
  ),
  changed("a table has lost its index", ["table", "ledger-events", "indexes", "high"], ({ clients }) =>
    clients.dynamodb.send(
      new UpdateTableCommand({ TableName: "ledger-events", GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-sk" } }] }),
    ),
  ),
  changed("the control table is encrypted under the quarantine's key", ["table", test.controlTable, "encryptionKey", "critical"], (hands) =>
    recreate(hands, test.controlTable, { keys: ["pk", "sk"], key: test.quarantineKeyAlias }),
  ),
  whole("a table is gone", ["missing", "table", "auth-accounts", "high"], async ({ clients: { dynamodb } }) => {
    await dynamodb.send(new UpdateTableCommand({ TableName: "auth-accounts", DeletionProtectionEnabled: false }));
    await dynamodb.send(new DeleteTableCommand({ TableName: "auth-accounts" }));
  }),
  changed("a table has another key", ["table", "auth-events", "keys", "high"], (hands) =>
    recreate(hands, "auth-events", { keys: ["pk"], key: `alias/app-auth-${ENVIRONMENT}`, index: "sk", ttl: "expires", service: "auth" }),
  ),
  whole("somebody has made a table", ["unexpected", "table", "billing-copy", "medium"], ({ clients }) =>
    clients.dynamodb.send(
      new CreateTableCommand({
        TableName: "billing-copy",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      }),
    ),
  ),
  changed("the control table has a tag too few", ["table", test.controlTable, "tags.ManagedBy", "low"], ({ clients }) =>
    clients.dynamodb.send(new UntagResourceCommand({ ResourceArn: tableArn(test.controlTable), TagKeys: ["ManagedBy"] })),
  ),
];
