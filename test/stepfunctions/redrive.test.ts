import fc from "fast-check";
import { chain, invoke, single, types, virtualEngine } from "./support.ts";

/** A machine whose Tasks succeed only once they are told to. */
function mendable(definition: object) {
  const broken = new Set(["Call"]);
  const calls: string[] = [];
  const engine = virtualEngine({
    mocks: ({ stateName, parameters }) => {
      calls.push(stateName);
      return broken.has(stateName) ? { throw: { error: "Broken" } } : { return: parameters };
    },
  });
  const { stateMachineArn } = engine.createStateMachine({ name: "m", definition });
  const start = async (input: object = {}) => {
    const { executionArn } = engine.startExecution({ stateMachineArn, input });
    await engine.waitFor(executionArn);
    return executionArn;
  };
  const redrive = (executionArn: string) => {
    engine.redriveExecution({ executionArn });
    return engine.waitFor(executionArn);
  };
  return {
    engine,
    calls,
    start,
    redrive,
    mend: () => broken.clear(),
    events: (executionArn: string) => engine.getExecutionHistory({ executionArn }).events,
  };
}

const chained = {
  StartAt: "First",
  States: {
    First: { ...invoke, ResultPath: null, Assign: { "kept.$": "$.FunctionName" }, Next: "Call" },
    Call: { ...invoke, Parameters: { "kept.$": "$kept", "redrives.$": "$$.Execution.RedriveCount" }, End: true },
  },
};

describe("a redriven execution", () => {
  it("goes on in the state that failed, with its variables, and does nothing again that had succeeded", async () => {
    const { calls, start, redrive, mend, events } = mendable(chained);
    const executionArn = await start({ a: 1 });
    mend();
    expect(await redrive(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '{"kept":"f","redrives":1}', redriveCount: 1 });
    expect(calls).toEqual(["First", "Call", "Call"]);
    expect(chain(events(executionArn).slice(-7))).toEqual([
      "11<-10 ExecutionFailed",
      "12<-11 ExecutionRedriven",
      "13<-12 TaskScheduled",
      "14<-13 TaskStarted",
      "15<-14 TaskSucceeded",
      "16<-15 TaskStateExited",
      "17<-16 ExecutionSucceeded",
    ]);
  });

  it("may fail again, as often as it likes", async () => {
    const { start, redrive, mend } = mendable(chained);
    const executionArn = await start();
    expect(await redrive(executionArn)).toMatchObject({ status: "FAILED", error: "Broken", redriveCount: 1, redriveStatus: "REDRIVABLE" });
    mend();
    expect(await redrive(executionArn)).toMatchObject({ status: "SUCCEEDED", redriveCount: 2, redriveStatus: "NOT_REDRIVABLE" });
  });

  it("runs only the branches of a Parallel that have not ended", async () => {
    const branch = (name: string): object => ({ StartAt: name, States: { [name]: { ...invoke, Parameters: { name }, End: true } } });
    const { calls, start, redrive, mend } = mendable(single({ Type: "Parallel", Branches: [branch("Fine"), branch("Call")] }));
    const executionArn = await start();
    mend();
    expect(await redrive(executionArn)).toMatchObject({ status: "SUCCEEDED", output: '[{"name":"Fine"},{"name":"Call"}]' });
    expect(calls.filter((name) => name === "Fine")).toHaveLength(1);
  });

  it("runs only the iterations of a Map that have not ended", async () => {
    const seen: unknown[] = [];
    let broken = true;
    const engine = virtualEngine({
      mocks: ({ parameters }) => {
        seen.push(parameters);
        return parameters === 2 && broken ? { throw: { error: "Broken" } } : { return: parameters };
      },
    });
    const each = single({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke" });
    const { stateMachineArn } = engine.createStateMachine({
      name: "m",
      definition: single({ Type: "Map", MaxConcurrency: 1, ItemProcessor: each }),
    });
    const { executionArn } = engine.startExecution({ stateMachineArn, input: [1, 2, 3] });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "FAILED" });
    broken = false;
    engine.redriveExecution({ executionArn });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "[1,2,3]" });
    expect(seen).toEqual([1, 2, 2, 3]);
  });

  it("retries anew", async () => {
    const { calls, start, redrive, events } = mendable(single({ ...invoke, Retry: [{ ErrorEquals: ["Broken"], MaxAttempts: 1 }] }, "Call"));
    const executionArn = await start();
    await redrive(executionArn);
    expect(calls).toHaveLength(4);
    expect(types(events(executionArn)).filter((type) => type === "TaskStateEntered")).toHaveLength(1);
  });

  it("goes on after a stop, and has all its time again", async () => {
    const engine = virtualEngine();
    const { stateMachineArn } = engine.createStateMachine({
      name: "m",
      definition: { ...single({ Type: "Wait", Seconds: 50 }), TimeoutSeconds: 40 },
    });
    const { executionArn } = engine.startExecution({ stateMachineArn });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "TIMED_OUT" });
    engine.redriveExecution({ executionArn });
    expect(await engine.waitFor(executionArn)).toMatchObject({ status: "TIMED_OUT", redriveCount: 1 });
    expect(engine.elapsed()).toBe(80);
  });

  it.each(["running", "succeeded", "too old"])("is refused when it is %s", async (state) => {
    const engine = virtualEngine({ mocks: () => (state === "running" ? new Promise(() => undefined) : { throw: { error: "Broken" } }) });
    const definition = state === "succeeded" ? single({ Type: "Pass" }) : single(invoke);
    const { stateMachineArn } = engine.createStateMachine({ name: "m", definition });
    const { executionArn } = engine.startExecution({ stateMachineArn });
    if (state !== "running") await engine.waitFor(executionArn);
    if (state === "too old") await engine.clock.sleep(15 * 86_400, "wait", new AbortController().signal);
    expect(() => engine.redriveExecution({ executionArn })).toThrow(/RUNNING and cannot|SUCCEEDED and cannot|redrivable period exceeded/);
  });
});

type Step = { kind: "task" } | { kind: "parallel"; branches: Step[][] } | { kind: "map"; items: number };

const steps: fc.Arbitrary<Step[]> = fc.letrec<{ steps: Step[]; step: Step }>((tie) => ({
  steps: fc.array(tie("step"), { minLength: 1, maxLength: 3 }),
  step: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constant<Step>({ kind: "task" }),
    fc.record({ kind: fc.constant("map" as const), items: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ kind: fc.constant("parallel" as const), branches: fc.array(tie("steps"), { minLength: 1, maxLength: 2 }) }),
  ),
})).steps;

/** Every state has a name of its own, which its Tasks give back. */
function machineOf(list: Step[], prefix: string): { StartAt: string; States: Record<string, object> } {
  const states = list.map((step, index): [string, object] => {
    const name = `${prefix}${index}`;
    const next = index === list.length - 1 ? { End: true } : { Next: `${prefix}${index + 1}` };
    const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { name } };
    if (step.kind === "task") return [name, { ...task, ...next }];
    if (step.kind === "parallel") {
      return [name, { Type: "Parallel", Branches: step.branches.map((branch, at) => machineOf(branch, `${name}.${at}.`)), ...next }];
    }
    const items = Array.from({ length: step.items }, (_, at) => at).join(", ");
    const setUp = { Type: "Pass", Parameters: { "items.$": `States.Array(${items})` }, Next: `${name} each` };
    const each = { ...task, Parameters: { name, "item.$": "$" } };
    return [name, { ...setUp, mapped: { Type: "Map", ItemsPath: "$.items", ItemProcessor: single(each, `${name} item`), ...next } }];
  });
  const flat = states.flatMap(([name, state]): [string, object][] => {
    if (!("mapped" in state)) return [[name, state]];
    const { mapped, ...setUp } = state as { mapped: object };
    return [
      [name, setUp],
      [`${name} each`, mapped],
    ];
  });
  return { StartAt: `${prefix}0`, States: Object.fromEntries(flat) };
}

describe("redriving until it succeeds", () => {
  it("gives what an execution gives in which nothing fails", async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.boolean(), { maxLength: 12 }), async (list, failures) => {
        const definition = machineOf(list, "s");
        const fine = await virtualEngine({ mocks: ({ parameters }) => ({ return: parameters }) }).run(definition, {});
        const left = [...failures];
        const engine = virtualEngine({
          mocks: ({ parameters }) => (left.shift() ? { throw: { error: "Broken" } } : { return: parameters }),
        });
        const { stateMachineArn } = engine.createStateMachine({ name: "m", definition });
        const { executionArn } = engine.startExecution({ stateMachineArn });
        let ended = await engine.waitFor(executionArn);
        while (ended.status !== "SUCCEEDED") {
          engine.redriveExecution({ executionArn });
          ended = await engine.waitFor(executionArn);
        }
        expect(JSON.parse(ended.output ?? "")).toEqual(fine.output);
        expect(types(engine.getExecutionHistory({ executionArn }).events).filter((type) => type === "ExecutionRedriven")).toHaveLength(
          ended.redriveCount,
        );
      }),
      { numRuns: 60 },
    );
  });
});
