import { build, machineOf, problemsOf } from "./jsonata-support.ts";

describe("variables", () => {
  it("get another name where JSONata has theirs already", () => {
    const workflow = build({}, ({ pass }) => {
      const states = pass("States", { a: 1 });
      return { a: states.a, count: pass("Count", { a: 2 }).a, element: pass("Element", { a: 3 }).a };
    });
    expect(machineOf(workflow).States?.Output?.Output).toEqual({
      a: "{% $statesResult.a %}",
      count: "{% $countResult.a %}",
      element: "{% $elementResult.a %}",
    });
  });

  it("of a failure differ between a machine and those around it, which may not assign the same name", () => {
    const section = (name: string, of: Parameters<Parameters<typeof build>[1]>[0], body: () => void) => {
      const failed = of.onFailure(name, (failure) => of.fail(name, failure.Error, failure.Cause));
      of.guard(failed, body);
    };
    const workflow = build({}, (of) => {
      section(
        "Outer",
        of,
        () => void of.map("Each", of.input.tables, () => section("Inner", of, () => void of.parallel("Both", [() => {}]))),
      );
    });
    const { Each, Outer } = machineOf(workflow).States ?? {};
    expect(Outer?.Error).toBe("{% $failure.Error %}");
    expect(Each?.Catch?.["0"]).toMatchObject({ Assign: { failure: "{% $states.errorOutput %}" } });
    const inner = Each?.ItemProcessor?.States;
    expect(inner?.Inner?.Error).toBe("{% $failure2.Error %}");
    expect(inner?.Both?.Catch?.["0"]).toEqual({
      ErrorEquals: ["States.ALL"],
      Assign: { failure2: "{% $states.errorOutput %}" },
      Output: "{% $states.input %}",
      Next: "Inner",
    });
  });

  it("that would be assigned inside and outside are reported", () => {
    const problems = problemsOf({}, ({ input, pass, map }) => {
      pass("A b", { a: 1 });
      map("Each", input.tables, () => void pass("A-b", { a: 2 }));
    });
    expect(problems).toEqual(["A-b: its variable has the name of another one: $aB. Rename one of the states."]);
  });
});
