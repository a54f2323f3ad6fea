/** Hand-written expressions: kept in order, counted, and the intrinsic functions among them parsed. */
import fc from "fast-check";
import { handwrittenLines } from "../../local/cli/artifacts/handwritten.ts";
import { count, gt, jsonata, jsonpath, when, workflow } from "../../workflows/kit/index.ts";
import { JsonPathSyntaxError, parseIntrinsic } from "../../workflows/kit/jsonpath/index.ts";
import { build, describeTable, input } from "./support.ts";

describe("what is written by hand", () => {
  const by = () =>
    build({ Describe: describeTable }, ({ run, map, choice, input, fail }) => {
      const described = run(
        "Describe",
        { TableName: jsonpath<string>`${input.names}[0]` },
        {
          keep: ({ Table }) => ({ many: count(jsonpath<string[]>`${Table.Tags}[?(@ != ${"a"})]`) }),
        },
      );
      choice("Many?", [when(gt(jsonpath<number>`${described.many}`, 3), () => fail("Stop", "E", "c"))], () => {});
      map("Each", input.names, (name) => ({ name: jsonpath<string>`States.Format('{}!', ${name})` }));
      return { all: jsonpath<unknown>`$$.Execution.Input` };
    });

  it("is listed by state, language and source", () => {
    expect(by().escapes).toEqual([
      { state: "Describe", language: "JSONPath", source: "${input.names}[0]" },
      { state: "Describe", language: "JSONPath", source: '${result.Table.Tags}[?(@ != ${"a"})]' },
      { state: "Many?", language: "JSONPath", source: "${describe.many}" },
      { state: "Output", language: "JSONPath", source: "$$.Execution.Input" },
    ]);
  });

  it("is parsed, in JSONata too", () => {
    const of = (source: (input: { names: unknown }) => unknown) =>
      workflow({ name: "w", comment: "", input, tasks: {}, queryLanguage: "JSONata" }).define(({ input, pass }) =>
        pass("A", { v: source(input as never) }),
      );
    expect(of(({ names }) => jsonata`$count(${names as never}[$ != ${"a"}])`).escapes).toHaveLength(1);
    expect(() => of(({ names }) => jsonata`$count(${names as never}[`)).toThrow(
      /w \/ A: jsonata`\$count\(\$\{input\.names\}\[` is no JSONata: /,
    );
  });

  it("is printed by the build: a count, and a line each", () => {
    const [head, first] = handwrittenLines({
      name: "w",
      escapes: [{ state: "A", language: "JSONata", source: `$sum(\n  ${"x".repeat(200)})` }],
    });
    expect(head).toBe("w: 1 place is written by hand.");
    expect(first).toMatch(/^ {2}A: JSONata: \$sum\( x{94} …$/);
    expect(handwrittenLines(by())[0]).toBe("w: 4 places are written by hand.");
    expect(handwrittenLines({ name: "w", escapes: [] })).toEqual([]);
  });
});

describe("an intrinsic function", () => {
  it("is read with its arguments", () => {
    expect(parseIntrinsic("States.Format('it\\'s {}, {}', $.a[?(@.b == 'x, )')].c, States.Array(1, null, true, -2.5))")).toEqual({
      name: "States.Format",
      parameters: [
        { kind: "literal", value: "it's {}, {}" },
        { kind: "path", text: "$.a[?(@.b == 'x, )')].c" },
        {
          kind: "call",
          call: {
            name: "States.Array",
            parameters: [1, null, true, -2.5].map((value) => ({ kind: "literal", value })),
          },
        },
      ],
    });
    expect(parseIntrinsic(" States.UUID( ) ").parameters).toEqual([]);
  });

  it.each([
    ["States.Formt('a')", '"States.Formt" is none of the intrinsic functions at character 1'],
    ["States.UUID(1)", "States.UUID takes 0 arguments, not 1, at character 15"],
    ["States.MathRandom($.a)", "States.MathRandom takes 2 to 3 arguments, not 1,"],
    ["States.Format()", "States.Format takes at least 1 arguments, not 0,"],
    ["States.UUID() ", undefined],
    ["States.UUID())", "nothing may follow the closing bracket at character 14"],
    ["States.ArrayLength(abc)", "abc is no argument (texts stand in single quotes) at character 20"],
    ["States.ArrayLength($.a[)", "the path $.a[) is not valid"],
    ["States.Array(1,)", "an argument is missing at character 16"],
    [`${"States.Array(".repeat(11)}${")".repeat(11)}`, "functions nest at most 10 deep"],
  ])("%s", (text, problem) => {
    if (problem === undefined) expect(parseIntrinsic(text).name).toBe("States.UUID");
    else expect(() => parseIntrinsic(text)).toThrow(problem);
  });

  it("is read, or refused with a place, whatever the text", () => {
    const pieces = fc.constantFrom("States.", "Array", "(", ")", ",", "'", "\\", "$", ".a", "[", "]", "[?(", "@", " ", "1", "constructor");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        try {
          parseIntrinsic(parts.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(JsonPathSyntaxError);
        }
      }),
    );
  });
});
