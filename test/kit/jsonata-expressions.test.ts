import { createEngine, noIntegrations, virtualClock } from "../../local/stepfunctions/index.ts";
import {
  add,
  after,
  and,
  at,
  base64,
  before,
  ceil,
  chunk,
  contains,
  count,
  divide,
  type Expr,
  eq,
  filter,
  floor,
  fromBase64,
  gt,
  gte,
  hash,
  iff,
  join,
  jsonata,
  jsonpath,
  length,
  like,
  literal,
  lower,
  lt,
  merge,
  multiply,
  ne,
  not,
  or,
  orElse,
  parseJson,
  pluck,
  present,
  type Ref,
  range,
  remainder,
  renderTemplate,
  replace,
  round,
  split,
  stringify,
  substring,
  subtract,
  sum,
  text,
  toAsl,
  token,
  trim,
  unique,
  upper,
  when,
  whenPresent,
} from "../../workflows/kit/index.ts";
import { build, type Input, machineOf, problemsOf } from "./jsonata-support.ts";

const given: Input = {
  runId: "run-1",
  amount: 7,
  flag: true,
  tables: [
    { name: "b", rows: 4, tags: ["x"] },
    { name: "a", rows: 0, tags: [], note: "n" },
  ],
  "odd key": "odd",
  "tick`key": "tick",
  list: [3, 1, 3],
  nothing: null,
};
type Made = (input: Expr<Input>) => unknown;
const passing = (made: Made) => build({}, ({ input, pass }) => void pass("Made", { value: made(input) }));
const I = "$states.context.Execution.Input";
/** The JSONata of an expression, `I` standing for the input. */
const written = (made: Made): string =>
  String(machineOf(passing(made)).States?.Made?.Assign?.made?.value)
    .replace(/^\{% | %\}$/g, "")
    .replaceAll(I, "I");

/** What the expression gives on the engine. */
async function value(made: Made): Promise<unknown> {
  const workflow = build({}, ({ input, pass }) => pass("Made", { value: made(input) }));
  const engine = createEngine({ clock: virtualClock(), integrations: noIntegrations });
  try {
    const { output, cause } = await engine.run(renderTemplate(toAsl(workflow), { bucket: "our-bucket" }), given);
    return output === undefined ? cause : (output as { value: unknown }).value;
  } finally {
    await engine.close();
  }
}

const cases: readonly (readonly [string, Made, unknown])[] = [
  // paths and literals
  ["I.`odd key`", (i) => i["odd key"], "odd"],
  ["$lookup(I, 'tick`key')", (i) => i["tick`key"], "tick"],
  ["I.tables[0].tags[0]", (i) => i.tables[0].tags[0], "x"],
  ["$string({'a': [1, 'it', null], 'b': true})", () => stringify(literal({ a: [1, "it", null], b: true })), '{"a":[1,"it",null],"b":true}'],
  // texts
  ["'runs/' & I.runId & '/' & I.amount", (i) => text`runs/${i.runId}/${i.amount}`, "runs/run-1/7"],
  [`"it's " & I.runId & ' "x" \\\\ \\n'`, (i) => text`it's ${i.runId} "x" \\ \n`, 'it\'s run-1 "x" \\ \n'],
  ["$string(I.amount)", (i) => text`${i.amount}`, "7"],
  ["'our-bucket/' & I.runId", (i) => text`our-bucket/${i.runId}`, "our-bucket/run-1"],
  ["'${bucket}/' & I.runId", (i) => text`${token("bucket")}/${i.runId}`, "our-bucket/run-1"],
  ["$uppercase(I.runId)", (i) => upper(i.runId), "RUN-1"],
  ["$lowercase('ÄB')", () => lower(literal("ÄB")), "äb"],
  ["$trim('  a   b ')", () => trim(literal("  a   b ")), "a b"],
  ["$length(I.runId)", (i) => length(i.runId), 5],
  ["[$filter($split('a--b-', '-'), function($element) { $element != '' })]", () => split(literal("a--b-"), "-"), ["a", "b"]],
  ["[$filter($split('a', '-'), function($element) { $element != '' })]", () => split(literal("a"), "-"), ["a"]],
  ["$join(['a', I.runId], ', ')", (i) => join(literal(["a", i.runId]) as unknown as Ref<string[]>, ", "), "a, run-1"],
  ["$substring(I.runId, 1, 2)", (i) => substring(i.runId, 1, 2), "un"],
  ["$replace(I.runId, 'n', '$1')", (i) => replace(i.runId, "n", "$1"), "ru$1-1"],
  // numbers
  ["(I.amount + 1) * 2 - 3", (i) => subtract(multiply(add(i.amount, 1), 2), 3), 13],
  ["I.amount - (1 - 2)", (i) => subtract(i.amount, subtract(literal(1), 2)), 8],
  ["(I.amount / 2) % 2", (i) => remainder(divide(i.amount, 2), 2), 1.5],
  ["$round(I.amount / 2)", (i) => round(divide(i.amount, 2)), 4],
  ["$round(I.amount / 3, 2)", (i) => round(divide(i.amount, 3), 2), 2.33],
  ["$floor(2.5)", () => floor(literal(2.5)), 2],
  ["$ceil(2.5)", () => ceil(literal(2.5)), 3],
  ["'n' & (I.amount + 1)", (i) => text`n${add(i.amount, 1)}`, "n8"],
  // collections
  ["$count(I.list)", (i) => count(i.list), 3],
  ["$sum(I.list)", (i) => sum(i.list), 7],
  ["3 in I.list", (i) => contains(i.list, 3), true],
  ["[$range(1, 9, 9)]", () => range(1, 9, 9), [1]],
  ["$partition(I.list, 2)", (i) => chunk(i.list, 2), [[3, 1], [3]]],
  ["$distinct(I.list)", (i) => unique(i.list), [3, 1]],
  ["$merge([I.tables[0], {'rows': 1}])", (i) => merge(i.tables[0], literal({ rows: 1 })), { name: "b", rows: 1, tags: ["x"] }],
  ["I.list[$count(I.tables) - 1]", (i) => at(i.list, subtract(count(i.tables), 1)), 1],
  ["$partition(I.list, 2)[1]", (i) => at(chunk(i.list, 2), 1), [3]],
  ["[$map(I.tables, function($element) { $element.name })[]]", (i) => pluck(i.tables, (of) => of.name), ["b", "a"]],
  ["[$map(I.tables, function($element) { $element.tags })[]]", (i) => pluck(i.tables, (of) => of.tags), [["x"], []]],
  ["[$map(I.tables, function($element) { $element.note })[]]", (i) => pluck(i.tables, (of) => of.note), ["n"]],
  ["[$filter(I.list, function($element) { $element = 1 })[]]", (i) => filter(i.list, (of) => eq(of, 1)), [1]],
  ["[$filter(I.list, function($element) { $element > 9 })[]]", (i) => filter(i.list, (of) => gt(of, 9)), []],
  [
    "[$map(I.tables, function($element) { [$filter(I.list, function($element2) { $element2 < $element.rows })[]] })[]]",
    (i) => pluck(i.tables, (of) => filter(i.list, (number) => lt(number, of.rows))),
    [[3, 1, 3], []],
  ],
  // decisions as values
  ["I.amount > 3 and (I.flag or $not(I.runId = 'x'))", (i) => and(gt(i.amount, 3), or(i.flag, not(eq(i.runId, "x")))), true],
  ["I.nothing = null", (i) => eq(i.nothing, null), true],
  ["I.nothing != 'x'", (i) => ne(i.nothing, "x"), true],
  ["(I.amount >= 3 ? 'many' : I.runId)", (i) => iff(gte(i.amount, 3), "many", i.runId), "many"],
  ["($exists(I.limit) ? I.limit : 9) + 1", (i) => add(orElse(i.limit, 9), 1), 10],
  ["$exists(I.limit) and I.limit > 3", (i) => whenPresent(i.limit, (limit) => gt(limit, 3)), false],
  ["($exists(I.name) ? $uppercase(I.name) : 'nobody')", (i) => whenPresent(i.name, (name) => upper(name), "nobody"), "nobody"],
  ["$not($exists(I.nothing))", (i) => not(present(i.nothing)), false],
  [
    "$toMillis('2026-01-01T01:00:00+01:00') < $toMillis(I.`odd key`)",
    (i) => before(literal("2026-01-01T01:00:00+01:00"), i["odd key"]),
    /odd/,
  ],
  [
    "$toMillis('2026-01-02T00:00:00Z') > $toMillis('2026-01-01T00:00:00Z')",
    () => after(literal("2026-01-02T00:00:00Z"), "2026-01-01T00:00:00Z"),
    true,
  ],
  ["$contains(I.runId, /^run\\-[\\s\\S]*$/)", (i) => like(i.runId, "run-*"), true],
  ["$contains('a*c/x', /^a\\*c\\/[\\s\\S]*$/)", () => like(literal("a*c/x"), "a\\*c/*"), true],
  ["$contains('a\\\\c', /^[\\s\\S]*\\x5C[\\s\\S]*$/)", () => like(literal("a\\c"), "*\\\\*"), true],
  // values in other forms
  ['$parse(\'{"a":{"b c":[1]}}\').a.`b c`[0]', () => parseJson<{ a: { "b c": number[] } }>(literal('{"a":{"b c":[1]}}')).a["b c"][0], 1],
  ["$hash(I.runId, 'SHA-1')", (i) => hash(i.runId, "SHA-1"), "bc3f17288b8556e34db1e3d674a726d7533b2138"],
  ["$base64decode($base64encode(I.runId))", (i) => fromBase64(base64(i.runId)), "run-1"],
  ["$max(I.tables.rows)", (i) => jsonata<number>`$max(${i.tables}.rows)`, 4],
  ["I.amount + ($max(I.list))", (i) => add(i.amount, jsonata<number>`$max(${i.list})`), 10],
];

describe("expressions in JSONata", () => {
  it.each(cases)("%s", async (source, made, expected) => {
    expect(written(made)).toBe(source);
    if (expected instanceof RegExp) expect(await value(made)).toMatch(expected);
    else expect(await value(made)).toEqual(expected);
  });

  it("are written in JSON where only a part is computed, and left alone where none is", () => {
    const workflow = build({}, ({ input, pass }) => {
      pass("Made", {
        a: [1, { b: input.runId, c: token("bucket"), d: text`x-${token("bucket")}` }],
        e: null,
        f: undefined,
        g: text`plain`,
      });
    });
    expect(machineOf(workflow).States?.Made?.Assign?.made).toEqual({
      a: [1, { b: `{% ${I}.runId %}`, c: "${bucket}", d: "x-${bucket}" }],
      e: null,
      g: "plain",
    });
  });

  it("become conditions", () => {
    const workflow = build({}, ({ input, choice }) => {
      choice("Which?", [when(input.flag, () => {}), when(and(ne(input.runId, ""), lt(input.amount, 3)), () => {})], () => {});
    });
    expect(machineOf(workflow).States?.["Which?"]?.Choices).toMatchObject([
      { Condition: `{% ${I}.flag %}` },
      { Condition: `{% ${I}.runId != '' and ${I}.amount < 3 %}` },
    ]);
  });
});

describe("what JSONata cannot say", () => {
  it("is an expression that was written in JSONPath", () => {
    expect(problemsOf({}, ({ input, pass }) => pass("Made", { value: jsonpath<string>`${input.runId}` }))).toEqual([
      "Made: Output.value: JSONata cannot say jsonpath`${input.runId}`: it is written in JSONPath. Write it with functions of the kit or with jsonata`…`, or render the workflow in JSONPath.",
    ]);
  });

  it("is computing with a value that may be absent: JSONata would take it for an empty one where JSONPath fails", () => {
    const absent = (what: string) =>
      `${what}, which may be absent: JSONata would compute with nothing, without failing. Ask with present() or whenPresent(), or give it a value with orElse().`;
    const problems = problemsOf({}, ({ input, pass, choice, map }) => {
      pass("Made", { fails: input.name, text: text`a ${input.name as Ref<string>}` });
      choice("Which?", [when(eq(input.limit, 3), () => {})], () => {});
      choice(
        "Asked?",
        [
          when(
            and(
              present(input.limit),
              whenPresent(input.limit, (limit) => gt(limit, 3)),
            ),
            () => {},
          ),
        ],
        () => {},
      );
      map("Each", input.tables, (item) => void pass("Note", { note: text`n ${item.note as Ref<string>}` }));
    });
    expect(problems).toEqual([
      absent("Made: Assign.made.text: text`a ${input.name}` reads input.name"),
      absent("Which?: Choices[0].Condition: eq(input.limit, 3) reads input.limit"),
      absent("Note: Assign.note.note: text`n ${item.note}` reads item.note"),
    ]);
  });

  it("is a text as JSON", () => {
    const problems = problemsOf({}, ({ input, pass }) => {
      const { text: stored } = pass("Stored", { text: "t" });
      pass("Made", { a: stringify(input.tables), b: stringify(input.runId), c: stringify(stored) });
    });
    const said = (what: string) =>
      `JSONata cannot say stringify(${what}): it leaves a text as it is. Put the text into an object, and stringify that.`;
    expect(problems).toEqual([`Made: Assign.made.b: ${said("input.runId")}`, `Made: Assign.made.c: ${said("stored.text")}`]);
  });

  it("is a state that was written in JSONPath", () => {
    const problems = problemsOf({}, ({ state }) => void state("Hand", { Type: "Pass", Parameters: { "a.$": "$.b" } }, { end: true }));
    expect(problems).toEqual([
      "Hand: Parameters: it is written by hand in JSONPath; the machine is JSONata. Write it in JSONata, or render the workflow in JSONPath, where a state may say QueryLanguage itself.",
    ]);
  });
});
