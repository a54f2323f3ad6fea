/** Limits of Step Functions, and the order in which problems are told. */
import { z } from "zod";
import { awsSdk, lambda } from "../../workflows/kit/contract/index.ts";
import { child, eq, WorkflowError, when, workflow } from "../../workflows/kit/index.ts";
import { build, describeTable, maskTable, problemsOf } from "./support.ts";

const masks = { "Mask table": maskTable };
const loose = (errors: string): never => errors as never;

describe("a Task", () => {
  it.each<[string, object, readonly string[]]>([
    [
      "a heartbeat that is not below the timeout",
      { timeout: 60, heartbeat: 60 },
      ["Mask table: the heartbeat of 60 seconds is not below the timeout of 60."],
    ],
    [
      "a heartbeat above the default timeout",
      { heartbeat: 961 },
      ["Mask table: the heartbeat of 961 seconds is not below the timeout of 960."],
    ],
    ["a timeout of nothing", { timeout: 0 }, ["Mask table: timeout is 0."]],
    ["half a second", { timeout: 10, heartbeat: 0.5 }, ["Mask table: heartbeat is 0.5."]],
    ["a retry at once", { retry: [{ errors: ["States.ALL"], every: 0 }] }, ["Mask table: retry.every is 0."]],
    ["a shrinking delay", { retry: [{ errors: ["States.ALL"], backoff: 0.5 }] }, ["Mask table: retry.backoff is 0.5."]],
    [
      "a longest delay that is the first one",
      { retry: [{ errors: ["States.ALL"], every: 30, maxDelay: 30 }] },
      ["Mask table: retry.maxDelay of 30 seconds is not above retry.every."],
    ],
    [
      "States.Runtime caught and retried",
      { retry: [{ errors: ["States.Runtime"] }], ignore: ["States.Runtime"] },
      [
        "Mask table: a retry or catch names States.Runtime, which can't be caught.",
        "Mask table: a retry or catch names States.Runtime, which can't be caught.",
      ],
    ],
    [
      "an error that Step Functions never gives",
      { ignore: ["States.TimeOut"] },
      ['Mask table: a retry or catch names "States.TimeOut", which Step Functions never gives.'],
    ],
    [
      "an ignore behind States.ALL",
      { ignore: ["States.ALL"], catch: "all" },
      ["Mask table: a catch or ignore stands behind one of States.ALL."],
    ],
  ])("is refused with %s", (_, given, expected) => {
    expect(
      problemsOf(masks, ({ run, onFailure, fail, input }) => {
        const failed = onFailure("Stop", () => fail("Stop", "E", "c"));
        const options = "catch" in given ? { ...given, catch: [{ errors: ["States.ALL"], to: failed }] } : given;
        run("Mask table", { runId: input.runId }, options as never);
        run("Mask table", { runId: input.runId }, { catch: [{ errors: ["States.ALL"], to: failed }] });
      }).filter((problem) => !problem.includes("two states")),
    ).toEqual(expected);
  });

  it("is allowed to name States.DataLimitExceeded before States.ALL, which does not match it", () => {
    const states = build(masks, ({ run, input }) => {
      run("Mask table", { runId: input.runId }, { ignore: ["States.DataLimitExceeded"] });
    }).definition.States;
    expect(states["Mask table"]).toMatchObject({ Catch: [{ ErrorEquals: ["States.DataLimitExceeded"] }] });
  });

  it("that waits for a child without an end is refused, and so is one that nobody declared", () => {
    const endless = workflow({ name: "endless", comment: "", input: z.object({}), tasks: {} }).define(({ pass }) => void pass("A", {}));
    expect(problemsOf({ Endless: child(endless, { stateMachine: "endless" }) }, ({ run }) => void run("Endless", {}))).toEqual([
      "Endless: nothing bounds how long it may take.",
    ]);
    expect(problemsOf(masks, ({ run }) => void run(loose("Mask tabel"), {}))).toEqual([
      "Mask table: the task is declared and never run.",
      'Mask tabel: "Mask tabel" is not one of the workflow\'s tasks. Did you mean "Mask table"?',
    ]);
    expect(problemsOf(masks, ({ run, goto, input }) => (run("Mask table", { runId: input.runId }), goto(loose("Mask tabel"))))).toContain(
      'Mask table: it goes to "Mask tabel", which is not a state of its machine. Did you mean "Mask table"?',
    );
    expect(problemsOf({}, ({ run }) => void run(loose("constructor"), {}))[0]).toContain(
      '"constructor" is not one of the workflow\'s tasks.',
    );
  });
});

describe("names", () => {
  it("that are made from a step's count too", () => {
    const long = "A".repeat(72);
    const task = awsSdk("dynamodb:describeTable", { input: z.object({}), output: z.object({ s: z.string() }) });
    expect(
      problemsOf(
        { [long]: task },
        ({ poll }) => void poll(long, {}, { every: 1, atMost: 2, until: (of) => eq((of as unknown as { s: never }).s, "x" as never) }),
      ),
    ).toEqual([`${long}: gave up: the name has 81 characters.`]);
  });

  it("that are made twice, or that a step has already, are found", () => {
    expect(
      problemsOf({ Await: describeTable }, ({ poll, pass }) => {
        pass("Await: wait", { a: 1 });
        poll("Await", { TableName: "t" }, { every: 1, atMost: 2, until: () => eq("a" as never, "a" as never) });
      })[0],
    ).toBe("Await: wait: two states have this name.");
  });
});

it("a definition above 1 MiB is refused", () => {
  const huge = (): unknown => build({}, ({ pass }) => void pass("Big", { text: "ü".repeat(530_000) }));
  expect(huge).toThrow(
    /the definition has 1,060,\d\d\d bytes; Step Functions takes 1,048,576\. Move a part of it into a workflow of its own/,
  );
});

it("problems are told in the order of the source, sections and insides where they stand", () => {
  const tasks = { Unused: maskTable, Last: maskTable, Inner: maskTable, First: maskTable, Cleaning: maskTable };
  const wrong = { timeout: 0 } as const;
  const problems = problemsOf(tasks, ({ run, map, choice, wait, onFailure, fail, guard, input }) => {
    const failed = onFailure("Cleaning", () => {
      run("Cleaning", { runId: input.runId }, wrong);
      fail("Stop", "E", "c");
    });
    guard(failed, () => {
      wait("Rest", { seconds: -1 });
      run("First", { runId: input.runId }, wrong);
      map(
        "Each",
        input.names,
        (name) => {
          run("Inner", { runId: name }, wrong);
        },
        { atOnce: -1 },
      );
      choice("Which?", [when(eq(input.runId, "a"), () => void run("Last", { runId: input.runId }, wrong))], () => {});
    });
  });
  expect(problems.map((problem) => problem.split(":")[0])).toEqual(["Unused", "Cleaning", "Rest", "First", "Each", "Inner", "Last"]);
});

it("every problem says where it is and what to do", () => {
  const body = () =>
    workflow({
      name: "wrong",
      comment: "",
      input: z.object({ names: z.array(z.string()) }),
      tasks: { A: lambda("h", "a", { input: z.object({}), output: z.object({}) }) },
    }).define(({ run, wait, fail }) => {
      run("A", {}, { timeout: 0, retry: [{ errors: [] }, { errors: ["States.ALL"] }, { errors: ["States.ALL"] }] });
      (run as unknown as (...of: unknown[]) => void)("B", {});
      wait("A", { seconds: -1 });
      fail("C".repeat(90), "E", "c");
    });
  let error: unknown;
  try {
    body();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(WorkflowError);
  const { problems } = error as WorkflowError;
  expect(problems.length).toBeGreaterThanOrEqual(6);
  for (const problem of problems)
    expect([problem.message, problem.workflow, problem.remedy]).toEqual([expect.any(String), "wrong", expect.stringMatching(/\.$/)]);
});
