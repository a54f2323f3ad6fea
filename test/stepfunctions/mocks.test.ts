import { MockConfigError, type MockRequest, mockConfig } from "../../local/stepfunctions/index.ts";
import { invoke, single, types, virtualEngine } from "./support.ts";

const config = (responses: object, states: object = { State: "R" }): object => ({
  StateMachines: { machine: { TestCases: { Case: states } } },
  MockedResponses: { R: responses },
});

const run = async (
  definition: object,
  file: unknown,
  input: object = {},
): Promise<{ status: string; output?: unknown; error?: string; types: string[] }> => {
  const engine = virtualEngine({ mocks: mockConfig(file) });
  const { stateMachineArn } = engine.createStateMachine({ name: "machine", definition });
  const { executionArn } = engine.startExecution({ stateMachineArn: `${stateMachineArn}#Case`, input });
  expect(executionArn).not.toContain("#");
  const { status, output, error } = await engine.waitFor(executionArn);
  const history = engine.getExecutionHistory({ executionArn });
  return {
    status,
    ...(output === undefined ? {} : { output: JSON.parse(output) }),
    ...(error === undefined ? {} : { error }),
    types: types(history.events),
  };
};

describe("a mock file", () => {
  it("counts invocations of a state over retries", async () => {
    const file = config({ "0-1": { Throw: { Error: "E", Cause: "c" } }, "2": { Return: { fine: true } } });
    const { output } = await run(single({ ...invoke, Retry: [{ ErrorEquals: ["E"] }] }), file);
    expect(output).toEqual({ fine: true });
  });

  it("counts iterations of a Map and retries within them together", async () => {
    const file = config({ "0": { Throw: { Error: "E", Cause: "c" } }, "1": { Return: "first" }, "2": { Return: "second" } });
    const processor = single({ ...invoke, Retry: [{ ErrorEquals: ["E"] }] });
    const { output } = await run(single({ Type: "Map", ItemsPath: "$.items", MaxConcurrency: 1, ItemProcessor: processor }, "M"), file, {
      items: [1, 2],
    });
    expect(output).toEqual(["first", "second"]);
  });

  it("counts child executions of a distributed Map together", async () => {
    const file = config({ "0": { Return: "first" }, "1": { Return: "second" } });
    const processor = { ...single(invoke), ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } };
    const map = { Type: "Map", ItemsPath: "$.items", MaxConcurrency: 1, ItemProcessor: processor };
    expect((await run(single(map, "M"), file, { items: [1, 2] })).output).toEqual(["first", "second"]);
  });

  it("fails the execution past the last response, and never calls the real service", async () => {
    const { status, error } = await run(
      single({ ...invoke, Catch: [{ ErrorEquals: ["States.ALL"], Next: "State" }] }),
      config({ "1": { Return: 1 } }),
    );
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
  });

  it("fails the execution for an unknown test case", async () => {
    const file = { StateMachines: { machine: { TestCases: {} } }, MockedResponses: {} };
    expect((await run(single(invoke), file)).error).toBe("States.Runtime");
  });

  it("leaves states that the case does not name to the integrations", async () => {
    expect((await run(single(invoke), config({ "0": { Return: 1 } }, { Other: "R" }))).error).toBe("States.TaskFailed");
  });

  it("records the events of the real Task, TaskSubmitted for callbacks included", async () => {
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { MessageBody: { "token.$": "$$.Task.Token" } },
    };
    const result = await run(single(task), config({ "0": { Return: { answered: true } } }));
    expect(result.output).toEqual({ answered: true });
    expect(result.types.slice(2, 6)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]);
  });

  it("is refused when it is none", () => {
    expect(() => mockConfig({})).toThrow(MockConfigError);
  });
});

describe("a mock by code", () => {
  it("may decide by parameters and iteration, and leave a Task to the next source", async () => {
    const seen: MockRequest[] = [];
    const engine = virtualEngine({ mocks: () => ({ return: "engine" }) });
    const processor = single({ ...invoke, Parameters: { FunctionName: "f", "Payload.$": "$" } });
    const { output } = await engine.run(single({ Type: "Map", ItemProcessor: processor }, "M"), ["a", "b"], {
      mocks: (request) => {
        seen.push(request);
        return request.iterations[0] === 0 ? { return: (request.parameters as { Payload: unknown }).Payload } : undefined;
      },
    });
    expect(output).toEqual(["a", "engine"]);
    expect(seen.map(({ invocation, stateName, service, action }) => [invocation, stateName, service, action])).toEqual([
      [0, "State", "lambda", "invoke"],
      [1, "State", "lambda", "invoke"],
    ]);
  });

  it("reaches the child executions that a machine starts", async () => {
    const engine = virtualEngine();
    engine.createStateMachine({ name: "child", definition: single(invoke, "Inner") });
    const start = {
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: { StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:child" },
    };
    const { output } = await engine.run(
      single(start),
      {},
      { mocks: ({ stateName, stateMachineName }) => (stateName === "Inner" ? { return: stateMachineName } : undefined) },
    );
    expect(output).toMatchObject({ Output: "child" });
  });
});
