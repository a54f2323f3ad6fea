/** Arguments: literals, paths, functions, tokens, arrays; and Choice rules. */

import type { Ref } from "../../workflows/kit/index.ts";
import { add, and, count, eq, gt, lte, ne, not, or, orElse, present, stringify, text, token, when } from "../../workflows/kit/index.ts";
import { build, describeTable, maskTable, problemsOf, statesOf } from "./support.ts";

const parameters = (value: (steps: { input: never }) => unknown): unknown =>
  statesOf(build({}, ({ input, pass }) => void pass("Shape", value({ input: input as never }))))["Shape"]?.["Parameters"];

describe("payload templates", () => {
  it.each<[string, (input: { other: Ref<string>; limit: Ref<number>; names: Ref<string[]> }) => unknown, unknown]>([
    ["literals", () => ({ a: 1, b: [true, null], c: { d: "x" } }), { a: 1, b: [true, null], c: { d: "x" } }],
    ["a path", ({ other }) => ({ a: other }), { "a.$": "$.other" }],
    ["text", ({ other }) => ({ a: text`it's {${other}}\\${"!"}` }), { "a.$": "States.Format('it\\'s \\{{}\\}\\\\!', $.other)" }],
    ["text without holes", () => ({ a: text`plain ${"text"}` }), { a: "plain text" }],
    [
      "functions",
      ({ names, limit }) => ({ n: count(names), j: stringify(names), s: add(limit, 2) }),
      { "n.$": "States.ArrayLength($.names)", "j.$": "States.JsonToString($.names)", "s.$": "States.MathAdd($.limit, 2)" },
    ],
    ["an array of values", ({ other }) => ({ a: [other, "x'y", 3] }), { "a.$": "States.Array($.other, 'x\\'y', 3)" }],
    ["an array of objects", ({ other }) => ({ a: [{ k: other }, { k: "v" }] }), { a: [{ "k.$": "$.other" }, { k: "v" }] }],
  ])("write %s", (_, value, expected) => {
    expect(parameters(({ input }) => value(input))).toEqual(expected);
  });

  it("put tokens into literals and into functions", () => {
    const states = statesOf(
      build(
        { "Mask table": maskTable },
        ({ run, input }) =>
          void run("Mask table", {
            runId: token("run_name"),
            table: text`${token("prefix")}-${input.other}`,
            names: [token("a"), input.other],
          }),
      ),
    );
    expect(states["Mask table"]?.["Parameters"]).toEqual({
      FunctionName: "${masking_handler_arn}",
      Payload: {
        operation: "maskTable",
        runId: "${run_name}",
        "table.$": "States.Format('${prefix}-{}', $.other)",
        "names.$": "States.Array('${a}', $.other)",
      },
    });
  });

  it("carry the role of another account in Credentials", () => {
    const states = statesOf(
      build(
        { Describe: describeTable },
        ({ run }) => void run("Describe", { TableName: "t" }, { credentials: { roleArn: token("role_arn") } }),
      ),
    );
    expect(states["Describe"]?.["Credentials"]).toEqual({ RoleArn: "${role_arn}" });
  });

  it("refuse what JSONPath cannot say, with the way out", () => {
    expect(problemsOf({}, ({ input, pass }) => pass("Shape", { a: orElse(input.limit, 3) }))).toEqual([
      "Shape: Parameters.a: JSONPath cannot say orElse(input.limit, 3): it asks only in a Choice whether a value is there.",
    ]);
    expect(problemsOf({}, ({ input, pass }) => pass("Shape", { a: [input.other, { b: 1 }] }))).toHaveLength(1);
    expect(problemsOf({}, ({ input, pass }) => pass("Shape", count(input.names)))).toHaveLength(1);
    expect(problemsOf({}, ({ pass }) => pass("Shape", { "a.$": 1 }))).toHaveLength(1);
  });
});

describe("Choice rules", () => {
  it.each<[string, (input: { other: Ref<string>; runId: Ref<string>; limit: Ref<number>; flag: Ref<boolean> }) => Ref<boolean>, unknown]>([
    ["equality with a text", ({ other }) => eq(other, "a"), { Variable: "$.other", StringEquals: "a" }],
    ["inequality", ({ other }) => ne(other, ""), { Not: { Variable: "$.other", StringEquals: "" } }],
    ["a number", ({ limit }) => gt(limit, 3), { Variable: "$.limit", NumericGreaterThan: 3 }],
    ["truth", ({ flag }) => eq(flag, true), { Variable: "$.flag", BooleanEquals: true }],
    ["a truth value itself", ({ flag }) => flag, { Variable: "$.flag", BooleanEquals: true }],
    ["a token", ({ other }) => eq(other, token("account_id")), { Variable: "$.other", StringEquals: "${account_id}" }],
    ["two numbers that are stored", ({ limit }) => lte(limit, limit), { Variable: "$.limit", NumericLessThanEqualsPath: "$.limit" }],
    [
      "two values that are stored",
      ({ other, runId }) => eq(other, runId),
      {
        Or: [
          { Variable: "$.other", StringEqualsPath: "$.runId" },
          { Variable: "$.other", NumericEqualsPath: "$.runId" },
          { Variable: "$.other", BooleanEqualsPath: "$.runId" },
          {
            And: [
              { Variable: "$.other", IsNull: true },
              { Variable: "$.runId", IsNull: true },
            ],
          },
        ],
      },
    ],
    ["presence", ({ limit }) => not(present(limit)), { Not: { Variable: "$.limit", IsPresent: true } }],
    [
      "a fallback that holds",
      ({ limit }) => lte(orElse(limit, 0), 5),
      { Or: [{ Not: { Variable: "$.limit", IsPresent: true } }, { Variable: "$.limit", NumericLessThanEquals: 5 }] },
    ],
    [
      "a fallback that does not hold",
      ({ limit }) => gt(orElse(limit, 0), 5),
      {
        And: [
          { Variable: "$.limit", IsPresent: true },
          { Variable: "$.limit", NumericGreaterThan: 5 },
        ],
      },
    ],
    [
      "and, or",
      ({ other, flag }) => or(and(eq(other, "a"), flag), eq(other, "b")),
      {
        Or: [
          {
            And: [
              { Variable: "$.other", StringEquals: "a" },
              { Variable: "$.flag", BooleanEquals: true },
            ],
          },
          { Variable: "$.other", StringEquals: "b" },
        ],
      },
    ],
  ])("say %s", (_, condition, expected) => {
    const states = statesOf(
      build(
        {},
        ({ input, choice, fail }) => void choice("Which?", [when(condition(input as never), () => fail("Stop", "A", "b"))], () => {}),
      ),
    );
    expect(states["Which?"]?.["Choices"]).toEqual([{ ...(expected as object), Next: "Stop" }]);
  });

  it("refuse what has to be computed first", () => {
    const [problem] = problemsOf({}, ({ input, choice, fail }) => {
      choice("Many?", [when(gt(count(input.names), 3), () => fail("Stop", "A", "b"))], () => {});
    });
    expect(problem).toBe("Many?: Choices[0]: a Choice rule cannot say gt(count(input.names), 3): one side must be a value that is stored.");
  });
});
