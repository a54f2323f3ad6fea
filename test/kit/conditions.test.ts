/** Conditions as Choice rules: instants, patterns, what may be absent, what is written by hand. */
import { z } from "zod";
import * as kit from "../../workflows/kit/index.ts";
import { WorkflowError, when, workflow } from "../../workflows/kit/index.ts";

const input = z.object({
  name: z.string(),
  at: z.string(),
  other: z.string(),
  n: z.int(),
  limit: z.int().optional(),
  note: z.string().optional(),
  flag: z.boolean().optional(),
  names: z.array(z.string()).max(3),
});
type Data = kit.Expr<z.output<typeof input>>;

const deciding = (condition: (data: Data) => kit.Ref<boolean>) =>
  workflow({ name: "w", comment: "", input, tasks: {}, unbounded: true }).define(({ input, choice, fail }) => {
    choice("Which?", [when(condition(input), () => fail("Stop", "A", "b"))], () => {});
  });
const ruleOf = (condition: (data: Data) => kit.Ref<boolean>): unknown => {
  const { Choices } = deciding(condition).definition.States["Which?"] as unknown as { Choices: [Record<string, unknown>] };
  const { Next: _, ...rule } = Choices[0];
  return rule;
};

const limitThere = { Variable: "$.limit", IsPresent: true };
const noLimit = { Not: limitThere };

it.each<[string, (data: Data) => kit.Ref<boolean>, unknown]>([
  ["before a moment", ({ at }) => kit.before(at, "2026-01-01T00:00:00Z"), { Variable: "$.at", TimestampLessThan: "2026-01-01T00:00:00Z" }],
  ["after another", ({ at, other }) => kit.after(at, other), { Variable: "$.at", TimestampGreaterThanPath: "$.other" }],
  [
    "a moment before what is stored",
    ({ at }) => kit.before(kit.literal("2026-01-01T00:00:00Z"), at),
    { Variable: "$.at", TimestampGreaterThan: "2026-01-01T00:00:00Z" },
  ],
  ["a pattern", ({ name }) => kit.like(name, "refresh-*"), { Variable: "$.name", StringMatches: "refresh-*" }],
  [
    "a condition on what may be absent",
    ({ limit }) => kit.whenPresent(limit, (of) => kit.gt(of, 3)),
    { And: [limitThere, { Variable: "$.limit", NumericGreaterThan: 3 }] },
  ],
  [
    "one that holds where it is absent",
    ({ limit }) => kit.whenPresent(limit, (of) => kit.gt(of, 3), true),
    { Or: [noLimit, { Variable: "$.limit", NumericGreaterThan: 3 }] },
  ],
  [
    "another one where it is absent",
    ({ limit, n }) => kit.whenPresent(limit, (of) => kit.gt(of, 3), kit.eq(n, 0)),
    {
      Or: [
        { And: [limitThere, { Variable: "$.limit", NumericGreaterThan: 3 }] },
        { And: [noLimit, { Variable: "$.n", NumericEquals: 0 }] },
      ],
    },
  ],
  [
    "beside other conditions, at their side",
    ({ limit, name }) =>
      kit.and(
        kit.eq(name, "a"),
        kit.whenPresent(limit, (of) => kit.gt(of, 3)),
      ),
    { And: [{ Variable: "$.name", StringEquals: "a" }, limitThere, { Variable: "$.limit", NumericGreaterThan: 3 }] },
  ],
  [
    "a fallback on the other side",
    ({ limit, n }) => kit.lt(n, kit.orElse(limit, 5)),
    {
      Or: [
        {
          And: [limitThere, { Variable: "$.limit", NumericGreaterThanPath: "$.n" }],
        },
        { And: [noLimit, { Variable: "$.n", NumericLessThan: 5 }] },
      ],
    },
  ],
  [
    "a flag that is off when absent",
    ({ flag }) => kit.orElse(flag, false),
    {
      And: [
        { Variable: "$.flag", IsPresent: true },
        { Variable: "$.flag", BooleanEquals: true },
      ],
    },
  ],
  [
    "a flag that is on when absent",
    ({ flag }) => kit.orElse(flag, true),
    { Or: [{ Not: { Variable: "$.flag", IsPresent: true } }, { Variable: "$.flag", BooleanEquals: true }] },
  ],
  ["a path by hand", ({ names }) => kit.eq(kit.jsonpath<string>`${names}[0]`, "a"), { Variable: "$.names[0]", StringEquals: "a" }],
])("say %s", (_, condition, expected) => expect(ruleOf(condition)).toEqual(expected));

it.each<[string, (data: Data) => kit.Ref<boolean>, string]>([
  ["what has to be computed", ({ names, name }) => kit.contains(names, name), "it is computed. Put it into a pass() before"],
  ["a length", ({ name }) => kit.gt(kit.length(name), 3), "one side must be a value that is stored. Compute it in a pass() before"],
  [
    "a path by hand that may find many",
    ({ names }) => kit.eq(kit.jsonpath<string>`${names}[*]`, "a"),
    "one side must be a value that is stored.",
  ],
  ["iff", ({ n, flag }) => kit.iff(kit.gt(n, 3), kit.orElse(flag, false), true), "Write or(and(condition, yes)"],
  ["a condition by hand in JSONata", ({ n }) => kit.jsonata<boolean>`${n} > 3`, "it is written in JSONata."],
  ["no condition at all", () => kit.and(), "it has no condition inside."],
])("refuse %s", (_, condition, expected) => {
  let message = "";
  try {
    deciding(condition);
  } catch (error) {
    if (error instanceof WorkflowError) message = error.message;
  }
  expect(message).toContain("w / Which?: Choices[0]: ");
  expect(message).toContain(expected);
});
