import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { countKeys } from "../../../handlers/dynamodb-refresh/distinct-keys.ts";
import { finishTableOperation } from "../../../handlers/dynamodb-refresh/operations/finish-table.ts";
import { quarantine } from "../../../handlers/shared/layout.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";

const table = "billing-accounts";
const gone = /-20261101t0200-0000$/;
const input = {
  environment: "test",
  runId,
  service: "billing",
  table,
  liveTable: table,
  newTable: `${table}-${runId}`,
  exportedItems: 2,
  importedItems: 2,
  errorCount: 0,
};

/** A world with these masked keys, and the calls that change a table. */
function world(
  keys: readonly string[],
  live: {
    protection?: boolean;
    ttl?: string;
    tags?: Record<string, string>;
    tableClass?: string;
    recoveryDays?: number;
    scaling?: readonly Record<string, unknown>[];
  } = {},
): { world: World; changes: object[]; scaled: object[] } {
  const made = createWorld();
  startRun(made, ["billing"]);
  made.s3.put(buckets.quarantine, quarantine.maskedKeys(runId, table, "a"), gzipSync(Buffer.from(keys.join(""), "hex")));
  const changes: object[] = [];
  const isLive = ({ TableName, ResourceArn }: Record<string, unknown>): boolean => (TableName ?? ResourceArn) === table;
  const answers: Record<string, (input: Record<string, unknown>) => object> = {
    DescribeTableCommand: (asked) => ({
      Table: {
        TableArn: asked.TableName,
        TableStatus: "ACTIVE",
        DeletionProtectionEnabled: isLive(asked) && live.protection === true,
        ...(isLive(asked) && live.tableClass ? { TableClassSummary: { TableClass: live.tableClass } } : {}),
        GlobalSecondaryIndexes: [{ IndexName: "by-email" }],
      },
    }),
    DescribeContinuousBackupsCommand: (asked) => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: isLive(asked)
          ? { PointInTimeRecoveryStatus: "ENABLED", RecoveryPeriodInDays: live.recoveryDays }
          : { PointInTimeRecoveryStatus: "DISABLED" },
      },
    }),
    DescribeTimeToLiveCommand: (asked) => ({
      TimeToLiveDescription:
        isLive(asked) && live.ttl !== undefined
          ? { TimeToLiveStatus: "ENABLED", AttributeName: live.ttl }
          : { TimeToLiveStatus: "DISABLED" },
    }),
    ListTagsOfResourceCommand: (asked) => ({
      Tags: isLive(asked) ? Object.entries(live.tags ?? {}).map(([Key, Value]) => ({ Key, Value })) : [],
    }),
  };
  const dynamodb = {
    send: async (command: { input: Record<string, unknown>; constructor: { name: string } }) => {
      const { name } = command.constructor;
      if (name === "DescribeTableCommand" && gone.test(String(command.input.TableName)))
        throw Object.assign(new Error("no table"), { name: "ResourceNotFoundException" });
      const answer = answers[name];
      if (answer === undefined) changes.push(command.input);
      return answer?.(command.input) ?? {};
    },
  } as unknown as DynamoDBClient;
  const scaled: object[] = [];
  const autoScaling = {
    send: async ({ input: asked, constructor: { name } }: { input: Record<string, unknown>; constructor: { name: string } }) => {
      const targets = live.scaling ?? [];
      if (name === "DescribeScalableTargetsCommand") {
        const ids = asked.ResourceIds as string[] | undefined;
        const found = targets.filter(({ ResourceId }) => ids?.includes(String(ResourceId)) ?? true);
        const from = Number(asked.NextToken ?? 0);
        return { ScalableTargets: found.slice(from, from + 2), ...(from + 2 < found.length ? { NextToken: String(from + 2) } : {}) };
      }
      if (name === "DescribeScalingPoliciesCommand") {
        const policies = targets
          .filter(({ ResourceId }) => ResourceId === asked.ResourceId)
          .map(({ ScalableDimension }) => ({
            PolicyName: "half",
            PolicyType: "TargetTrackingScaling",
            ScalableDimension,
            PolicyARN: "arn:old",
            TargetTrackingScalingPolicyConfiguration: { TargetValue: 50 },
          }));
        return { ScalingPolicies: policies };
      }
      scaled.push({ call: name.replace("Command", ""), ...asked });
      return {};
    },
  } as unknown as ApplicationAutoScalingClient;
  Object.assign(made.context.clients, { dynamodb, autoScaling });
  return { world: made, changes, scaled };
}

describe("finishing a table", () => {
  it("gives it the live table's settings and notes it", async () => {
    const { world: made, changes } = world(["0000000000000001", "0000000000000002"], {
      protection: true,
      ttl: "expires",
      tags: { team: "a", "aws:x": "y", RefreshRun: "old" },
    });
    expect(await finishTableOperation(made.context)(input, raise)).toEqual({ items: 2 });
    const TableName = input.newTable;
    expect(changes).toEqual([
      {
        ResourceArn: TableName,
        Tags: [
          { Key: "team", Value: "a" },
          { Key: "RefreshRun", Value: runId },
        ],
      },
      { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: "expires" } },
      { TableName, DeletionProtectionEnabled: true },
    ]);
    expect(made.control.items.get(`RUN#${runId}|TABLE#${table}`)).toEqual({ service: "billing", newTable: TableName, items: 2 });
  });

  it("gives it the same after a failure before any of its changes", async () => {
    const live = { protection: true, ttl: "expires", tags: { team: "a" } };
    const keys = ["0000000000000001", "0000000000000002"];
    const whole = world(keys, live);
    await finishTableOperation(whole.world.context)(input, raise);
    const expected = whole.changes.length;
    expect(expected).toBe(4);
    for (let failing = 0; failing < expected; failing++) {
      const { world: made, changes } = world(keys, live);
      const { dynamodb } = made.context.clients;
      const send = dynamodb.send.bind(dynamodb) as (command: unknown) => Promise<unknown>;
      const dying = { send: async (command: unknown) => (changes.length >= failing ? Promise.reject(new Error("killed")) : send(command)) };
      Object.assign(made.context.clients, { dynamodb: dying });
      await expect(finishTableOperation(made.context)(input, raise)).rejects.toThrow("killed");
      expect(made.control.items.has(`RUN#${runId}|TABLE#${table}`)).toBe(false);
      Object.assign(made.context.clients, { dynamodb });
      expect(await finishTableOperation(made.context)(input, raise)).toEqual({ items: 2 });
      expect(changes.slice(failing)).toEqual(whole.changes);
      expect(made.control.items).toEqual(whole.world.control.items);
    }
  });

  it("gives it the live table's class and days of recovery, one change after another", async () => {
    const { world: made, changes } = world(["0000000000000001", "0000000000000002"], {
      tableClass: "STANDARD_INFREQUENT_ACCESS",
      recoveryDays: 7,
      protection: true,
    });
    await finishTableOperation(made.context)(input, raise);
    const TableName = input.newTable;
    expect(changes.slice(1)).toEqual([
      { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 } },
      { TableName, DeletionProtectionEnabled: true },
      { TableName, TableClass: "STANDARD_INFREQUENT_ACCESS" },
    ]);
  });

  it("scales it and its indexes as the live table, and forgets what scaled tables that are gone", async () => {
    const target = (ResourceId: string, ScalableDimension: string, more = {}) => ({
      ServiceNamespace: "dynamodb",
      ResourceId,
      ScalableDimension,
      MinCapacity: 1,
      MaxCapacity: 20,
      SuspendedState: { ScheduledScalingSuspended: false },
      RoleARN: "arn:role",
      ...more,
    });
    const reads = "dynamodb:table:ReadCapacityUnits";
    const { world: made, scaled } = world(["0000000000000001", "0000000000000002"], {
      scaling: [
        target(`table/${table}`, reads),
        target(`table/${table}/index/by-email`, "dynamodb:index:WriteCapacityUnits", { MaxCapacity: 9 }),
        target(`table/${table}-20261101t0200-0000`, reads),
        target(`table/${table}-20261123t0200-1234`, reads),
        target(`table/${table}-archive`, reads),
        target(`table/${table}-archive-20261101t0200-0000`, reads),
      ],
    });
    await finishTableOperation(made.context)(input, raise);
    const ServiceNamespace = "dynamodb";
    const own = { ServiceNamespace, ResourceId: `table/${input.newTable}`, ScalableDimension: reads };
    const index = {
      ServiceNamespace,
      ResourceId: `table/${input.newTable}/index/by-email`,
      ScalableDimension: "dynamodb:index:WriteCapacityUnits",
    };
    const policy = {
      PolicyName: "half",
      PolicyType: "TargetTrackingScaling",
      TargetTrackingScalingPolicyConfiguration: { TargetValue: 50 },
    };
    const SuspendedState = { ScheduledScalingSuspended: false };
    expect(scaled).toEqual([
      { call: "RegisterScalableTarget", ...own, MinCapacity: 1, MaxCapacity: 20, SuspendedState },
      { call: "RegisterScalableTarget", ...index, MinCapacity: 1, MaxCapacity: 9, SuspendedState },
      { call: "PutScalingPolicy", ...own, ...policy },
      { call: "PutScalingPolicy", ...index, ...policy },
      { call: "DeregisterScalableTarget", ServiceNamespace, ResourceId: `table/${table}-20261101t0200-0000`, ScalableDimension: reads },
    ]);
  });

  it("holds the service when the import refused items: others go on", async () => {
    const { world: made, changes } = world(["0000000000000001", "0000000000000002"]);
    expect(await finishTableOperation(made.context)({ ...input, importedItems: 1, errorCount: 1 }, raise)).toEqual({ items: 0 });
    expect(made.control.items.get(`RUN#${runId}|HELD#billing`)?.reason).toMatch(/^billing-accounts: 1 items of 2 could not be imported/);
    expect(changes).toEqual([]);
  });

  it("fails when items are missing", async () => {
    for (const wrong of [{ importedItems: 1 }, { exportedItems: 3, importedItems: 3 }]) {
      const { world: made } = world(["0000000000000001", "0000000000000002"]);
      await expect(finishTableOperation(made.context)({ ...input, ...wrong }, raise)).rejects.toMatchObject({
        name: "DynamoDb.CountMismatch",
      });
    }
  });

  it("holds the service when two masked keys are equal, and then leaves its tables alone", async () => {
    const { world: made, changes } = world(["0000000000000001", "0000000000000001"]);
    for (const _ of [1, 2]) expect(await finishTableOperation(made.context)(input, raise)).toEqual({ items: 0 });
    expect(made.control.items.get(`RUN#${runId}|HELD#billing`)?.reason).toMatch(/made 1 of 2 keys equal/);
    expect(changes).toEqual([]);
    expect(made.control.items.has(`RUN#${runId}|TABLE#${table}`)).toBe(false);
  });
});

describe("the count of different keys", () => {
  it("is the same however many are held at a time", async () => {
    const made = createWorld();
    const keys = Array.from({ length: 3_000 }, (_, i) =>
      createHash("sha256")
        .update(String(i % 2_900))
        .digest("hex")
        .slice(0, 16),
    );
    for (const [i, name] of ["a", "b", "c"].entries()) {
      const part = keys.slice(i * 1_000, (i + 1) * 1_000);
      made.s3.put(buckets.quarantine, quarantine.maskedKeys(runId, table, name), gzipSync(Buffer.from(part.join(""), "hex")));
    }
    for (const most of [1, 100, 700, 5_000])
      expect(await countKeys(made.context.clients.s3, buckets.quarantine, runId, table, most * 10)).toEqual({
        items: 3_000,
        distinct: 2_900,
      });
  });
});
