/** What types cannot check: every mistake is found, named and explained, all together. */
import { eq, WorkflowError, when } from "../../workflows/kit/index.ts";
import { build, describeTable, maskTable, problemsOf } from "./support.ts";

const masks = { "Mask table": maskTable };
const both = { "Mask table": maskTable, Describe: describeTable };

describe("the checks at build", () => {
  it("find a result that is not assigned on every way: a Catch", () => {
    expect(
      problemsOf(both, ({ run, input, onFailure, succeed }) => {
        let rows: unknown;
        const failed = onFailure("Describe", () => {
          run("Describe", { TableName: rows as string });
          succeed("Done");
        });
        rows = run("Mask table", { runId: input.runId }, { catch: [{ errors: ["States.ALL"], to: failed }] });
      }),
    ).toEqual([]);
    expect(
      problemsOf(both, ({ run, input, choice }) => {
        const masked = run("Mask table", { runId: input.runId }, { ignore: ["Mask.RuleMissing"] }) as never;
        choice("Any?", [when(eq((masked as { rows: never }).rows, 1 as never), () => {})], () => {});
        run("Describe", { TableName: "t" });
      }),
    ).toEqual(['Any?: it reads the result of "Mask table", which is not there on every way (for example from "Mask table").']);
  });

  it("find a result that is not assigned on every way: one way of a choice", () => {
    const [problem] = problemsOf(both, ({ run, input, choice }) => {
      let inner: unknown;
      choice(
        "Which?",
        [
          when(eq(input.runId, "a"), () => {
            inner = run("Mask table", { runId: input.runId });
          }),
        ],
        () => {},
      );
      run("Describe", { TableName: (inner as { note: unknown }).note });
    });
    expect(problem).toBe('Describe: it reads the result of "Mask table", which is not there on every way (for example from "Which?").');
  });

  it("find a failure that is read where no Catch has led", () => {
    const [problem] = problemsOf(masks, ({ run, goto, onFailure, fail, input }) => {
      const failed = onFailure("Failed", (failure) => fail("Failed", failure.Error, failure.Cause));
      run("Mask table", { runId: input.runId });
      goto(failed);
    });
    expect(problem).toContain("Failed: it reads the failure, which is not there on every way");
  });

  it.each<[string, Parameters<typeof problemsOf>[1], string]>([
    ["two states of one name", ({ pass }) => (pass("A", { a: 1 }), pass("A", { a: 2 })), "A: two states have this name."],
    ["a name that is too long", ({ pass }) => pass("A".repeat(81), { a: 1 }), `${"A".repeat(81)}: the name has 81 characters.`],
    [
      "a state that no way leads to",
      ({ fail, pass }) => ((fail as (...of: string[]) => void)("Stop", "E", "c"), pass("Late", {})),
      "Late: no way leads to it.",
    ],
    [
      "a section that nobody goes to",
      ({ onFailure, fail, pass }) => (onFailure("Stop", () => fail("Stop", "E", "c")), pass("A", {})),
      "Stop: no way leads to it.",
    ],
    [
      "a section that does not end",
      ({ onFailure, pass, goto }) => goto(onFailure("A", () => void pass("A", {}))),
      "A: the section does not end.",
    ],
    [
      "a section that has another name than its first state",
      ({ onFailure, fail, goto }) => goto(onFailure("B", () => fail("A", "E", "c"))),
      'B: the section begins with the state "A".',
    ],
    [
      "a jump to a state that is not there",
      ({ pass, goto }) => (pass("A", {}), goto("B")),
      'A: it goes to "B", which is not a state of its machine.',
    ],
    ["states that go round for ever", ({ pass, goto }) => (pass("A", {}), goto("A")), "A: no way leads from it to an end."],
    [
      "a result over a field of the input",
      ({ pass }) => ({ x: (pass("Other", { a: 1 }) as { a: unknown }).a }),
      'Other: its result would overwrite the input\'s field "other".',
    ],
    [
      "two results in one place",
      ({ pass }) => [pass("A b", { x: 1 }), pass("A-b", { x: 2 })].map((of) => pass(`Read ${JSON.stringify(of)}`, of)) && undefined,
      "",
    ],
  ])("find %s", (_, body, expected) => {
    const problems = problemsOf({}, body);
    if (expected !== "") expect(problems).toContain(expected);
    else expect(problems.length).toBeGreaterThan(0);
  });

  it("find a task that is declared and never run", () => {
    expect(problemsOf(masks, ({ pass }) => pass("A", {}))).toEqual(["Mask table: the task is declared and never run."]);
  });

  it("find a target outside of the Map", () => {
    const problems = problemsOf(masks, ({ run, map, guard, onFailure, fail, input }) => {
      const failed = onFailure("Stop", () => fail("Stop", "E", "c"));
      map("Each", input.names, () => guard(failed, () => void run("Mask table", { runId: "r" })));
    });
    expect(problems).toContain('Stop: "Stop" is outside of this Map or branch.');
  });

  it("report everything together, and say what to do", () => {
    const bad = () => build(masks, ({ pass }) => void (pass("A", { "x.$": 1 }), pass("A", {})));
    expect(bad).toThrow(WorkflowError);
    expect(bad).toThrow(
      /The workflow "w" has 3 problems:\n {2}w \/ Mask table: the task is declared and never run\. Remove it[^\n]*\n {2}w \/ A: two states[^\n]*\n {2}w \/ A: Parameters/,
    );
  });

  it("refuse JavaScript's operators on expressions when types were switched off", () => {
    expect(() => build({}, ({ input }) => (`${input.runId as unknown as string}` ? {} : {}))).toThrow(/used as a plain value/);
  });
});
