import { single, virtualEngine } from "./support.ts";

function express(definition: object) {
  const engine = virtualEngine();
  const { stateMachineArn } = engine.createStateMachine({ name: "quick", definition, type: "EXPRESS" });
  return { engine, stateMachineArn };
}

describe("an express machine", () => {
  it("runs while its caller waits, as often as wanted under one name", async () => {
    const { engine, stateMachineArn } = express(single({ Type: "Pass", Parameters: { "execution.$": "$$.Execution" } }));
    const runs = [1, 2].map(() => engine.startSyncExecution({ stateMachineArn, name: "again", input: { n: 1 } }));
    const [first, second] = await Promise.all(runs);
    expect(first).toMatchObject({ name: "again", status: "SUCCEEDED", input: '{"n":1}', billingDetails: { billedMemoryUsedInMB: 64 } });
    expect(first?.executionArn).toMatch(/^arn:aws:states:us-east-1:123456789012:express:quick:again:[0-9a-f-]{36}$/);
    expect(second?.executionArn).not.toBe(first?.executionArn);
    expect(JSON.parse(first?.output ?? "").execution).not.toHaveProperty("RedriveCount");
  });

  it("gives error and cause of one that fails", async () => {
    const { engine, stateMachineArn } = express({ StartAt: "F", States: { F: { Type: "Fail", Error: "E", Cause: "c" } } });
    const { status, error, cause, output } = await engine.startSyncExecution({ stateMachineArn });
    expect({ status, error, cause, output }).toEqual({ status: "FAILED", error: "E", cause: "c", output: undefined });
  });

  it("ends after five minutes", async () => {
    const { engine, stateMachineArn } = express(single({ Type: "Wait", Seconds: 3_600 }));
    expect(await engine.startSyncExecution({ stateMachineArn })).toMatchObject({ status: "TIMED_OUT" });
    expect(engine.elapsed()).toBe(300);
  });

  it("runs without its caller as well", async () => {
    const { engine, stateMachineArn } = express(single({ Type: "Pass" }));
    const { executionArn } = engine.startExecution({ stateMachineArn });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "SUCCEEDED" });
  });

  it.each([
    ["arn:aws:states:::states:startExecution.sync:2", "Express state machine does not support '.sync' service integration at"],
    [
      "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      "Express state machine does not support '.waitForTaskToken' service integration  at",
    ],
    ["arn:aws:states:us-east-1:123456789012:activity:a", "Express state machine does not support Activity ARN at"],
  ])("cannot have a Task of %s", (resource, message) => {
    expect(() => express(single({ Type: "Task", Resource: resource }))).toThrow(`${message} /States/State/Resource`);
  });

  it("is the only kind that can be run so", async () => {
    const engine = virtualEngine();
    const { stateMachineArn } = engine.createStateMachine({ name: "m", definition: single({ Type: "Pass" }) });
    await expect(engine.startSyncExecution({ stateMachineArn })).rejects.toThrow(
      "This operation is not supported by this type of state machine",
    );
  });
});
