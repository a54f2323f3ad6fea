import { chain, invoke, single, types, virtualEngine } from "./support.ts";

describe("an execution", () => {
  it("runs every inline state type and gives output, events and the time that would have passed", async () => {
    const engine = virtualEngine({ mocks: ({ stateName }) => (stateName === "Call" ? { return: { ok: true } } : undefined) });
    const pass = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
    const result = await engine.run(
      {
        StartAt: "Pass",
        States: {
          Pass: { Type: "Pass", Parameters: { "first.$": "$.items[0]", "all.$": "$.items" }, Next: "Wait" },
          Wait: { Type: "Wait", Seconds: 3600, Next: "Call" },
          Call: { ...invoke, ResultPath: "$.call", Next: "Ok?" },
          "Ok?": { Type: "Choice", Choices: [{ Variable: "$.call.ok", BooleanEquals: true, Next: "Each" }], Default: "Bad" },
          Each: { Type: "Map", ItemsPath: "$.all", ItemProcessor: pass, ResultPath: "$.mapped", Next: "Both" },
          Both: {
            Type: "Parallel",
            Branches: [pass, { StartAt: "W", States: { W: { Type: "Wait", Seconds: 5, End: true } } }],
            ResultSelector: { "first.$": "$[0].first" },
            ResultPath: "$.both",
            Next: "Done",
          },
          Done: { Type: "Succeed" },
          Bad: { Type: "Fail", Error: "Bad" },
        },
      },
      { items: [1, 2, 3] },
    );
    expect(result.output).toEqual({ first: 1, all: [1, 2, 3], call: { ok: true }, mapped: [1, 2, 3], both: { first: 1 } });
    expect(engine.elapsed()).toBe(3605);
    expect(result.events.at(-1)?.type).toBe("ExecutionSucceeded");
  });

  it("begins with an ExecutionStarted that the first state does not point at", async () => {
    const { events } = await virtualEngine().run(single({ Type: "Pass" }), {});
    expect(chain(events)).toEqual(["1<-0 ExecutionStarted", "2<-0 PassStateEntered", "3<-2 PassStateExited", "4<-3 ExecutionSucceeded"]);
  });

  it("fails with error and cause of a Fail state, which has no exit", async () => {
    const result = await virtualEngine().run(
      { StartAt: "F", States: { F: { Type: "Fail", ErrorPath: "$.e", CausePath: "States.Format('because {}', $.why)" } } },
      { e: "Mine", why: "so" },
    );
    expect(result).toMatchObject({ status: "FAILED", error: "Mine", cause: "because so" });
    expect(types(result.events)).toEqual(["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]);
  });

  it("is timed out by the machine's TimeoutSeconds, without a Catch seeing it", async () => {
    const engine = virtualEngine();
    const result = await engine.run({ ...single({ Type: "Wait", Seconds: 60 }), TimeoutSeconds: 5 }, {});
    expect(result.status).toBe("TIMED_OUT");
    expect(engine.elapsed()).toBe(5);
    expect(types(result.events)).toEqual(["ExecutionStarted", "WaitStateEntered", "ExecutionTimedOut"]);
  });

  it("ends at 25,000 events", async () => {
    const loop = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, B: { Type: "Pass", Next: "A" } } };
    const { status, error, events } = await virtualEngine().run(loop, {});
    expect({ status, error, count: events.length }).toEqual({ status: "FAILED", error: "States.Runtime", count: 25_000 });
  });

  it("fails when a state's output exceeds 256 KiB", async () => {
    const { error, cause } = await virtualEngine().run(single({ Type: "Pass", Result: "x".repeat(262_144) }), {});
    expect(error).toBe("States.DataLimitExceeded");
    expect(cause).toContain("'State' returned a result with a size exceeding");
  });

  it("keeps names like __proto__ as data", async () => {
    const input = JSON.parse('{"__proto__": {"polluted": true}}');
    const { output } = await virtualEngine().run(single({ Type: "Pass", Result: 1, ResultPath: "$.x" }), input);
    expect(JSON.stringify(output)).toBe('{"__proto__":{"polluted":true},"x":1}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("stopping", () => {
  it("aborts an execution, and the child execution that it waits for", async () => {
    const statuses: string[] = [];
    const onStatusChange = ({ name, status }: { name: string; status: string }): void => void statuses.push(`${name} ${status}`);
    const engine = virtualEngine({
      onStatusChange,
      mocks: ({ stateName }) => (stateName === "Endless" ? new Promise(() => undefined) : undefined),
    });
    const child = engine.createStateMachine({ name: "child", definition: single(invoke, "Endless") });
    const resource = "arn:aws:states:::states:startExecution.sync:2";
    const start = { Type: "Task", Resource: resource, Parameters: { StateMachineArn: child.stateMachineArn, Name: "c1" } };
    const { stateMachineArn } = engine.createStateMachine({ name: "parent", definition: single(start) });
    const submitted = new Promise<void>((resolve) => {
      engine.onHistoryEvent((arn, { type }) => (type === "TaskScheduled" && arn.endsWith("c1") ? resolve() : undefined));
    });
    const { executionArn } = engine.startExecution({ stateMachineArn, name: "p1" });
    await submitted;
    engine.stopExecution({ executionArn, error: "Me", cause: "enough" });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "ABORTED", error: "Me", cause: "enough" });
    await engine.waitFor("arn:aws:states:us-east-1:123456789012:execution:child:c1");
    expect(statuses).toEqual(["p1 RUNNING", "c1 RUNNING", "p1 ABORTED", "c1 ABORTED"]);
    expect(types(engine.getExecutionHistory({ executionArn }).events).at(-1)).toBe("ExecutionAborted");
  });
});
