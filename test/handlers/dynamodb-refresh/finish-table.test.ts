import { gzipSync } from "node:zlib";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { finishTableOperation } from "../../../handlers/dynamodb-refresh/operations/finish-table.ts";
import { quarantine } from "../../../handlers/shared/layout.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";

const table = "billing-accounts";
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
  live: { protection?: boolean; ttl?: string; tags?: Record<string, string> } = {},
): { world: World; changes: object[] } {
  const made = createWorld();
  startRun(made, ["billing"]);
  made.s3.put(buckets.quarantine, quarantine.maskedKeys(runId, table, "a"), gzipSync(Buffer.from(keys.join(""), "hex")));
  const changes: object[] = [];
  const isLive = ({ TableName, ResourceArn }: Record<string, unknown>): boolean => (TableName ?? ResourceArn) === table;
  const answers: Record<string, (input: Record<string, unknown>) => object> = {
    DescribeTableCommand: (asked) => ({
      Table: { TableArn: asked.TableName, DeletionProtectionEnabled: isLive(asked) && live.protection === true },
    }),
    DescribeContinuousBackupsCommand: (asked) => ({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: isLive(asked) ? "ENABLED" : "DISABLED" },
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
      const answer = answers[command.constructor.name];
      if (answer === undefined) changes.push(command.input);
      return answer?.(command.input) ?? {};
    },
  } as unknown as DynamoDBClient;
  Object.assign(made.context.clients, { dynamodb });
  return { world: made, changes };
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

  it("fails when items are missing or were refused", async () => {
    for (const wrong of [{ importedItems: 1 }, { errorCount: 1 }, { exportedItems: 3, importedItems: 3 }]) {
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
