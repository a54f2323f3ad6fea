import { aslProblems } from "../../local/cli/artifacts/validate-asl.ts";
import { gt, inLanguage, toAsl, when, workflow } from "../../workflows/kit/index.ts";
import { build, input, machineOf, mask } from "./jsonata-support.ts";

describe("the other language", () => {
  const nightly = workflow({ name: "w", comment: "A test.", input, tasks: { Mask: mask }, timeoutSeconds: 9 }).define(
    ({ input, run, choice, fail }) => {
      choice("Few?", [when(gt(input.amount, 3), () => fail("Many", "Too.Many", "x"))], () => {});
      run("Mask", { table: "{% not code %}" });
    },
  );

  it("is the same source once more", () => {
    const modern = inLanguage(nightly, "JSONata");
    expect([nightly.queryLanguage, modern.queryLanguage]).toEqual(["JSONPath", "JSONata"]);
    expect(Object.keys(modern.definition.States)).toEqual(Object.keys(nightly.definition.States));
    expect(Object.keys(modern.definition)).toEqual(["Comment", "QueryLanguage", "TimeoutSeconds", "StartAt", "States"]);
    expect(nightly.definition).not.toHaveProperty("QueryLanguage");
    expect(toAsl(inLanguage(modern, "JSONPath"))).toBe(toAsl(nightly));
    expect(inLanguage(modern, "JSONata")).toBe(modern);
  });

  it("quotes a text that only looks like code, and those that asl-validator takes for no text", () => {
    const workflowOf = build({}, ({ pass }) => void pass("Texts", { empty: "", lines: "a\nb\u2028'c'", code: "{%" }));
    expect(machineOf(workflowOf).States?.Texts?.Assign?.texts).toEqual({
      empty: "{% '' %}",
      lines: `{% "a\\nb\\u2028'c'" %}`,
      code: "{% '{%' %}",
    });
    expect(aslProblems(toAsl(workflowOf))).toBeUndefined();
  });

  it("quotes it in arguments too", () => {
    const { States } = machineOf(inLanguage(nightly, "JSONata"));
    expect(States?.Mask?.Arguments?.Payload?.table).toBe("{% '{% not code %}' %}");
  });

  it("is asked of the workflow itself, not of a copy", () => {
    expect(() => inLanguage({ ...nightly }, "JSONata")).toThrow(/"w" was not made by workflow/);
  });
});
