/** The settings of a table with real requests, in the account whose table it is. */

import { gzipSync } from "node:zlib";
import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import { CreateTableCommand, DescribeTableCommand, TagResourceCommand } from "@aws-sdk/client-dynamodb";
import { finishTableOperation } from "../../../handlers/dynamodb-refresh/operations/finish-table.ts";
import { quarantine } from "../../../handlers/shared/layout.ts";
import { type AccountClients, accountClients } from "../../../local/refresh/seed/clients.ts";
import { startTestAws, type TestAws, venvPython } from "../../support/local-aws.ts";
import { buckets, createWorld, raise } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";

(venvPython === undefined ? describe.skip : describe)("a table's settings on the local AWS", () => {
  let aws: TestAws;
  let own: AccountClients;
  let scaling: ApplicationAutoScalingClient;
  let elsewhere: ApplicationAutoScalingClient;
  const table = "billing-accounts";
  const newTable = `${table}-${runId}`;

  beforeAll(async () => {
    aws = await startTestAws();
    const access = (account: "production" | "test") => ({
      endpoint: aws.endpoint,
      region: aws.region,
      credentials: aws.credentials(account),
    });
    own = accountClients(access("test"));
    scaling = new ApplicationAutoScalingClient(access("test"));
    elsewhere = new ApplicationAutoScalingClient(access("production"));
    const throughput = { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } };
    for (const TableName of [table, newTable]) {
      await own.dynamodb.send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions: ["pk", "email"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
          KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
          ...throughput,
          GlobalSecondaryIndexes: [
            {
              IndexName: "by-email",
              KeySchema: [{ AttributeName: "email", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
              ...throughput,
            },
          ],
          ...(TableName === table ? { DeletionProtectionEnabled: true } : {}),
        }),
      );
    }
    const { Table } = await own.dynamodb.send(new DescribeTableCommand({ TableName: table }));
    await own.dynamodb.send(new TagResourceCommand({ ResourceArn: Table?.TableArn, Tags: [{ Key: "team", Value: "a" }] }));
    const target = {
      ServiceNamespace: "dynamodb" as const,
      ResourceId: `table/${table}/index/by-email`,
      ScalableDimension: "dynamodb:index:ReadCapacityUnits" as const,
    };
    for (const ResourceId of [target.ResourceId, `table/${table}-20261101t0200-0000/index/by-email`])
      await scaling.send(new RegisterScalableTargetCommand({ ...target, ResourceId, MinCapacity: 2, MaxCapacity: 30 }));
    await scaling.send(
      new PutScalingPolicyCommand({
        ...target,
        PolicyName: "seventy",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
        },
      }),
    );
  });
  afterAll(async () => {
    own?.destroy();
    await aws?.end();
  });

  it("are those of the live table, with its scaling, and twice is as once", async () => {
    const world = createWorld();
    startRun(world, ["billing"]);
    Object.assign(world.context.clients, { dynamodb: own.dynamodb, autoScaling: scaling });
    world.s3.put(buckets.quarantine, quarantine.maskedKeys(runId, table, "a"), gzipSync(Buffer.from("0000000000000001", "hex")));
    const input = { environment: "test", runId, service: "billing", table, liveTable: table, newTable };
    for (const _ of [1, 2]) {
      const done = await finishTableOperation(world.context)({ ...input, exportedItems: 1, importedItems: 1, errorCount: 0 }, raise);
      expect(done).toEqual({ items: 1 });
      const { Table } = await own.dynamodb.send(new DescribeTableCommand({ TableName: newTable }));
      expect(Table?.DeletionProtectionEnabled).toBe(true);
      const { ScalableTargets = [] } = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "dynamodb" }));
      expect(ScalableTargets.map(({ ResourceId, MinCapacity, MaxCapacity }) => [ResourceId, MinCapacity, MaxCapacity]).sort()).toEqual([
        [`table/${newTable}/index/by-email`, 2, 30],
        [`table/${table}/index/by-email`, 2, 30],
      ]);
      const ResourceId = `table/${newTable}/index/by-email`;
      const { ScalingPolicies = [] } = await scaling.send(new DescribeScalingPoliciesCommand({ ServiceNamespace: "dynamodb", ResourceId }));
      expect(ScalingPolicies).toMatchObject([{ PolicyName: "seventy", TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 } }]);
    }
    const other = await elsewhere.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "dynamodb" }));
    expect(other.ScalableTargets ?? []).toEqual([]);
  });
});
