import { followRefresh } from "../../local/refresh/follow.ts";
import { ENVIRONMENT, REGION, stateMachineArn, stateMachineName, TEST } from "../../local/refresh/names.ts";
import { lineProgress } from "../../local/refresh/progress/index.ts";
import { createEngine, IntegrationError, type Integrations, virtualClock } from "../../local/stepfunctions/index.ts";

const task = (next: string | undefined, extra: object = {}) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: "f" },
  ResultPath: null,
  ...(next ? { Next: next } : { End: true }),
  ...extra,
});
const failed = { Catch: [{ ErrorEquals: ["States.ALL"], Next: "Record failure", ResultPath: "$.failure" }] };

const daily = {
  StartAt: "Plan",
  States: {
    Plan: task("Sync S3", failed),
    "Sync S3": {
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: { StateMachineArn: stateMachineArn("s3-sync"), Input: {} },
      ResultPath: null,
      Next: "Prove",
      ...failed,
    },
    Prove: task(undefined, failed),
    "Record failure": task("Refresh failed"),
    "Refresh failed": { Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" },
  },
};
const child = {
  StartAt: "List production",
  States: {
    "List production": task("Wait for it"),
    "Wait for it": { Type: "Wait", Seconds: 30, Next: "Copy objects" },
    "Copy objects": task(undefined),
  },
};

async function follow(integrations: Integrations) {
  const engine = createEngine({ clock: virtualClock(), integrations, accountId: TEST, region: REGION });
  engine.createStateMachine({ name: stateMachineName("s3-sync"), definition: child, roleArn: `arn:aws:iam::${TEST}:role/a` });
  engine.createStateMachine({ name: stateMachineName("daily-refresh"), definition: daily, roleArn: `arn:aws:iam::${TEST}:role/a` });
  const lines: string[] = [];
  const step = lineProgress(
    (line) => lines.push(line),
    () => 0,
  ).step("Refresh");
  const followed = await followRefresh(engine, { environment: ENVIRONMENT }, step);
  await engine.close();
  return { followed, lines };
}

const answer = { StatusCode: 200, ExecutedVersion: "$LATEST", Payload: {} };

describe("following a refresh", () => {
  it("tells the stages with the states of their children", async () => {
    const { followed, lines } = await follow({ call: async () => answer });
    expect(followed.status).toBe("SUCCEEDED");
    expect(followed.failure).toBeUndefined();
    expect(followed.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "Plan SUCCEEDED",
      "Sync S3 SUCCEEDED",
      "Prove SUCCEEDED",
    ]);
    expect(followed.stages[1]?.steps.map(({ name }) => name)).toEqual(["List production", "Wait for it", "Copy objects"]);
    expect(lines.filter((line) => line.includes("Sync S3"))).toHaveLength(2);
  });

  it("names the stage, the child's state, the error and the cause of a failure", async () => {
    const { followed } = await follow({
      call: async ({ context }) => {
        if (context.stateName === "Copy objects")
          throw new IntegrationError({
            error: "Masking.Failed",
            cause: JSON.stringify({ errorType: "Masking.Failed", errorMessage: "Line 3 is no JSON." }),
          });
        return answer;
      },
    });
    expect(followed.status).toBe("FAILED");
    expect(followed.failure).toMatchObject({ stage: "Sync S3", state: "Copy objects", cause: "Line 3 is no JSON." });
    expect(followed.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "Plan SUCCEEDED",
      "Sync S3 FAILED",
      "Record failure SUCCEEDED",
    ]);
  });
});
