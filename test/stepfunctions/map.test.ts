import { chain, invoke, single, types, virtualEngine } from "./support.ts";

const each = (states: object, startAt = "P", extra: object = {}): object =>
  single({ Type: "Map", ItemProcessor: { StartAt: startAt, States: states }, ...extra }, "M");
const pass = { P: { Type: "Pass", End: true } };

describe("an inline Map", () => {
  it("chains iterations of one slot, and leaves the closing events out of the chain", async () => {
    const { events } = await virtualEngine().run(each(pass, "P", { MaxConcurrency: 1 }), [1, 2]);
    expect(chain(events).slice(1)).toEqual([
      "2<-0 MapStateEntered",
      "3<-2 MapStateStarted",
      "4<-3 MapIterationStarted",
      "5<-4 PassStateEntered",
      "6<-5 PassStateExited",
      "7<-6 MapIterationSucceeded",
      "8<-6 MapIterationStarted",
      "9<-8 PassStateEntered",
      "10<-9 PassStateExited",
      "11<-10 MapIterationSucceeded",
      "12<-11 MapStateSucceeded",
      "13<-11 MapStateExited",
      "14<-13 ExecutionSucceeded",
    ]);
  });

  it("gives results in the order of the items, whichever ends first", async () => {
    const waits = { P: { Type: "Wait", SecondsPath: "$", End: true } };
    const engine = virtualEngine();
    expect((await engine.run(each(waits), [3, 1, 2])).output).toEqual([3, 1, 2]);
    expect(engine.elapsed()).toBe(3);
  });

  it("runs at most MaxConcurrency iterations at once, and 40 without it", async () => {
    const waits = { P: { Type: "Wait", Seconds: 1, End: true } };
    const items = Array.from({ length: 80 }, (_, index) => index);
    const limited = virtualEngine();
    await limited.run(each(waits, "P", { MaxConcurrency: 20 }), items);
    expect(limited.elapsed()).toBe(4);
    const unlimited = virtualEngine();
    await unlimited.run(each(waits), items);
    expect(unlimited.elapsed()).toBe(2);
  });

  it("selects items with the state's input and the item", async () => {
    const selector = { "all.$": "$.list", "v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index" };
    const { output } = await virtualEngine().run(each(pass, "P", { ItemsPath: "$.list", ItemSelector: selector }), { list: ["a"] });
    expect(output).toEqual([{ all: ["a"], v: "a", i: 0 }]);
  });

  it("aborts the other iterations when one fails", async () => {
    const states = {
      C: { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: 2, Next: "F" }], Default: "T" },
      T: { ...invoke, End: true },
      F: { Type: "Fail", Error: "Two" },
    };
    const engine = virtualEngine({ mocks: () => ({ return: 1, afterSeconds: 50 }) });
    const { error, events } = await engine.run(each(states, "C"), [1, 2]);
    expect(error).toBe("Two");
    expect(types(events).slice(-6)).toEqual([
      "FailStateEntered",
      "MapIterationFailed",
      "TaskStateAborted",
      "MapIterationAborted",
      "MapStateFailed",
      "ExecutionFailed",
    ]);
    expect(engine.elapsed()).toBe(0);
  });

  it("ends an empty list at once", async () => {
    const { output, events } = await virtualEngine().run(each(pass), []);
    expect(output).toEqual([]);
    expect(types(events).slice(1, -1)).toEqual(["MapStateEntered", "MapStateStarted", "MapStateSucceeded", "MapStateExited"]);
  });

  it("fails when its items are no list", async () => {
    expect(await virtualEngine().run(each(pass, "P", { ItemsPath: "$.x" }), { x: 1 })).toMatchObject({
      error: "States.Runtime",
      cause: 'Reference path "$.x" must point to array.',
    });
  });
});

describe("a child execution", () => {
  const arn = "arn:aws:states:us-east-1:123456789012:stateMachine:child";
  const start = (form: string): object =>
    single({
      Type: "Task",
      Resource: `arn:aws:states:::states:startExecution${form}`,
      Parameters: { StateMachineArn: arn, Name: "c", Input: { "n.$": "$.n" } },
    });

  it("is waited for by .sync:2, whose result is parsed", async () => {
    const engine = virtualEngine();
    engine.createStateMachine({ name: "child", definition: single({ Type: "Wait", Seconds: 9 }) });
    const { output, events } = await engine.run(start(".sync:2"), { n: 1 });
    expect(output).toMatchObject({ Status: "SUCCEEDED", Name: "c", Input: { n: 1 }, Output: { n: 1 }, StateMachineArn: arn });
    expect(types(events).slice(2, 6)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]);
    expect(engine.elapsed()).toBe(9);
  });

  it("gives texts to .sync, and its ARN alone without waiting", async () => {
    const engine = virtualEngine();
    engine.createStateMachine({ name: "child", definition: single({ Type: "Wait", Seconds: 9 }) });
    expect((await engine.run(start(".sync"), { n: 1 })).output).toMatchObject({ Output: '{"n":1}' });
    const other = virtualEngine();
    other.createStateMachine({ name: "child", definition: single({ Type: "Wait", Seconds: 9 }) });
    expect((await other.run(start(""), { n: 1 })).output).toMatchObject({
      ExecutionArn: "arn:aws:states:us-east-1:123456789012:execution:child:c",
    });
    expect(other.elapsed()).toBe(0);
  });

  it("that fails is States.TaskFailed with its description as cause", async () => {
    const engine = virtualEngine();
    engine.createStateMachine({
      name: "child",
      definition: { StartAt: "F", States: { F: { Type: "Fail", Error: "Deep", Cause: "down" } } },
    });
    const { error, cause } = await engine.run(start(".sync:2"), { n: 1 });
    expect(error).toBe("States.TaskFailed");
    expect(JSON.parse(cause ?? "")).toMatchObject({ Error: "Deep", Cause: "down", Status: "FAILED" });
  });

  it("of a machine that does not exist fails by name", async () => {
    const { error, cause } = await virtualEngine().run(start(""), { n: 1 });
    expect(error).toBe("StepFunctions.StateMachineDoesNotExistException");
    expect(cause).toContain(`State Machine Does Not Exist: '${arn}'`);
  });
});
