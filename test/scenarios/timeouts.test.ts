/** Tasks that never answer, and waiting that adds up: the seconds of a state and of a whole execution. */
import { runScenario } from "../../local/scenarios/index.ts";
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { dynamodbRefresh } from "../../workflows/dynamodb-refresh/dynamodb-refresh.ts";
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import { s3Sync } from "../../workflows/s3-sync/s3-sync.ts";
import * as aurora from "./support/aurora-refresh.ts";
import * as night from "./support/daily-refresh.ts";
import { runHanging } from "./support/hanging.ts";
import { variationsOf } from "./support/variations.ts";

const nightly = variationsOf(dailyRefresh, { input: night.input, mocks: night.goodNight })("good", {}, { status: "SUCCEEDED" });
const allowance = 300;

describe("a Task of the night that never answers is given up, and the failure is published and cleaned up", () => {
  it.each<[string, number, readonly string[], readonly string[]]>([
    ["Plan", 960, [], ["Sync S3", "Roll back services"]],
    ["Sync S3", (s3Sync.timeoutSeconds ?? 0) + allowance, [], ["Refresh DynamoDB", "Roll back services"]],
    ["Refresh DynamoDB", (dynamodbRefresh.timeoutSeconds ?? 0) + allowance, [], ["Refresh Aurora", "Roll back services"]],
    ["Refresh Aurora", (auroraRefresh.timeoutSeconds ?? 0) + allowance, [], ["Prove", "Roll back services"]],
    ["Switch services", 960, ["Roll back services", "Roll back objects"], ["Summarize"]],
    ["Clean up", (refreshCleanup.timeoutSeconds ?? 0) + allowance, [], ["Roll back services"]],
  ])("%s, after %i seconds", async (state, seconds, visited, never) => {
    const hung = await runHanging(nightly, state);
    expect(hung.result.status).toBe("FAILED");
    expect(hung.seconds).toBe(seconds);
    expect(hung.entered).toEqual(expect.arrayContaining([...visited, ...night.failureRoute]));
    expect(hung.entered.filter((name) => never.includes(name))).toEqual([]);
  });

  it("with States.Timeout as the execution's error", async () => {
    expect((await runHanging(nightly, "Refresh Aurora")).result).toEqual({ status: "FAILED", error: "States.Timeout" });
  });
});

it("waits that all end at the last moment end Aurora's execution after twelve hours, before tonight's cluster is made", async () => {
  const late = <const A, const B>(first: A, then: B): readonly (A | B)[] => [...Array.from({ length: 479 }, () => first), then];
  const shareable = (status: string) => aurora.snapshot(status, aurora.shareableArn);
  const scenario = variationsOf(auroraRefresh, { input: aurora.input, mocks: aurora.goodRun })(
    "late",
    {
      "Await the shareable copy": late(shareable("copying"), shareable("available")),
      "Await the clone": late(aurora.automation("InProgress"), aurora.automation("Success")),
      "Await the masking": late(aurora.automation("InProgress"), aurora.automation("Success")),
      "Await the masked snapshot": late(aurora.snapshot("creating"), aurora.snapshot("available")),
    },
    { status: "TIMED_OUT", never: ["Restore tonight's cluster"] },
  );
  const { problems, seconds } = await runScenario(scenario);
  expect(problems).toEqual([]);
  expect(seconds).toBe(12 * 3600);
});
