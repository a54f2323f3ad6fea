import { createEngine, IntegrationError, type Integrations, type MockSource, virtualClock } from "../../local/stepfunctions/index.ts";
import { chain, invoke, single, types, virtualEngine } from "./support.ts";

const failing =
  (...errors: (string | undefined)[]): MockSource =>
  ({ invocation }) => {
    const error = errors[Math.min(invocation, errors.length - 1)];
    return error === undefined ? { return: "good" } : { throw: { error, cause: `because ${error}` } };
  };

describe("Retry", () => {
  it("waits longer each time, up to MaxDelaySeconds, and repeats only the task's events", async () => {
    const engine = virtualEngine({ mocks: failing("E", "E", "E", undefined) });
    const retry = [{ ErrorEquals: ["E"], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10 }];
    const { output, events } = await engine.run(single({ ...invoke, Retry: retry }), {});
    expect(output).toBe("good");
    expect(engine.elapsed()).toBe(2 + 6 + 10);
    const attempt = ["TaskScheduled", "TaskStarted"];
    const repeated = [...attempt, "TaskFailed", ...attempt, "TaskFailed", ...attempt, "TaskFailed", ...attempt, "TaskSucceeded"];
    expect(types(events).slice(1, -1)).toEqual(["TaskStateEntered", ...repeated, "TaskStateExited"]);
  });

  it("counts for each Retrier apart", async () => {
    const mocks = failing("A", "B", "A", "B", undefined);
    const Retry = [
      { ErrorEquals: ["A"], MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 2 },
    ];
    expect((await virtualEngine({ mocks }).run(single({ ...invoke, Retry }), {})).status).toBe("SUCCEEDED");
    const once = [
      { ErrorEquals: ["A"], MaxAttempts: 1 },
      { ErrorEquals: ["B"], MaxAttempts: 2 },
    ];
    expect(await virtualEngine({ mocks }).run(single({ ...invoke, Retry: once }), {})).toMatchObject({ status: "FAILED", error: "A" });
  });

  it("spreads delays with JitterStrategy FULL", async () => {
    const engine = virtualEngine({ mocks: failing("E", undefined), random: () => 0.25 });
    await engine.run(single({ ...invoke, Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 8, JitterStrategy: "FULL" }] }), {});
    expect(engine.elapsed()).toBe(2);
  });

  it("takes States.TaskFailed for every error but a timeout", async () => {
    const Retry = [{ ErrorEquals: ["States.TaskFailed"], MaxAttempts: 1 }];
    expect((await virtualEngine({ mocks: failing("Any", undefined) }).run(single({ ...invoke, Retry }), {})).status).toBe("SUCCEEDED");
    expect((await virtualEngine({ mocks: failing("States.Timeout", undefined) }).run(single({ ...invoke, Retry }), {})).status).toBe(
      "FAILED",
    );
  });
});

describe("Catch", () => {
  const caught = (task: object, extra: object = {}): object => ({
    StartAt: "T",
    States: {
      T: { ...task, Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Caught", ...extra }], End: true },
      Caught: { Type: "Pass", End: true },
    },
  });

  it("puts error and cause into the input, with the state's exit after the failure", async () => {
    const { output, events } = await virtualEngine({ mocks: failing("E") }).run(caught(invoke), { a: 1 });
    expect(output).toEqual({ a: 1, error: { Error: "E", Cause: "because E" } });
    expect(types(events).slice(4, 7)).toEqual(["TaskFailed", "TaskStateExited", "PassStateEntered"]);
  });

  it("never takes States.Runtime", async () => {
    const task = { ...invoke, TimeoutSecondsPath: "$.none" };
    expect(await virtualEngine().run(caught(task), {})).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });

  it("takes the failure of a whole Parallel and names the failing branch's event before it", async () => {
    const bad = { StartAt: "Bad", States: { Bad: { Type: "Fail", Error: "E" } } };
    const slow = { StartAt: "Slow", States: { Slow: { Type: "Wait", Seconds: 99, End: true } } };
    const { output, events } = await virtualEngine().run(caught({ Type: "Parallel", Branches: [slow, bad] }), {});
    expect(output).toEqual({ error: { Error: "E", Cause: null } });
    const order = chain(events).slice(2, 8);
    expect(order).toEqual([
      "3<-2 ParallelStateStarted",
      "4<-3 WaitStateEntered",
      "5<-3 FailStateEntered",
      "6<-4 WaitStateAborted",
      "7<-5 ParallelStateFailed",
      "8<-7 ParallelStateExited",
    ]);
  });
});

describe("States.Runtime in a branch", () => {
  it("ends the history at once", async () => {
    const bad = single({ Type: "Pass", InputPath: "$.none" }, "Bad");
    const slow = single({ Type: "Wait", Seconds: 99 }, "Slow");
    const { events, cause } = await virtualEngine().run(single({ Type: "Parallel", Branches: [slow, bad] }), {});
    expect(types(events).slice(2)).toEqual(["ParallelStateStarted", "WaitStateEntered", "PassStateEntered", "ExecutionFailed"]);
    expect(cause).toBe(
      "An error occurred while executing the state 'Bad' (entered at the event id #5). Invalid path '$.none' : No results for path: $['none']",
    );
  });
});

describe("timeouts", () => {
  it("end a Task after TimeoutSeconds, with TaskTimedOut", async () => {
    const engine = virtualEngine({ mocks: () => ({ return: 1, afterSeconds: 10 }) });
    const { error, events } = await engine.run(single({ ...invoke, TimeoutSecondsPath: "$.t" }), { t: 5 });
    expect(error).toBe("States.Timeout");
    expect(types(events)).toContain("TaskTimedOut");
    expect(engine.elapsed()).toBe(5);
  });

  it("abort the integration's signal", async () => {
    let aborted = false;
    const integrations: Integrations = {
      call: ({ signal }) =>
        new Promise(() => {
          signal.addEventListener("abort", () => {
            aborted = true;
          });
        }),
    };
    const engine = createEngine({ integrations });
    expect((await engine.run(single({ ...invoke, TimeoutSeconds: 1 }), {})).error).toBe("States.Timeout");
    expect(aborted).toBe(true);
  });

  it("miss a heartbeat of a task token as States.Timeout, which States.HeartbeatTimeout catches", async () => {
    const integrations: Integrations = { call: async () => ({ MessageId: "m" }) };
    const engine = createEngine({ clock: virtualClock(), integrations });
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      HeartbeatSeconds: 5,
      Parameters: { MessageBody: { "t.$": "$$.Task.Token" } },
    };
    const result = await engine.run(single(task), {});
    expect(result.error).toBe("States.Timeout");
    expect(types(result.events).slice(2, 6)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskTimedOut"]);
    const Catch = [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "S" }];
    const machine = { StartAt: "T", States: { T: { ...task, Catch, End: true }, S: { Type: "Succeed" } } };
    expect((await engine.run(machine, {})).status).toBe("SUCCEEDED");
  });
});

describe("an integration", () => {
  it("gets the evaluated parameters, the role and who calls", async () => {
    const requests: unknown[] = [];
    const integrations: Integrations = { call: async ({ signal: _, ...request }) => requests.push(request) };
    const state = {
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:rds:describeDBClusters",
      Parameters: { "DbClusterIdentifier.$": "$.id" },
      Credentials: { "RoleArn.$": "$.role" },
    };
    const { events } = await createEngine({ integrations }).run(single(state), { id: "c", role: "arn:aws:iam::111111111111:role/r" });
    expect(requests).toEqual([
      {
        resource: state.Resource,
        service: "aws-sdk:rds",
        action: "describeDBClusters",
        parameters: { DbClusterIdentifier: "c" },
        roleArn: "arn:aws:iam::111111111111:role/r",
        context: { stateName: "State", stateMachineArn: expect.any(String), executionArn: expect.any(String) },
      },
    ]);
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: {
        resourceType: "aws-sdk:rds",
        resource: "describeDBClusters",
        region: "us-east-1",
        parameters: '{"DbClusterIdentifier":"c"}',
        taskCredentials: { roleArn: "arn:aws:iam::111111111111:role/r" },
      },
    });
  });

  it("fails the Task with its error and cause", async () => {
    const integrations: Integrations = {
      call: () => Promise.reject(new IntegrationError({ error: "Rds.DbClusterNotFoundException", cause: "no" })),
    };
    const result = await createEngine({ integrations }).run(single(invoke), {});
    expect(result).toMatchObject({ status: "FAILED", error: "Rds.DbClusterNotFoundException", cause: "no" });
  });

  it("may not answer with more than 256 KiB", async () => {
    const { error, cause } = await virtualEngine({ mocks: () => ({ return: "x".repeat(300_000) }) }).run(single(invoke), {});
    expect({ error, cause }).toMatchObject({ error: "States.DataLimitExceeded", cause: expect.stringContaining("'lambda'") });
  });
});
