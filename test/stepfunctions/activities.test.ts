import { single, types, virtualEngine } from "./support.ts";

const input = { order: 7 };

function begun(state: object = {}) {
  const engine = virtualEngine();
  const { activityArn } = engine.createActivity({ name: "weigh" });
  const { stateMachineArn } = engine.createStateMachine({
    name: "m",
    definition: single({ Type: "Task", Resource: activityArn, ...state }),
  });
  const start = () => engine.startExecution({ stateMachineArn, input }).executionArn;
  return { engine, activityArn, start };
}

describe("an activity", () => {
  it("hands a Task to the worker that asks, and its answer to the state", async () => {
    const { engine, activityArn, start } = begun();
    const task = engine.getActivityTask({ activityArn, workerName: "scales" });
    const executionArn = start();
    const { taskToken = "", input: given } = await task;
    expect(JSON.parse(given ?? "")).toEqual(input);
    engine.sendTaskSuccess({ taskToken, output: '{"kilograms":3}' });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '{"kilograms":3}' });
    const { events } = engine.getExecutionHistory({ executionArn });
    expect(types(events).slice(2, 5)).toEqual(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]);
    expect(events[2]?.activityScheduledEventDetails).toMatchObject({ resource: activityArn, input: '{"order":7}' });
    expect(events[3]?.activityStartedEventDetails).toEqual({ workerName: "scales" });
  });

  it("keeps Tasks for later workers, the oldest first", async () => {
    const { engine, activityArn } = begun();
    const { stateMachineArn } = engine.createStateMachine({ name: "n", definition: single({ Type: "Task", Resource: activityArn }) });
    for (const order of [1, 2, 3]) engine.startExecution({ stateMachineArn, input: { order } });
    const orders: unknown[] = [];
    for (let asked = 0; asked < 3; asked += 1) {
      const { taskToken = "", input: given = "" } = await engine.getActivityTask({ activityArn });
      orders.push(JSON.parse(given).order);
      engine.sendTaskSuccess({ taskToken, output: "{}" });
    }
    expect(orders).toEqual([1, 2, 3]);
  });

  it("fails with what the worker says", async () => {
    const { engine, activityArn, start } = begun();
    const executionArn = start();
    const { taskToken = "" } = await engine.getActivityTask({ activityArn });
    engine.sendTaskFailure({ taskToken, error: "Broken", cause: "no battery" });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "FAILED", error: "Broken", cause: "no battery" });
    expect(types(engine.getExecutionHistory({ executionArn }).events).at(-2)).toBe("ActivityFailed");
  });

  it("times out when nobody asks for the Task, and the Task is gone then", async () => {
    const { engine, activityArn, start } = begun({ TimeoutSeconds: 30 });
    const executionArn = start();
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(types(engine.getExecutionHistory({ executionArn }).events).slice(2)).toEqual([
      "ActivityScheduled",
      "ActivityTimedOut",
      "ExecutionFailed",
    ]);
    expect(await engine.getActivityTask({ activityArn })).toEqual({});
  });

  it("times out when the worker stops sending heartbeats", async () => {
    const { engine, activityArn, start } = begun({ HeartbeatSeconds: 5, TimeoutSeconds: 60 });
    const executionArn = start();
    await engine.getActivityTask({ activityArn });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(types(engine.getExecutionHistory({ executionArn }).events).at(-2)).toBe("ActivityTimedOut");
  });

  it("has no work for a minute, then the worker is told so; one that has gone gets none", async () => {
    const { engine, activityArn, start } = begun();
    expect(await engine.getActivityTask({ activityArn })).toEqual({});
    expect(engine.elapsed()).toBe(60);
    const gone = new AbortController();
    const abandoned = engine.getActivityTask({ activityArn, signal: gone.signal });
    gone.abort();
    expect(await abandoned).toEqual({});
    start();
    expect(await engine.getActivityTask({ activityArn })).toMatchObject({ input: '{"order":7}' });
  });

  it("that does not exist ends the execution before a Task is scheduled", async () => {
    const { engine, activityArn, start } = begun();
    engine.deleteActivity({ activityArn });
    const executionArn = start();
    expect(await engine.waitFor(executionArn)).toMatchObject({
      error: "States.Runtime",
      cause: `An error occurred while executing the state 'State' (entered at the event id #2). The activity ${activityArn} does not exist.`,
    });
    expect(types(engine.getExecutionHistory({ executionArn }).events)).toEqual(["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"]);
  });

  it("is answered by mocks without a worker", async () => {
    const engine = virtualEngine({ mocks: () => ({ return: 3 }) });
    const { output, events } = await engine.run(single({ Type: "Task", Resource: "arn:aws:states:us-east-1:123456789012:activity:a" }), {});
    expect(output).toBe(3);
    expect(types(events).slice(2, 5)).toEqual(["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]);
  });

  it("is created once, tagged, listed, described and deleted", () => {
    const { engine, activityArn } = begun();
    expect(engine.createActivity({ name: "weigh" }).activityArn).toBe(activityArn);
    engine.tagResource({ resourceArn: activityArn, tags: [{ key: "k", value: "v" }] });
    expect(engine.listTagsForResource({ resourceArn: activityArn })).toEqual({ tags: [{ key: "k", value: "v" }] });
    expect(engine.listActivities().activities.map(({ name }) => name)).toEqual(["weigh"]);
    expect(engine.describeActivity({ activityArn })).toMatchObject({ name: "weigh", encryptionConfiguration: { type: "AWS_OWNED_KEY" } });
    engine.deleteActivity({ activityArn });
    engine.deleteActivity({ activityArn });
    expect(() => engine.describeActivity({ activityArn })).toThrow(`Activity Does Not Exist: '${activityArn}'`);
  });
});
