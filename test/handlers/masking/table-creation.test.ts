import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { tableCreation } from "../../../handlers/masking/operations/planning/table-creation.ts";

const key = (name: string, type: "S" | "N" = "S"): Pick<TableDescription, "AttributeDefinitions" | "KeySchema"> => ({
  AttributeDefinitions: [{ AttributeName: name, AttributeType: type }],
  KeySchema: [{ AttributeName: name, KeyType: "HASH" }],
});
const onDemand = { BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" as const } };
const production: TableDescription = {
  TableName: "billing-accounts",
  ...key("pk"),
  ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 50 },
};
const live: TableDescription = { TableName: "billing-accounts", ...key("pk"), ...onDemand };

describe("the new table", () => {
  it("has the live table's keys, indexes and billing", () => {
    const index = {
      IndexName: "by-email",
      KeySchema: [{ AttributeName: "email", KeyType: "HASH" as const }],
      Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["name"] },
      ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    };
    const AttributeDefinitions = [...(live.AttributeDefinitions ?? []), { AttributeName: "email", AttributeType: "S" as const }];
    expect(tableCreation("new", production, { ...live, AttributeDefinitions, GlobalSecondaryIndexes: [index] })).toEqual({
      creation: {
        TableName: "new",
        AttributeDefinitions,
        KeySchema: live.KeySchema,
        BillingMode: "PAY_PER_REQUEST",
        GlobalSecondaryIndexes: [{ IndexName: "by-email", KeySchema: index.KeySchema, Projection: index.Projection }],
      },
    });
  });

  it("has the live table's limits of on-demand traffic, its own and its indexes'", () => {
    const OnDemandThroughput = { MaxReadRequestUnits: 100, MaxWriteRequestUnits: -1 };
    const GlobalSecondaryIndexes = [
      { IndexName: "by-pk", KeySchema: live.KeySchema ?? [], Projection: { ProjectionType: "ALL" as const }, OnDemandThroughput },
    ];
    const made = tableCreation("new", production, { ...live, OnDemandThroughput, GlobalSecondaryIndexes });
    expect(made).toMatchObject({ creation: { OnDemandThroughput, GlobalSecondaryIndexes: [{ IndexName: "by-pk", OnDemandThroughput }] } });
    const provisioned = { ...live, OnDemandThroughput, BillingModeSummary: { BillingMode: "PROVISIONED" as const } };
    expect(tableCreation("new", production, provisioned)).not.toHaveProperty("creation.OnDemandThroughput");
  });

  it("is encrypted under the live table's key", () => {
    const SSEDescription = {
      Status: "ENABLED" as const,
      SSEType: "KMS" as const,
      KMSMasterKeyArn: "arn:aws:kms:us-west-2:222222222222:key/1",
    };
    expect(tableCreation("new", production, { ...live, SSEDescription })).toMatchObject({
      creation: { SseSpecification: { Enabled: true, SseType: "KMS", KmsMasterKeyId: SSEDescription.KMSMasterKeyArn } },
    });
    expect(tableCreation("new", { ...production, SSEDescription }, live)).not.toHaveProperty("creation.SseSpecification");
  });

  it("has production's keys where they are others, and production's billing where there is no live table", () => {
    expect(tableCreation("new", { ...production, ...key("id", "N") }, live)).toMatchObject({
      creation: { KeySchema: [{ AttributeName: "id" }], BillingMode: "PAY_PER_REQUEST" },
    });
    expect(tableCreation("new", production, undefined)).toMatchObject({
      creation: { BillingMode: "PROVISIONED", ProvisionedThroughput: { ReadCapacityUnits: 100, WriteCapacityUnits: 50 } },
    });
  });

  it("cannot be made with a local index or too long a name", () => {
    const LocalSecondaryIndexes = [{ IndexName: "x" }];
    expect(tableCreation("new", production, { ...live, LocalSecondaryIndexes }).problem).toMatch(/local secondary index/);
    expect(tableCreation("x".repeat(256), production, live).problem).toMatch(/255/);
  });
});
