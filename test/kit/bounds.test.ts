import { z } from "zod";
import { boundsOf } from "../../workflows/kit/bounds/index.ts";
import { awsSdk, lambda } from "../../workflows/kit/contract/index.ts";
import { child, eq, type Steps, type Tasks, text, when, workflow } from "../../workflows/kit/index.ts";

const work = lambda("worker", "work", {
  input: z.object({ id: z.string().max(8) }),
  output: z.object({ done: z.boolean(), rows: z.int().min(0), names: z.array(z.string().regex(/^[a-z]{1,10}$/)).max(5) }),
  errors: ["Work.Failed"],
});
const describeTable = awsSdk("dynamodb:describeTable", {
  input: z.object({ TableName: z.string().max(255) }),
  output: z.object({ Table: z.object({ TableStatus: z.enum(["ACTIVE", "CREATING"]), Tags: z.array(z.string().max(10)) }) }),
});
const input = z.object({
  id: z.string().regex(/^[a-z]{8}$/),
  few: z.array(z.object({ name: z.string().regex(/^[a-z]{8}$/) })).max(10),
  many: z.array(z.int().min(0).max(9)).max(6000),
});
type Given = z.output<typeof input>;

/** The bounds of a body, and what is reported of it. */
function bounds<const T extends Tasks, R>(tasks: T, body: (steps: Steps<T, Given>) => R, timeoutSeconds?: number) {
  const made = workflow({
    name: "w",
    comment: "A test.",
    input,
    tasks,
    unbounded: true,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  }).define(body);
  const problems: { message: string; state: string | undefined; remedy: string | undefined }[] = [];
  const { payloadBytes, events } = boundsOf(
    { ...made.recorded, input },
    timeoutSeconds,
    (message, state, remedy) => void problems.push({ message, state, remedy }),
  );
  return { payloadBytes, events, problems };
}
const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value), "utf8");
const arn = "a".repeat(768);
/** The largest input: with the link that a parent adds. */
const largest = {
  id: "aaaaaaaa",
  few: Array.from({ length: 10 }, () => ({ name: "aaaaaaaa" })),
  many: Array.from({ length: 6000 }, () => 9),
  AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: arn,
};
const result = { done: false, rows: Number.MAX_SAFE_INTEGER, names: Array.from({ length: 5 }, () => "a".repeat(10)) };

describe("the largest payload", () => {
  it("is the input, with the link that a parent adds, where nothing is stored", () => {
    expect(bounds({}, ({ wait }) => wait("Wait", { seconds: 1 }))).toEqual({ payloadBytes: bytes(largest), events: 4, problems: [] });
  });

  it("has just the fields of a result that are stored", () => {
    const { payloadBytes } = bounds({ Work: work }, ({ input, run, wait }) => {
      const { rows } = run("Work", { id: input.id });
      wait("Wait", { seconds: 1 });
      return { rows };
    });
    expect(payloadBytes).toBe(bytes({ ...largest, work: { rows: result.rows } }));
  });

  it("has a result for as long as it lies in the data, which is to the end", () => {
    const { payloadBytes } = bounds({ Work: work }, ({ input, run, wait, pass }) => {
      const done = run("Work", { id: input.id });
      pass("Copy", { done });
      wait("Wait", { seconds: 1 });
      return { copied: text`${done.names[0]}!` };
    });
    expect(payloadBytes).toBe(bytes({ ...largest, work: result }));
  });

  it("has the failure where a Catch may have led", () => {
    const failure = { Error: "\u0000".repeat(256), Cause: "\u0000".repeat(32768) };
    const { payloadBytes } = bounds({ Work: work }, ({ input, run, onFailure, fail }) => {
      const failed = onFailure("Failed", (failure) => fail("Failed", failure.Error, failure.Cause));
      run("Work", { id: input.id }, { catch: [{ errors: ["States.ALL"], to: failed }] });
    });
    expect(payloadBytes).toBe(bytes({ ...largest, failure }));
  });

  it("of a Map's results is the most items times the largest output", () => {
    const { payloadBytes, problems } = bounds({}, ({ input, map }) => {
      const mapped = map("Each", input.few, ({ name }) => ({ name, twice: text`${name}-${name}` }));
      return { mapped };
    });
    const each = Array.from({ length: 10 }, () => ({ name: "aaaaaaaa", twice: "aaaaaaaa-aaaaaaaa" }));
    expect(payloadBytes).toBe(bytes({ ...largest, each }));
    expect(problems).toEqual([]);
  });

  it("counts the output of a child that was built before", () => {
    const inner = workflow({ name: "inner", comment: "A child.", input: z.object({ a: z.int() }), tasks: {}, timeoutSeconds: 9 }).define(
      ({ input }) => ({ b: input.a }),
    );
    const { payloadBytes } = bounds({ Child: child(inner, { stateMachine: "inner" }) }, ({ run }) => {
      const { b } = run("Child", { a: 1 });
      return { b, c: b };
    });
    expect(payloadBytes).toBe(bytes({ ...largest, child: { b: Number.MIN_SAFE_INTEGER } }));
  });
});

describe("data without a bound", () => {
  it("is reported with state, field and way out: what AWS sends beyond the contract", () => {
    const { payloadBytes, problems } = bounds({ Describe: describeTable }, ({ run }) => ({
      status: run("Describe", { TableName: "t" }).Table.TableStatus,
    }));
    expect(payloadBytes).toBe(Number.POSITIVE_INFINITY);
    expect(problems).toEqual([
      {
        state: "Describe",
        message: "nothing bounds how large what it stores gets: describe.Table.Tags is an array without .max().",
        remedy: expect.stringContaining("keep only what is read"),
      },
    ]);
  });

  it("is no data when only a field is kept", () => {
    const { problems } = bounds({ Describe: describeTable }, ({ run }) => ({
      status: run("Describe", { TableName: "t" }, { keep: ({ Table }) => ({ status: Table.TableStatus }) }).status,
    }));
    expect(problems).toEqual([]);
  });

  it("is what a hand-written state gives", () => {
    const fields = { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage", Parameters: { QueueUrl: "q" } } as const;
    const { events, problems } = bounds({}, ({ state }) => {
      const sent = state<{ MessageId: string }>("Send", fields);
      return { id: sent.MessageId, again: sent.MessageId };
    });
    expect(problems).toEqual([
      expect.objectContaining({ state: "Send", message: expect.stringContaining("what a hand-written state gives") }),
    ]);
    expect(events).toBe(2 + 6 + 2);
  });

  it("is what any number of children give", () => {
    const reader = { format: "JSONL", item: z.object({ a: z.int() }), bucket: "b", key: "k" } as const;
    const some = (more: object) =>
      bounds({}, ({ distributedMap }) => void distributedMap("Files", { reader: { ...reader, ...more } }, ({ item }) => item.a));
    expect(some({}).problems).toEqual([
      expect.objectContaining({ state: "Files", remedy: "Give the reader atMost, or the Map a writer." }),
    ]);
    expect(some({ atMost: 100 }).problems).toEqual([]);
  });

  it("above 256 KiB is reported once, with what weighs most", () => {
    const { payloadBytes, problems } = bounds({}, ({ input, pass }) => {
      const one = pass("One", { text: text`${input.many as never}${input.many as never}` });
      const two = pass("Two", { text: text`${one.text}${one.text}${one.text}${one.text}${one.text}` });
      return { two };
    });
    expect(payloadBytes).toBeGreaterThan(262_144);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(
      /^its input can have 301,\d{3} bytes, 262,144 are allowed\. Most of it: \$\.two 240,\d{3} \(80 %\), \$\.one 48,\d{3} \(16 %\), \$\.many 12,008 \(4 %\)/,
    );
  });
});

describe("the longest history", () => {
  const poll = ({ input, poll: ask }: Steps<{ Work: typeof work }, Given>, atMost: number, every = 1): void =>
    void ask("Work", { id: input.id }, { every, atMost, until: ({ done }) => eq(done, true) });

  const second = { seconds: 1 } as const;
  const small: readonly (readonly [string, (steps: Steps<Tasks, Given>) => void, number])[] = [
    ["a wait", ({ wait }) => wait("Wait", second), 2 + 2],
    [
      "the heavier way of a choice",
      ({ input, choice, wait }) => {
        const both = (): void => {
          wait("A", second);
          wait("B", second);
        };
        choice("Which?", [when(eq(input.id, "a"), both)], () => {});
      },
      2 + 2 + 2 + 2 + 2,
    ],
    ["branches", ({ parallel, wait }) => void parallel("All", [() => wait("A", second), () => wait("B", second)]), 2 + 4 + 2 + 2],
    ["a Map of ten", ({ input, map, wait }) => void map("Each", input.few, () => wait("A", second)), 2 + 4 + 10 * 4],
  ];
  it.each(small)("of %s is exact", (_, body, events) => {
    expect(bounds({} as Tasks, body).events).toBe(events);
  });

  it("counts the attempts of a Task: three events each", () => {
    const { events } = bounds({ Work: work }, ({ input, run }) => {
      run(
        "Work",
        { id: input.id },
        {
          retry: [
            { errors: ["Work.Failed"], max: 4 },
            { errors: ["States.Timeout"], max: 2 },
          ],
        },
      );
    });
    expect(events).toBe(2 + 5 + 6 * 3);
  });

  it.each([1, 2, 7])("counts %d calls of a poll: eleven events a turn, and how it ends", (atMost) => {
    // Start, and the last Task and Choice; then Succeed is heavier than the Fail of giving up.
    expect(bounds({ Work: work }, (steps) => poll(steps, atMost)).events).toBe(2 + 2 + 11 * (atMost - 1) + 7 + 2);
  });

  it("of a poll is bounded by the timeout as well: waiting takes time", () => {
    expect(bounds({ Work: work }, (steps) => poll(steps, 10_000, 30), 3600).events).toBeLessThanOrEqual(2 + 2 + 11 * 121 + 7 + 2);
    expect(bounds({ Work: work }, (steps) => poll(steps, 10_000, 30), 3600).problems).toEqual([]);
  });

  it("of iterations at the same time is not: each has all of the time", () => {
    const { events } = bounds(
      { Work: work },
      ({ input, map, poll: ask }) =>
        void map("Each", input.few, () => void ask("Work", { id: "a" }, { every: 30, atMost: 121, until: ({ done }) => eq(done, true) })),
      3600,
    );
    expect(events).toBeGreaterThan(10 * 11 * 119);
  });

  it("of a child is bounded by itself", () => {
    const { events } = bounds(
      { Work: work },
      ({ input, distributedMap, poll: ask }) =>
        void distributedMap(
          "Each",
          { items: input.few },
          () => void ask("Work", { id: "a" }, { every: 1, atMost: 100, until: ({ done }) => eq(done, true) }),
        ),
    );
    expect(events).toBe(2 + 2 + 11 * 99 + 7 + 2);
  });

  it("above 25,000 events is reported with the states that weigh most", () => {
    const { problems } = bounds({ Work: work }, (steps) => poll(steps, 2500));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe(
      'the history can have 27,502 events, 25,000 are allowed. Most of them: "Work" 12,500 (45 %), "Work: done?" 5,000 (18 %), "Work: wait" 4,998 (18 %), "Work: count" 4,998 (18 %), "Work: start" 2 (0 %).',
    );
  });

  it("of a loop that nothing counts is an error in words", () => {
    const { events, problems } = bounds({ Work: work }, ({ input, run, choice, goto }) => {
      const { done } = run("Work", { id: input.id });
      choice("Again?", [when(eq(done, false), () => goto("Work"))], () => {});
    });
    expect(events).toBe(Number.POSITIVE_INFINITY);
    expect(problems).toEqual([
      {
        state: "Work",
        message: 'the loop "Work", "Again?" can turn for ever: nothing in it counts.',
        remedy: "Make it a poll with atMost.",
      },
    ]);
  });

  it("is not fooled by a counter that a turn may go around, or by one that is set back", () => {
    const around = bounds({ Work: work }, ({ input, choice, goto, poll: ask }) => {
      ask("Work", { id: input.id }, { every: 1, atMost: 3, until: ({ done }) => eq(done, true) });
      choice("Again?", [when(eq(input.id, "a"), () => goto("Work"))], () => {});
    });
    expect(around.problems).toHaveLength(1);
    const setBack = bounds({ Work: work }, ({ input, choice, goto, poll: ask }) => {
      ask("Work", { id: input.id }, { every: 1, atMost: 3, until: ({ done }) => eq(done, true) });
      choice("Again?", [when(eq(input.id, "a"), () => goto("Work: start" as "Work"))], () => {});
    });
    expect(setBack.problems).toEqual([expect.objectContaining({ message: expect.stringContaining("can turn for ever") })]);
  });
});
