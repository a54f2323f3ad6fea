/** What JSONPath can compute and select, and what it refuses with a way out. */
import fc from "fast-check";
import { z } from "zod";
import * as kit from "../../workflows/kit/index.ts";
import { renderTemplate, toAsl, WorkflowError, workflow } from "../../workflows/kit/index.ts";
import { evaluatePath, parsePath } from "../../workflows/kit/jsonpath/index.ts";

const row = z.object({ name: z.string(), rows: z.int(), done: z.boolean(), note: z.string().optional(), "odd-name": z.string() });
const input = z.object({
  runId: z.string(),
  n: z.int(),
  json: z.string(),
  limit: z.int().optional(),
  names: z.array(z.string()).max(3),
  tables: z.array(row),
  a: z.object({ x: z.int() }),
  b: z.object({ y: z.int() }),
});
type Data = kit.Expr<z.output<typeof input>>;
type State = Record<string, unknown>;

/** A workflow with one Pass that holds the value. */
const passing = (value: (data: Data) => unknown) =>
  workflow({ name: "w", comment: "", input, tasks: {}, unbounded: true }).define(({ input, pass }) => pass("Shape", { v: value(input) }));
const rendered = (value: (data: Data) => unknown): unknown => {
  const { States } = JSON.parse(renderTemplate(toAsl(passing(value)), { bucket: "b" })) as { States: Record<string, State> };
  return (States.Shape?.Parameters as State | undefined)?.["v.$"];
};
const refused = (value: (data: Data) => unknown): readonly string[] => {
  try {
    passing(value);
    return [];
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    return error.problems.map(({ state, message, remedy }) => `${state}: ${message} ${remedy}`);
  }
};

describe("JSONPath says as an intrinsic function", () => {
  it.each<[string, (data: Data) => unknown, string]>([
    ["count", ({ names }) => kit.count(names), "States.ArrayLength($.names)"],
    ["add", ({ n }) => kit.add(n, 2), "States.MathAdd($.n, 2)"],
    ["subtract a literal", ({ n }) => kit.subtract(n, 2), "States.MathAdd($.n, -2)"],
    ["subtract nothing", ({ n }) => kit.subtract(n, 0), "States.MathAdd($.n, 0)"],
    ["range", ({ n }) => kit.range(1, n), "States.ArrayRange(1, $.n, 1)"],
    ["chunk", ({ names }) => kit.chunk(names, 10), "States.ArrayPartition($.names, 10)"],
    ["unique", ({ names }) => kit.unique(names), "States.ArrayUnique($.names)"],
    ["contains", ({ names, runId }) => kit.contains(names, runId), "States.ArrayContains($.names, $.runId)"],
    ["merge", ({ a, b }) => kit.merge(a, b), "States.JsonMerge($.a, $.b, false)"],
    ["at", ({ names, n }) => kit.at(names, n), "States.ArrayGetItem($.names, $.n)"],
    ["split", ({ runId }) => kit.split(runId, "-"), "States.StringSplit($.runId, '-')"],
    ["split at a quote", ({ runId }) => kit.split(runId, "'"), "States.StringSplit($.runId, '\\'')"],
    ["hash", ({ runId }) => kit.hash(runId, "MD5"), "States.Hash($.runId, 'MD5')"],
    ["uuid", () => kit.uuid(), "States.UUID()"],
    ["base64", ({ runId }) => kit.base64(runId), "States.Base64Encode($.runId)"],
    ["fromBase64", ({ runId }) => kit.fromBase64(runId), "States.Base64Decode($.runId)"],
    ["stringify", ({ a }) => kit.stringify(a), "States.JsonToString($.a)"],
    ["parseJson", ({ json }) => kit.parseJson<number>(json), "States.StringToJson($.json)"],
    ["text with a token", ({ runId }) => kit.text`s3://${kit.token("bucket")}/${runId}`, "States.Format('s3://b/{}', $.runId)"],
    [
      "functions of selections",
      ({ tables }) => kit.count(kit.filter(tables, (table) => kit.gt(table.rows, 0))),
      "States.ArrayLength($.tables[?(@.rows > 0)])",
    ],
  ])("%s", (_, value, expected) => expect(rendered(value)).toBe(expected));
});

describe("JSONPath selects", () => {
  it.each<[string, (data: Data) => unknown, string]>([
    ["a field of each", ({ tables }) => kit.pluck(tables, (table) => table.name), "$.tables[*].name"],
    ["a field with a name of its own kind", ({ tables }) => kit.pluck(tables, (table) => table["odd-name"]), "$.tables[*]['odd-name']"],
    ["each itself", ({ names }) => kit.pluck(names, (name) => name), "$.names[*]"],
    ["those that fit", ({ tables }) => kit.filter(tables, (table) => kit.ne(table.name, "orders")), "$.tables[?(@.name != 'orders')]"],
    ["elements that are no objects", ({ names }) => kit.filter(names, (name) => kit.eq(name, "a")), "$.names[?(@ == 'a')]"],
    ["by a flag", ({ tables }) => kit.filter(tables, (table) => table.done), "$.tables[?(@.done == true)]"],
    ["by a negated flag", ({ tables }) => kit.filter(tables, (table) => kit.not(table.done)), "$.tables[?(@.done == false)]"],
    [
      "with the literal in front",
      ({ tables }) => kit.filter(tables, (table) => kit.lt(kit.literal(3), table.rows)),
      "$.tables[?(@.rows > 3)]",
    ],
    [
      "by and, or, not",
      ({ tables }) =>
        kit.filter(tables, (t) => kit.and(kit.gt(t.rows, 0), kit.not(kit.or(kit.eq(t.name, "a"), kit.and(t.done, kit.lte(t.rows, 9)))))),
      "$.tables[?(@.rows > 0 && (@.name != 'a' && (@.done == false || @.rows > 9)))]",
    ],
    ["by what is there", ({ tables }) => kit.filter(tables, (table) => kit.present(table.note)), "$.tables[?(@.note)]"],
    [
      "by what is there and fits",
      ({ tables }) => kit.filter(tables, (table) => kit.whenPresent(table.note, (note) => kit.eq(note, "it's"))),
      `$.tables[?(@.note && @.note == "it's")]`,
    ],
    [
      "twice, and a field of those",
      ({ tables }) =>
        kit.pluck(
          kit.filter(
            kit.filter(tables, (table) => table.done),
            (table) => kit.gte(table.rows, 5),
          ),
          (table) => table.name,
        ),
      "$.tables[?((@.done == true) && (@.rows >= 5))].name",
    ],
    ["by hand", ({ tables }) => kit.jsonpath<string[]>`${tables}[?(@.rows > ${3})].name`, "$.tables[?(@.rows > 3)].name"],
    [
      "by hand, a function",
      ({ names, runId }) => kit.jsonpath`States.ArrayContains(${names}, ${runId})`,
      "States.ArrayContains($.names, $.runId)",
    ],
    [
      "a field of what was selected by hand",
      ({ tables }) => kit.pluck(kit.jsonpath<{ name: string }[]>`${tables}[0:2]`, (t) => t.name),
      "$.tables[0:2].name",
    ],
    [
      "inside a function by hand",
      ({ tables }) => kit.count(kit.jsonpath<string[]>`${tables}[*].name`),
      "States.ArrayLength($.tables[*].name)",
    ],
  ])("%s", (_, value, expected) => expect(rendered(value)).toBe(expected));

  it("with the same elements as JavaScript's filter", () => {
    const scalar = fc.constantFrom(-1, 0, 1, 2);
    const texts = fc.constantFrom("a", "it's", 'say "x"', "ü, (b)");
    const element = fc.record({ n: scalar, t: texts, f: fc.boolean() });
    type Element = { n: number; t: string; f: boolean };
    interface Condition {
      readonly write: (of: kit.Expr<Element>) => kit.Ref<boolean>;
      readonly holds: (of: Element) => boolean;
    }
    const leaf: fc.Arbitrary<Condition> = fc.oneof(
      scalar.map((n) => ({ write: (of: kit.Expr<Element>) => kit.gt(of.n, n), holds: (of: Element) => of.n > n })),
      scalar.map((n) => ({ write: (of: kit.Expr<Element>) => kit.lte(of.n, n), holds: (of: Element) => of.n <= n })),
      texts.map((t) => ({ write: (of: kit.Expr<Element>) => kit.eq(of.t, t), holds: (of: Element) => of.t === t })),
      texts.map((t) => ({ write: (of: kit.Expr<Element>) => kit.ne(of.t, t), holds: (of: Element) => of.t !== t })),
      fc.constant({ write: (of: kit.Expr<Element>) => of.f, holds: (of: Element) => of.f }),
    );
    const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { depthSize: "small" },
        leaf,
        tie("condition").map(({ write, holds }): Condition => ({ write: (of) => kit.not(write(of)), holds: (of) => !holds(of) })),
        fc
          .tuple(tie("condition"), tie("condition"))
          .map(([a, b]): Condition => ({ write: (of) => kit.and(a.write(of), b.write(of)), holds: (of) => a.holds(of) && b.holds(of) })),
        fc
          .tuple(tie("condition"), tie("condition"))
          .map(([a, b]): Condition => ({ write: (of) => kit.or(a.write(of), b.write(of)), holds: (of) => a.holds(of) || b.holds(of) })),
      ),
    }));
    const schema = z.object({ list: z.array(z.object({ n: z.number(), t: z.string(), f: z.boolean() })) });
    fc.assert(
      fc.property(condition, fc.array(element, { maxLength: 8 }), ({ write, holds }, list) => {
        const machine = workflow({ name: "w", comment: "", input: schema, tasks: {}, unbounded: true }).define(({ input, pass }) =>
          pass("Shape", kit.filter(input.list, write)),
        );
        const { States } = JSON.parse(toAsl(machine)) as { States: Record<string, { InputPath: string }> };
        expect(evaluatePath(parsePath(States.Shape?.InputPath ?? ""), { list })).toEqual(list.filter(holds));
      }),
    );
  });

  it("in a Pass; a Map takes what it selected, since ItemsPath is a reference path", () => {
    const machine = workflow({ name: "w", comment: "", input, tasks: {}, unbounded: true }).define(
      ({ input, pass, map, distributedMap }) => {
        const big = pass(
          "Big",
          kit.filter(input.tables, (table) => kit.gt(table.rows, 9)),
        );
        const names = pass(
          "Every name",
          kit.pluck(big, (table) => table.name),
        );
        map("Each", big, (table) => pass("One", { name: table.name }));
        distributedMap("All", { items: names }, ({ item }) => pass("Other", { name: item }));
      },
    );
    const { States } = JSON.parse(toAsl(machine)) as { States: Record<string, State> };
    expect(States.Big).toMatchObject({ InputPath: "$.tables[?(@.rows > 9)]" });
    expect(States["Every name"]).toMatchObject({ InputPath: "$.big[*].name" });
    expect(States.Each).toMatchObject({ ItemsPath: "$.big" });
    expect(States.All).toMatchObject({ ItemsPath: "$.everyName" });
  });

  it("not where a Map says what it iterates over", () => {
    const over = (items: (tables: Data["tables"]) => kit.Ref<readonly unknown[]>) => () =>
      workflow({ name: "w", comment: "", input, tasks: {}, unbounded: true }).define(({ input, pass, map }) => {
        map("Each", items(input.tables), () => void pass("One", { a: 1 }));
      });
    const remedy = /Each: ItemsPath: JSONPath cannot iterate over .* Put the array into a pass\(\) before\./;
    expect(over((tables) => kit.filter(tables, (table) => kit.gt(table.rows, 9)))).toThrow(remedy);
    expect(over((tables) => kit.pluck(tables, (table) => table.name))).toThrow(remedy);
  });
});

describe("JSONPath refuses, with the way out", () => {
  const compute = 'Render the workflow in JSONata (queryLanguage: "JSONata"), or compute it in a Task.';
  const deep = (data: Data): kit.Expr<number> => Array.from({ length: 11 }).reduce<kit.Expr<number>>((of) => kit.add(of, 1), data.n);
  it.each<[string, (data: Data) => unknown, string]>([
    [
      "upper",
      ({ runId }) => kit.upper(runId),
      `Shape: Parameters.v: JSONPath cannot say upper(input.runId): it has no such function on texts. ${compute}`,
    ],
    ["sum", ({ tables }) => kit.sum(kit.pluck(tables, (t) => t.rows)), "it cannot add up the elements of an array."],
    ["multiply", ({ n }) => kit.multiply(n, 2), "it only adds and subtracts whole numbers."],
    ["a fraction", ({ n }) => kit.add(n, 0.5), "it adds whole numbers only."],
    ["subtracting what is stored", ({ n }) => kit.subtract(n, n), "it subtracts whole numbers that are written down."],
    ["a separator of two characters", ({ runId }) => kit.split(runId, "--"), "it splits at every single character of the separator."],
    ["iff", ({ n }) => kit.iff(kit.gt(n, 3), "a", "b"), "it decides only between states. Decide with choice()"],
    ["orElse", ({ limit }) => kit.orElse(limit, 3), "it asks only in a Choice whether a value is there."],
    ["whenPresent", ({ limit }) => kit.whenPresent(limit, (of) => kit.add(of, 1), 0), "it asks only in a Choice"],
    ["a condition", ({ n }) => kit.gt(n, 3), "a condition is no value there."],
    ["a field of something computed", ({ json }) => kit.parseJson<{ a: string }>(json).a, "it reads a field of something computed."],
    ["pluck of something computed", ({ tables }) => kit.pluck(tables, (t) => kit.add(t.rows, 1)), "pluck() gives a field of each element"],
    [
      "a filter of what was plucked",
      ({ tables }) =>
        kit.filter(
          kit.pluck(tables, (t) => t.name),
          (name) => kit.eq(name, "a"),
        ),
      "Filter first, then pluck.",
    ],
    [
      "a filter of something computed",
      ({ names }) => kit.filter(kit.unique(names), (name) => kit.eq(name, "a")),
      "it selects from something computed.",
    ],
    [
      "a filter with an outer value",
      ({ tables, n }) => kit.filter(tables, (t) => kit.gt(t.rows, n)),
      "compares a field of the element with a literal.",
    ],
    [
      "a filter with a pattern",
      ({ tables }) => kit.filter(tables, (t) => kit.like(t.name, "a*")),
      "a filter compares fields of the element with literals.",
    ],
    [
      "a text that no filter holds",
      ({ names }) => kit.filter(names, (name) => kit.eq(name, "\\")),
      "the literal cannot be written in a filter.",
    ],
    ["functions that lie too deep", deep, "functions nest at most 10 deep."],
    ["an object in a function", () => kit.stringify(kit.literal({ a: 1 })), "an object cannot stand inside of a function."],
    ["JSONata by hand", ({ tables }) => kit.jsonata`$sum(${tables}.rows)`, "it is written in JSONata. Write it with jsonpath`…`"],
    ["a path that does not parse", ({ tables }) => kit.jsonpath`${tables}[`, "is not a valid JSONPath"],
    [
      "an unknown function by hand",
      ({ n }) => kit.jsonpath`States.MathSub(${n}, 1)`,
      '"States.MathSub" is none of the intrinsic functions',
    ],
    ["a function without its arguments", ({ n }) => kit.jsonpath`States.MathAdd(${n})`, "States.MathAdd takes 2 arguments, not 1,"],
    ["an open quote by hand", () => kit.jsonpath`States.Format('a)`, "is missing"],
  ])("%s", (_, value, expected) => {
    const problems = refused(value);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("Shape: Parameters.v: JSONPath cannot say ");
    expect(problems[0]).toContain(expected);
  });

  it("a computed number of seconds, a moment, a limit: those fields take what is stored", () => {
    const build = () =>
      workflow({ name: "w", comment: "", input, tasks: {}, unbounded: true }).define(({ input, wait, distributedMap, pass }) => {
        wait("Rest", { seconds: kit.add(input.n, 1) });
        wait("Until", { until: kit.text`${input.runId}Z` });
        const reader = { format: "LIST", bucket: "b", atMost: kit.add(input.n, 1) } as const;
        distributedMap("List", { reader }, ({ item }) => pass("One", { key: item.Key }));
      });
    expect(build).toThrow(
      /Rest: Seconds: .*Until: Timestamp: .*List: MaxItems: JSONPath cannot say add\(input.n, 1\): the field takes a value that is stored/s,
    );
  });
});

describe("a token in a function", () => {
  const template = () => toAsl(passing(({ runId }) => kit.text`${kit.token("bucket")}/${runId}`));

  it("is refused where its value would break it", () => {
    expect(renderTemplate(template(), { bucket: "data" })).toContain("States.Format('data/{}', $.runId)");
    for (const bucket of ["it's", "{}", "a\\b", 'a"b', "a\nb"]) {
      expect(() => renderTemplate(template(), { bucket })).toThrow(/Line \d+ of the template has the token "bucket" in a function/);
    }
  });

  it("may be anything in a text of its own", () => {
    const plain = toAsl(passing(() => kit.text`${kit.token("bucket")}/x`));
    expect(renderTemplate(plain, { bucket: "it's {}" })).toContain("it's {}/x");
  });
});
