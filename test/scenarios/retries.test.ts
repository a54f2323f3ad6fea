/** How often each Retry tries again, and how long it waits in all: the last permitted retry saves a run, one more does not. */
import { type Mock, runScenario, type Scenario } from "../../local/scenarios/index.ts";
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { dynamodbRefresh } from "../../workflows/dynamodb-refresh/dynamodb-refresh.ts";
import type { AnyTask } from "../../workflows/kit/index.ts";
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import { s3Sync } from "../../workflows/s3-sync/s3-sync.ts";
import * as aurora from "./support/aurora-refresh.ts";
import * as night from "./support/daily-refresh.ts";
import * as dynamodb from "./support/dynamodb-refresh.ts";
import * as cleanup from "./support/refresh-cleanup.ts";
import * as s3 from "./support/s3-sync.ts";
import { variationsOf } from "./support/variations.ts";

type AnyMock = Mock<AnyTask>;
type Mocks = Readonly<Record<string, AnyMock | readonly AnyMock[]>>;
interface Base {
  readonly mocks: Mocks;
  readonly vary: (mocks: Mocks) => Scenario;
}
const succeeded = { status: "SUCCEEDED" } as const;
const bases = {
  "aurora-refresh": {
    mocks: aurora.goodRun,
    vary: (mocks: object) => variationsOf(auroraRefresh, { input: aurora.input, mocks: aurora.goodRun })("retries", mocks, succeeded),
  },
  "daily-refresh": {
    mocks: night.goodNight,
    vary: (mocks: object) => variationsOf(dailyRefresh, { input: night.input, mocks: night.goodNight })("retries", mocks, succeeded),
  },
  "dynamodb-refresh": {
    mocks: dynamodb.goodRun,
    vary: (mocks: object) => variationsOf(dynamodbRefresh, { ...dynamodb, mocks: dynamodb.goodRun })("retries", mocks, succeeded),
  },
  "refresh-cleanup": {
    mocks: cleanup.goodRun,
    // One of each: invocations are counted over all iterations of a Map.
    vary: (mocks: object) =>
      variationsOf(refreshCleanup, { input: cleanup.input, mocks: { ...cleanup.goodRun, "Find what is left": cleanup.oneOfEach } })(
        "retries",
        mocks,
        succeeded,
      ),
  },
  "s3-sync": {
    mocks: s3.goodRun,
    vary: (mocks: object) => variationsOf(s3Sync, { ...s3, mocks: s3.goodRun })("retries", mocks, succeeded),
  },
} satisfies Readonly<Record<string, Base>>;

const lambda = ["Lambda.ServiceException", 5, 2 + 4 + 8 + 16 + 32] as const;
const resuming = ["Aurora.DatabaseUnavailable", 5, 30 + 60 + 120 + 240 + 480] as const;
const throttled = ["S3.Throttled", 6, 5 + 10 + 20 + 40 + 80 + 160] as const;
const snapshotBusy = ["Rds.InvalidDbClusterSnapshotStateException", 6, 30 + 60 + 120 + 240 + 480 + 960] as const;

it.each<[keyof typeof bases, string, string, number, number]>([
  ["aurora-refresh", "Plan the statements", ...resuming],
  ["aurora-refresh", "Prove the clone", ...resuming],
  ["aurora-refresh", "Check tonight's cluster", ...resuming],
  ["aurora-refresh", "Plan the statements", ...lambda],
  ["aurora-refresh", "Manage the password", "Rds.InvalidDbClusterStateException", 20, 20 * 30],
  ["daily-refresh", "Plan", ...lambda],
  ["daily-refresh", "Prove", ...lambda],
  ["daily-refresh", "Run integration tests", ...lambda],
  ["daily-refresh", "Publish objects", ...throttled],
  ["daily-refresh", "Switch services", "Refresh.SwitchFailed", 3, 5 + 10 + 20],
  ["daily-refresh", "Switch services", ...lambda],
  ["daily-refresh", "Summarize", ...lambda],
  ["dynamodb-refresh", "Export table", "DynamoDb.LimitExceededException", 30, 30 * 60],
  ["dynamodb-refresh", "Import table", "DynamoDb.LimitExceededException", 30, 30 * 60],
  ["dynamodb-refresh", "Read export", ...lambda],
  ["dynamodb-refresh", "Finish table", ...lambda],
  ["refresh-cleanup", "Find what is left", ...lambda],
  ["refresh-cleanup", "Delete cluster", "Rds.InvalidDbClusterStateException", 6, 30 + 60 + 120 + 240 + 480 + 960],
  ["refresh-cleanup", "Delete snapshot", ...snapshotBusy],
  ["refresh-cleanup", "Delete production's snapshot", ...snapshotBusy],
  ["refresh-cleanup", "Delete table", "DynamoDb.ResourceInUseException", 4, 40 + 80 + 160 + 320],
  ["refresh-cleanup", "Release the lock", ...lambda],
  ["s3-sync", "List production", ...throttled],
  ["s3-sync", "Check objects", ...lambda],
])("%s: “%s” after %s is tried %i times more, over %i seconds", async (name, state, error, retries, seconds) => {
  const { mocks, vary }: Base = bases[name];
  const then = [mocks[state] ?? []].flat();
  const after = (times: number): Promise<{ readonly problems: readonly string[]; readonly seconds: number }> =>
    runScenario(vary({ [state]: [...Array.from({ length: times }, () => ({ throws: error as "States.ALL" })), ...then] }));
  const [none, last, tooMany] = [await after(0), await after(retries), await after(retries + 1)];
  expect(none.problems).toEqual([]);
  expect(last.problems).toEqual([]);
  expect(last.seconds - none.seconds).toBe(seconds);
  expect(tooMany.problems.join()).toMatch(/^the execution ended FAILED/);
});

it("the record of a failure is tried again, although its own failure is ignored", async () => {
  const failing = variationsOf(dailyRefresh, { input: night.input, mocks: { ...night.goodNight, Prove: { throws: "Masking.LeakFound" } } });
  const expected = { status: "FAILED", error: "Masking.LeakFound" } as const;
  const [good, retried] = [
    await runScenario(failing("recorded", {}, expected)),
    await runScenario(failing("not recorded", { "Record failure": { throws: "Lambda.ServiceException" } }, expected)),
  ];
  expect([...good.problems, ...retried.problems]).toEqual([]);
  expect(retried.seconds - good.seconds).toBe(lambda[2]);
});
