/** Hand-written states: how they render, how their flow is checked, and what may be read after them. */
import { type Expr, eq, text, token, when } from "../../workflows/kit/index.ts";
import { build, describeTable, maskTable, problemsOf, statesOf } from "./support.ts";

const none = {};
const call = { Type: "Task", Resource: "arn:aws:states:::x:y" } as const;

describe("a hand-written state", () => {
  it("keeps its fields in the author's order, with tokens and expressions filled in; the language says what follows", () => {
    const states = statesOf(
      build(none, ({ input, state }) => {
        state(
          "Call",
          {
            Type: "Task",
            Comment: "By hand.",
            Resource: token("x_arn"),
            Parameters: { "run.$": input.runId, key: text`a/${token("bucket")}`, list: [1, { b: true }] },
            ResultPath: "$.call",
          },
          { retry: [{ ErrorEquals: ["X"], MaxAttempts: 2 }] },
        );
        state("Done", { Type: "Succeed" });
      }),
    );
    expect(states.Call).toEqual({
      Type: "Task",
      Comment: "By hand.",
      Resource: "${x_arn}",
      Parameters: { "run.$": "$.runId", key: "a/${bucket}", list: [1, { b: true }] },
      ResultPath: "$.call",
      Retry: [{ ErrorEquals: ["X"], MaxAttempts: 2 }],
      Next: "Done",
    });
    expect(states.Done).toEqual({ Type: "Succeed" });
  });

  it("decides by rules of its own, without a Default when it has no otherwise", () => {
    const states = statesOf(
      build(none, ({ state, wait, goto, at }) => {
        state(
          "Which?",
          { Type: "Choice" },
          {
            rules: [
              { rule: { Variable: "$.a", IsNull: false }, body: () => wait("Wait", { seconds: 1 }) },
              { rule: { Variable: "$.b", IsString: true }, body: () => {} },
            ],
          },
        );
        state(
          "Again?",
          { Type: "Choice" },
          { rules: [{ rule: { Variable: "$.a", IsNull: true }, body: () => {} }], otherwise: () => goto(at("Which?")) },
        );
        state("Done", { Type: "Pass" }, { end: true });
      }),
    );
    expect(states["Which?"]).toEqual({
      Type: "Choice",
      Choices: [
        { Variable: "$.a", IsNull: false, Next: "Wait" },
        { Variable: "$.b", IsString: true, Next: "Again?" },
      ],
    });
    expect(states["Again?"]).toMatchObject({ Choices: [{ Next: "Done" }], Default: "Which?" });
    expect(states.Done).toEqual({ Type: "Pass", End: true });
  });

  it("holds machines: a Map's under either name, a Parallel's branches, which see what they are handed", () => {
    const states = statesOf(
      build(none, ({ state, wait, succeed }) => {
        state(
          "Each",
          { Type: "Map", ItemsPath: "$.names", ResultPath: null },
          {
            processorName: "Iterator",
            body: (item: Expr<{ pause: number }>) => {
              wait("Pause", { seconds: item.pause });
              succeed("Give", item);
            },
          },
        );
        state(
          "Both",
          { Type: "Parallel" },
          {
            end: true,
            branches: [
              () => state("A", { Type: "Pass" }, { end: true }),
              { fields: { Comment: "The other." }, body: () => state("B", { Type: "Succeed" }) },
            ],
          },
        );
      }),
    );
    expect(states.Each).toMatchObject({
      Iterator: { StartAt: "Pause", States: { Pause: { SecondsPath: "$.pause" }, Give: { Type: "Pass", End: true } } },
    });
    expect(states.Both).toEqual({
      Type: "Parallel",
      Branches: [
        { StartAt: "A", States: { A: { Type: "Pass", End: true } } },
        { Comment: "The other.", StartAt: "B", States: { B: { Type: "Succeed" } } },
      ],
      End: true,
    });
  });

  it("goes to sections by its Catch, and to the guard's target", () => {
    const states = statesOf(
      build(none, ({ state, onFailure, fail, guard }) => {
        const failed = onFailure("Failed", (failure) => fail("Failed", failure.Error, "see the history"));
        guard(failed, () => {
          state("Call", call, { catch: [{ ErrorEquals: ["X"], ResultPath: "$.failure", Comment: "Loud.", to: failed }] });
          state("Done", { Type: "Pass", ResultPath: null }, { end: true });
        });
      }),
    );
    expect(states["Call"]?.["Catch"]).toEqual([
      { ErrorEquals: ["X"], ResultPath: "$.failure", Comment: "Loud.", Next: "Failed" },
      { ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Failed" },
    ]);
    expect(states["Done"]?.["Catch"]).toBeUndefined();
  });

  it("may be JSONata in a machine of JSONPath", () => {
    const states = statesOf(
      build(none, ({ state }) => {
        const sum = state<{ total: number }>("Sum", {
          Type: "Pass",
          QueryLanguage: "JSONata",
          Output: { total: "{% $sum($states.input.prices) %}" },
        });
        state("Use", { Type: "Wait", SecondsPath: sum.total }, { end: true });
      }),
    );
    expect(states.Sum).toEqual({
      Type: "Pass",
      QueryLanguage: "JSONata",
      Output: { total: "{% $sum($states.input.prices) %}" },
      Next: "Use",
    });
    expect(states["Use"]?.["SecondsPath"]).toBe("$.total");
  });

  it("is counted among what was written by hand", () => {
    const { escapes } = build(
      none,
      ({ state, input }) => void state("Call", { ...call, Parameters: { "a.$": input.runId } }, { end: true }),
    );
    expect(escapes).toEqual([
      {
        state: "Call",
        language: "JSONPath",
        source: '{"Type":"Task","Resource":"arn:aws:states:::x:y","Parameters":{"a.$":"${input.runId}"}}',
      },
    ]);
  });

  it("is followed by an end of its own when it is the last one and does not say that it ends", () => {
    expect(statesOf(build(none, ({ state }) => void state("Call", call)))).toMatchObject({
      Call: { Next: "Succeeded" },
      Succeeded: { Type: "Succeed" },
    });
  });
});

describe("what is read after a hand-written state", () => {
  it("is its result, where its ResultPath puts it or in the place of everything", () => {
    const states = statesOf(
      build(none, ({ state, choice }) => {
        const first = state<{ status: string }>("First", { ...call, ResultPath: "$.first" });
        choice("One?", [when(eq(first.status, "A"), () => {})], () => {});
        const second = state<{ status: string }>("Second", call);
        choice("Two?", [when(eq(second.status, "A"), () => {})], () => {});
        state("Done", { Type: "Succeed" });
      }),
    );
    expect(states["One?"]).toMatchObject({ Choices: [{ Variable: "$.first.status" }] });
    expect(states["Two?"]).toMatchObject({ Choices: [{ Variable: "$.status" }] });
  });

  it("is no longer what the state has replaced", () => {
    const problems = problemsOf({ "Mask table": maskTable, Describe: describeTable }, ({ run, state, input }) => {
      const { rows } = run("Mask table", { runId: input.runId }) as unknown as { rows: Expr<number> };
      state("All", call);
      run("Describe", { TableName: text`${input.runId} ${rows}` });
    });
    expect(problems).toEqual([
      'Describe: it reads "input", which a hand-written state has replaced on a way to it (for example from "All").',
      'Describe: it reads the result of "Mask table", which is not there on every way (for example from "All").',
    ]);
  });

  it("is no longer a field that the state has overwritten, on one way at least", () => {
    const problems = problemsOf({}, ({ state, wait, choice, input }) => {
      choice("Which?", [when(eq(input.other, "x"), () => void state("Put", { ...call, ResultPath: "$.other.value" }))], () => {});
      wait("Fine", { until: input.runId });
      wait("Wrong", { until: input.other });
    });
    expect(problems).toEqual([
      'Wrong: it reads "input", which a hand-written state has replaced on a way to it (for example from "Fine").',
    ]);
  });

  it("is refused where the result has no plain place", () => {
    const problems = problemsOf({}, ({ state, wait }) => {
      const deep = state<{ seconds: number }>("Deep", { ...call, ResultPath: "$.a.b" });
      wait("Wait", { seconds: deep.seconds });
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^Wait: it reads the result of "Deep"/);
  });

  it("is gone behind a Catch that puts the error in the place of everything", () => {
    const problems = problemsOf({}, ({ state, wait, onFailure, fail, input }) => {
      const late = onFailure("Late", () => {
        wait("Late", { until: input.other });
        fail("Failed", "E", "C");
      });
      state("Call", { ...call, ResultPath: null }, { catch: [{ ErrorEquals: ["States.ALL"], to: late }] });
      wait("Fine", { until: input.other });
    });
    expect(problems).toEqual(['Late: it reads "input", which a hand-written state has replaced on a way to it (for example from "Call").']);
  });

  it("inside of it is only what it hands in", () => {
    const problems = problemsOf({}, ({ state, wait, input }) => {
      state("Each", { Type: "Map", ItemsPath: "$.names" }, { body: () => wait("Inside", { until: input.other }) });
    });
    expect(problems).toContain(
      'Inside: it reads input.other, but the inside of the hand-written "Each" sees only what that state hands it.',
    );
  });
});

describe("the flow around hand-written states", () => {
  it("is checked like any other: targets, ways, names, ends", () => {
    expect(
      problemsOf({}, ({ state, goto, at }) => {
        state("A", call, { catch: [{ ErrorEquals: ["X"], to: at("Nowhere") }] });
        state("B", { Type: "Pass" });
        state("B", { Type: "Wait", Seconds: 1 });
        goto(at("B"));
        state("Lost", { Type: "Pass" }, { end: true });
      }).map((problem) => problem.replace(/ Did you mean .*$/, "")),
    ).toEqual([
      'A: it goes to "Nowhere", which is not a state of its machine.',
      "A: no way leads from it to an end.",
      "B: two states have this name.",
      "B: no way leads from it to an end.",
      "Lost: no way leads to it.",
    ]);
  });

  it("is refused where an option does not belong to the type of state", () => {
    expect(
      problemsOf({}, ({ state }) => {
        state("A", { Type: "Pass" }, { rules: [{ rule: {}, body: () => {} }], retry: [] });
        state("B", { Type: "Choice" }, { rules: [{ rule: { Variable: "$.a", IsNull: true }, body: () => {} }], end: true });
        state("C", { Type: "Map" });
      }),
    ).toEqual(
      expect.arrayContaining([
        "A: a hand-written Pass has no rules.",
        "A: a hand-written Pass has no catch and no retry.",
        "B: a hand-written Choice has no end: it says itself what follows.",
        "C: a hand-written Map needs body.",
      ]),
    );
  });

  it("is refused where a computed value stands in a field that holds none", () => {
    const problems = problemsOf({}, ({ state, input }) => void state("A", { ...call, Parameters: { a: input.runId } }, { end: true }));
    expect(problems).toEqual(["A: Parameters.a: a value that is computed does not fit here."]);
  });
});

describe("the types", () => {
  it("refuse a field that the type of state does not have, and what the language says itself", () => {
    const refused = () =>
      build(none, ({ state }) => {
        // @ts-expect-error a misspelt field
        state("A", { Type: "Task", Resource: "r", ResultPaht: "$.a" });
        // @ts-expect-error a field of another type
        state("B", { Type: "Wait", Resource: "r" });
        // @ts-expect-error Next is the language's
        state("C", { Type: "Pass", Next: "D" });
        // @ts-expect-error a Task without its Resource
        state("D", { Type: "Task" });
        // @ts-expect-error a rule says nothing about what follows
        state("E", { Type: "Choice" }, { rules: [{ rule: { Variable: "$", IsNull: true, Next: "F" }, body: () => {} }] });
        // @ts-expect-error a target is no name
        state("F", { Type: "Task", Resource: "r" }, { catch: [{ ErrorEquals: ["X"], to: "A" }] });
      });
    expect(refused).toBeInstanceOf(Function);
  });
});
