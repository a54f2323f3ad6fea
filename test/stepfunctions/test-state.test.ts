import type { TestStateInput } from "../../local/stepfunctions/index.ts";
import { awsResultModels } from "../../local/stepfunctions/index.ts";
import { invoke, single, virtualEngine } from "./support.ts";

const engine = virtualEngine({ resultModels: awsResultModels() });
const test = (definition: object, rest: Omit<TestStateInput, "definition"> = {}) => engine.testState({ definition, ...rest });
const mocked = (result: unknown) => ({ mock: { result: JSON.stringify(result) } });
const failing = { mock: { errorOutput: { error: "Broken", cause: "why" } } };

/** The JSON texts of inspectionData, read. */
function read(data: object | undefined): object {
  const entries = Object.entries(data ?? {}).map(([name, value]) => [name, typeof value === "string" ? JSON.parse(value) : value] as const);
  return Object.fromEntries(entries);
}

describe("TestState", () => {
  it("gives output and next state, and at DEBUG what the data became on its way", async () => {
    const state = { Type: "Pass", InputPath: "$.a", Parameters: { "x.$": "$.b" }, ResultPath: "$.r", Next: "Then" };
    const { inspectionData, ...rest } = await test(state, { input: '{"a":{"b":1}}', inspectionLevel: "DEBUG" });
    expect(rest).toEqual({ status: "SUCCEEDED", output: '{"a":{"b":1},"r":{"x":1}}', nextState: "Then" });
    expect(read(inspectionData)).toEqual({
      input: { a: { b: 1 } },
      afterInputPath: { b: 1 },
      afterParameters: { x: 1 },
      afterResultSelector: { x: 1 },
      afterResultPath: { a: { b: 1 }, r: { x: 1 } },
    });
    expect(await test(state, { input: '{"a":{"b":1}}' })).not.toHaveProperty("inspectionData");
  });

  it("mocks a Task's result", async () => {
    const { inspectionData, ...rest } = await test(
      { ...invoke, End: true },
      { ...mocked({ StatusCode: 200, Payload: [1] }), inspectionLevel: "TRACE" },
    );
    expect(rest).toEqual({ status: "SUCCEEDED", output: '{"StatusCode":200,"Payload":[1]}' });
    expect(read(inspectionData)).toMatchObject({ afterParameters: { FunctionName: "f" }, result: { StatusCode: 200, Payload: [1] } });
  });

  it.each([
    [0, { status: "RETRIABLE", inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 2 } } }],
    [2, { status: "RETRIABLE", inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 18 } } }],
    [3, { status: "CAUGHT_ERROR", nextState: "Mend", output: '{"Error":"Broken","Cause":"why"}' }],
  ])("after %d retries says what comes next", async (retrierRetryCount, expected) => {
    const Retry = [{ ErrorEquals: ["Other"] }, { ErrorEquals: ["Broken"], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3 }];
    const Catch = [{ ErrorEquals: ["States.ALL"], Next: "Mend" }];
    const state = { ...invoke, Retry, Catch, End: true };
    const result = await test(state, { ...failing, stateConfiguration: { retrierRetryCount }, inspectionLevel: "DEBUG" });
    expect(result).toMatchObject({ error: "Broken", cause: "why", ...expected });
  });

  it("fails when nobody takes the error", async () => {
    expect(await test({ ...invoke, End: true }, failing)).toEqual({ status: "FAILED", error: "Broken", cause: "why" });
  });

  it("shows a Map's items, selection and limits around the mocked iterations", async () => {
    const state = {
      Type: "Map",
      ItemsPath: "$.list",
      ItemSelector: { "n.$": "$$.Map.Item.Value" },
      MaxConcurrency: 2,
      ToleratedFailureCount: 1,
      ItemProcessor: { ...single({ Type: "Pass" }), ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
      End: true,
    };
    const given = { input: '{"list":[1,2]}', ...mocked(["a", "b"]), inspectionLevel: "TRACE" } as const;
    const { output, inspectionData } = await test(state, given);
    expect(output).toBe('["a","b"]');
    expect(read(inspectionData)).toMatchObject({
      afterItemsPath: [1, 2],
      afterItemSelector: [{ n: 1 }, { n: 2 }],
      maxConcurrency: 2,
      toleratedFailureCount: 1,
    });
    expect(await test(state, { ...given, stateConfiguration: { mapIterationFailureCount: 2 } })).toMatchObject({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
    });
    await expect(test(state, { ...given, stateConfiguration: { mapIterationFailureCount: 3 } })).rejects.toThrow(
      "Map iteration failure count must be less than or equal to the number of Map iterations",
    );
  });

  it("finds a state inside a Map of a machine, in the machine's language", async () => {
    const inner = { StartAt: "Inner", States: { Inner: { Type: "Pass", Output: "{% $states.input.n + $step %}", End: true } } };
    const machine = { QueryLanguage: "JSONata", ...single({ Type: "Map", ItemProcessor: inner }) };
    expect(await test(machine, { stateName: "Inner", input: '{"n":1}', variables: '{"step":2}' })).toEqual({
      status: "SUCCEEDED",
      output: "3",
    });
    await expect(test(machine, { stateName: "Nowhere" })).rejects.toThrow("State not found in definition");
  });

  it("takes the context object that is given", async () => {
    const state = { Type: "Pass", Parameters: { "name.$": "$$.Execution.Name" }, End: true };
    expect(await test(state, { context: '{"Execution":{"Name":"mine"}}' })).toMatchObject({ output: '{"name":"mine"}' });
  });

  it.each<[string, object, Omit<TestStateInput, "definition">, string]>([
    ["a mock for a Pass", { Type: "Pass", End: true }, mocked({}), "State type 'Pass' is not supported when a mock is specified"],
    [
      "two mocks at once",
      invoke,
      { mock: { result: "{}", errorOutput: {} } },
      "A test mock should have only one of the following fields: [result, errorOutput].",
    ],
    ["a mock that is not JSON", invoke, { mock: { result: "{" } }, "Mocked result must be valid JSON"],
    [
      "secrets of a mock",
      invoke,
      { ...mocked({}), revealSecrets: true },
      "TestState does not support RevealSecrets when a mock is specified.",
    ],
    ["a Task without a role", invoke, {}, "RoleArn must be specified when testing a Task state"],
    [
      "a Map without a mock",
      { Type: "Map", ItemProcessor: single({ Type: "Pass" }) },
      {},
      "TestState API does not support Map or Parallel states.",
    ],
    [
      "a Map's result that is no array",
      { Type: "Map", ItemProcessor: single({ Type: "Pass" }) },
      mocked({}),
      "Mocked result must be an array.",
    ],
    [
      "too few branches",
      { Type: "Parallel", Branches: [single({ Type: "Pass" })] },
      mocked([]),
      "the same number of items as number of Parallel branches.",
    ],
    [
      "an unknown field of the context",
      { Type: "Pass" },
      { context: '{"Weather":{}}' },
      "Invalid Context object provided: Field 'Weather' is not allowed",
    ],
    ["a wrong kind in the context", { Type: "Pass" }, { context: '{"State":{"RetryCount":"1"}}' }, "State.RetryCount must be a number"],
    [
      "a token without a callback",
      { Type: "Pass" },
      { context: '{"Task":{"Token":"t"}}' },
      "Context object contains 'Task' when state is not a Task state",
    ],
    ["an unknown type of state", { Type: "Go" }, {}, "Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /Type'"],
  ])("refuses %s", async (_what, state, rest, message) => {
    await expect(test({ End: true, ...state }, rest)).rejects.toThrow(message);
  });

  it.each([
    ["STRICT", "events:putEvents", { Entries: "none" }, "Field 'Entries' must be an array"],
    ["PRESENT", "events:putEvents", { Entries: [{ EventId: "1" }, { EventId: 2 }] }, "Field 'EventId' must be a string"],
    ["STRICT", "states:startExecution", { ExecutionArn: "a" }, "Required field 'StartDate' is missing"],
    ["STRICT", "aws-sdk:s3:getObject", { StorageClass: "Cellar" }, "Field 'StorageClass' is not an expected value"],
    ["STRICT", "aws-sdk:dynamodb:getItem", { ConsumedCapacity: { CapacityUnits: "1" } }, "Field 'CapacityUnits' must be a number"],
    ["PRESENT", "states:startExecution", { ExecutionArn: "a" }, undefined],
    ["NONE", "states:startExecution", { ExecutionArn: 1 }, undefined],
    ["STRICT", "events:putEvents", { Unknown: 1 }, undefined],
    ["STRICT", "aws-sdk:unheardof:getThing", { Thing: 1 }, undefined],
  ] as const)("%s: a result of %s like %j", async (fieldValidationMode, action, result, problem) => {
    const state = { Type: "Task", Resource: `arn:aws:states:::${action}`, Parameters: {}, End: true };
    const answer = test(state, { mock: { result: JSON.stringify(result), fieldValidationMode } });
    if (problem === undefined) expect(await answer).toMatchObject({ status: "SUCCEEDED" });
    else await expect(answer).rejects.toThrow(`Mock result schema validation error: ${problem}`);
  });
});

describe("ValidateStateMachineDefinition", () => {
  it("says nothing of a definition that can run", () => {
    expect(engine.validateStateMachineDefinition({ definition: single({ Type: "Pass" }) })).toEqual({
      result: "OK",
      diagnostics: [],
      truncated: false,
    });
  });

  it("gives code, place and words of everything that is wrong, as many as wanted", () => {
    const definition = { StartAt: "B", States: { A: { Type: "Go" } } };
    const { diagnostics } = engine.validateStateMachineDefinition({ definition });
    expect(diagnostics.map(({ severity, code, location }) => [severity, code, location])).toEqual([
      ["ERROR", "MISSING_TRANSITION_TARGET", "/StartAt"],
      ["ERROR", "SCHEMA_VALIDATION_FAILED", "/States/A/Type"],
    ]);
    expect(engine.validateStateMachineDefinition({ definition, maxResults: 1 })).toMatchObject({ result: "FAIL", truncated: true });
  });

  it.each([
    ["not a definition", "INVALID_JSON_DESCRIPTION", '[Source: (String)"not a definition"; line: 1, column: 4]'],
    ["", "SCHEMA_VALIDATION_FAILED", undefined],
    ["[]", "SCHEMA_VALIDATION_FAILED", undefined],
  ])("says where %j is no definition", (definition, code, location) => {
    const [diagnostic] = engine.validateStateMachineDefinition({ definition }).diagnostics;
    expect({ code: diagnostic?.code, location: diagnostic?.location }).toEqual({ code, location });
  });
});
