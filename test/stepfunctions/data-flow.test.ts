import { single, virtualEngine } from "./support.ts";

const run = (state: object, input: unknown): Promise<{ status: string; output?: unknown; error?: string; cause?: string }> =>
  virtualEngine().run(single(state), input);

describe("data flow", () => {
  it("goes InputPath, Parameters, ResultPath, OutputPath", async () => {
    const state = {
      Type: "Pass",
      InputPath: "$.a",
      Parameters: { "x.$": "$.b", y: [{ "z.$": "$$.State.Name" }] },
      ResultPath: "$.r.s",
      OutputPath: "$.r",
    };
    expect((await run(state, { a: { b: 1 } })).output).toEqual({ s: { x: 1, y: [{ z: "State" }] } });
  });

  it("takes null paths as empty, and ResultPath null as no result", async () => {
    expect((await run({ Type: "Pass", InputPath: null }, { a: 1 })).output).toEqual({});
    expect((await run({ Type: "Pass", OutputPath: null }, { a: 1 })).output).toEqual({});
    expect((await run({ Type: "Pass", Result: 2, ResultPath: null }, { a: 1 })).output).toEqual({ a: 1 });
  });

  it("places a result into a list, leaving the input of others as it was", async () => {
    const input = { list: [{ a: 1 }, { a: 2 }] };
    expect((await run({ Type: "Pass", Result: 9, ResultPath: "$.list[1].b" }, input)).output).toEqual({ list: [{ a: 1 }, { a: 2, b: 9 }] });
    expect(input).toEqual({ list: [{ a: 1 }, { a: 2 }] });
  });

  it("fails with States.ResultPathMatchFailure where the input has no room", async () => {
    expect(await run({ Type: "Pass", Result: 1, ResultPath: "$.a.b" }, { a: 5 })).toMatchObject({
      status: "FAILED",
      error: "States.ResultPathMatchFailure",
    });
  });

  it("names path, field and input when a parameter's path leads nowhere", async () => {
    const { error, cause } = await run({ Type: "Pass", Parameters: { "y.$": "$.x" } }, { a: 1 });
    expect(error).toBe("States.ParameterPathFailure");
    const detail = `The JSONPath '$.x' specified for the field 'y.$' could not be found in the input '{"a":1}'`;
    expect(cause).toBe(`An error occurred while executing the state 'State' (entered at the event id #2). ${detail}`);
  });

  it("knows the whole context object", async () => {
    const { output } = await run({ Type: "Pass", Parameters: { "context.$": "$$" } }, { a: 1 });
    expect(output).toMatchObject({
      context: {
        Execution: { Id: expect.stringContaining(":execution:"), Input: { a: 1 }, StartTime: "2024-01-01T00:00:00.000Z", RedriveCount: 0 },
        State: { Name: "State", EnteredTime: "2024-01-01T00:00:00.000Z" },
        StateMachine: { Name: "StateMachine" },
      },
    });
  });
});

describe("intrinsic functions", () => {
  const cases: [string, unknown][] = [
    ["States.Format('{}-{} \\{\\} it\\'s', $.text, $.number)", "a,b-7 {} it's"],
    ["States.Format('{}', $.object)", '{"k":[1]}'],
    ["States.StringToJson('[1]')", [1]],
    ["States.JsonToString($.object)", '{"k":[1]}'],
    ["States.JsonMerge($.object, States.StringToJson('{\"l\":2}'), false)", { k: [1], l: 2 }],
    ["States.Array($.number, 'x', true, null, 1.5)", [7, "x", true, null, 1.5]],
    ["States.ArrayPartition($.list, 2)", [[1, 2], [2, 3], [3]]],
    ["States.ArrayContains($.list, 3)", true],
    ["States.ArrayRange(1, 9, 4)", [1, 5, 9]],
    ["States.ArrayRange(3, 1, -1)", [3, 2, 1]],
    ["States.ArrayGetItem($.list, 2)", 2],
    ["States.ArrayLength($.list)", 5],
    ["States.ArrayUnique($.list)", [1, 2, 3]],
    ["States.Base64Encode('Grüße')", "R3LDvMOfZQ=="],
    ["States.Base64Decode('R3LDvMOfZQ==')", "Grüße"],
    ["States.Hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["States.MathAdd($.number, -8.5)", -1],
    ["States.StringSplit($.text, ',')", ["a", "b"]],
    ["States.ArrayLength($$.Execution.Input.list)", 5],
  ];

  it.each(cases)("%s", async (text, expected) => {
    const input = { text: "a,b", number: 7, object: { k: [1] }, list: [1, 2, 2, 3, 3] };
    expect((await run({ Type: "Pass", Parameters: { "r.$": text } }, input)).output).toEqual({ r: expected });
  });

  it("gives the same random number for the same seed", async () => {
    const state = {
      Type: "Pass",
      Parameters: { "a.$": "States.MathRandom(1, 1000, 5)", "b.$": "States.MathRandom(1, 1000, 5)", "id.$": "States.UUID()" },
    };
    const { output } = await run(state, {});
    const { a, b, id } = output as Record<string, unknown>;
    expect(a).toBe(b);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    "States.ArrayGetItem($.list, 9)",
    "States.StringToJson('{')",
    "States.ArrayRange(1, 5000, 1)",
    "States.Hash('x', 'CRC')",
    "States.JsonMerge($, $, true)",
  ])("%s fails with States.IntrinsicFailure", async (text) => {
    expect(await run({ Type: "Pass", Parameters: { "r.$": text } }, { list: [] })).toMatchObject({
      status: "FAILED",
      error: "States.IntrinsicFailure",
    });
  });
});

describe("Choice rules", () => {
  const holds = async (rule: object, input: unknown): Promise<boolean> => {
    const states = {
      C: { Type: "Choice", Choices: [{ ...rule, Next: "Yes" }], Default: "No" },
      Yes: { Type: "Pass", Result: true, End: true },
      No: { Type: "Pass", Result: false, End: true },
    };
    return (await virtualEngine().run({ StartAt: "C", States: states }, input)).output === true;
  };

  it.each([
    [{ Variable: "$.n", NumericGreaterThanEquals: 5 }, { n: 5 }, true],
    [{ Variable: "$.n", NumericEquals: 5 }, { n: "5" }, false],
    [{ Variable: "$.s", StringLessThan: "b" }, { s: "a" }, true],
    [{ Variable: "$.s", StringEqualsPath: "$.t" }, { s: "a", t: "a" }, true],
    [{ Variable: "$.s", StringMatches: "log-*.tx\\*" }, { s: "log-9.tx*" }, true],
    [{ Variable: "$.s", StringMatches: "a*a" }, { s: "a" }, false],
    [{ Variable: "$.t", TimestampLessThan: "2024-01-01T00:00:00+01:00" }, { t: "2023-12-31T22:59:59Z" }, true],
    [{ Variable: "$.t", TimestampEquals: "2024-01-01T00:00:00.000000001Z" }, { t: "2024-01-01T00:00:00Z" }, false],
    [{ Variable: "$.x", IsPresent: false }, {}, true],
    [{ Variable: "$.x", IsNull: true }, { x: null }, true],
    [{ Variable: "$.x", IsTimestamp: true }, { x: "2024-01-01" }, false],
    [{ Not: { Variable: "$.x", IsBoolean: true } }, { x: 1 }, true],
    [
      {
        And: [
          { Variable: "$.x", IsPresent: true },
          {
            Or: [
              { Variable: "$.x", NumericEquals: 1 },
              { Variable: "$.x", NumericEquals: 2 },
            ],
          },
        ],
      },
      { x: 2 },
      true,
    ],
  ])("%j on %j", async (rule, input, expected) => {
    expect(await holds(rule, input)).toBe(expected);
  });

  it("fails when no rule holds and there is no Default", async () => {
    const machine = {
      StartAt: "C",
      States: { C: { Type: "Choice", Choices: [{ Variable: "$.x", NumericEquals: 1, Next: "D" }] }, D: { Type: "Succeed" } },
    };
    expect(await virtualEngine().run(machine, { x: 2 })).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
    expect(await virtualEngine().run(machine, {})).toMatchObject({ status: "FAILED", error: "States.Runtime" });
  });
});
