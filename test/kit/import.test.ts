/** Import: what the source of an existing machine looks like, what is said about it, and what is refused. */

import type { AslMachine } from "../../workflows/kit/asl/index.ts";
import { AslError } from "../../workflows/kit/asl/index.ts";
import { ImportError, importAsl } from "../../workflows/kit/import/index.ts";
import { toAsl } from "../../workflows/kit/index.ts";
import { kinds } from "./import-machines.ts";
import { evaluate, readAsl, roundTrip } from "./import-support.ts";

const of = (StartAt: string, States: Record<string, object>, more: object = {}): AslMachine =>
  readAsl(JSON.stringify({ ...more, StartAt, States }));
const kind = (name: string): AslMachine => {
  const found = kinds[name];
  if (!found) throw new Error(`There is no machine called "${name}".`);
  return found;
};

describe("importAsl", () => {
  it.each(Object.keys(kinds))("gives %s back, state for state", (name) => {
    expect(roundTrip(kind(name)).difference).toBeUndefined();
  });

  it("writes a job that is polled top to bottom: the loop is a jump, what is read has a name and a type", () => {
    expect(importAsl(kind("a job that is polled until it is done"), { name: "job" }).source).toMatchInlineSnapshot(`
"/** Imported from Amazon States Language. */
import { z } from "zod";
import { eq, when, workflow } from "../kit/index.ts";

export const job = workflow({
  name: "job",
  comment: "",
  input: z.object({ pause: z.number() }),
  tasks: {},
  unbounded: true,
}).define(({ input, state, choice, wait, fail, goto, at }) => {
  state("Submit", {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "submit", "Payload.$": input },
    ResultPath: "$.job",
  });
  wait("Wait a little", { seconds: input.pause });
  const look = state<{ status: string }>("Look", {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: "look", "Payload.$": "$" },
    ResultPath: "$.look",
  });
  choice(
    "Is it done?",
    [
      when(eq(look.status, "FAILED"), () => {
        fail("Job failed", "Job.Failed", "It failed.");
      }),
      when(eq(look.status, "DONE"), () => {
        state(
          "Fetch",
          { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Parameters: { FunctionName: "fetch", "Payload.$": "$" } },
          { end: true },
        );
      }),
    ],
    () => goto(at("Wait a little")),
  );
});
"
`);
  });

  it("writes what a Catch goes to as sections, before the state that has it", () => {
    expect(importAsl(kind("a saga whose failures undo what was done"), { name: "booking" }).source).toMatchInlineSnapshot(`
"/** Imported from Amazon States Language. */
import { z } from "zod";
import { token, workflow } from "../kit/index.ts";

export const booking = workflow({
  name: "booking",
  comment: "",
  input: z.unknown(),
  tasks: {},
  unbounded: true,
}).define(({ input, state, onFailure, fail, goto, at }) => {
  state(
    "Reserve seat",
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: token("reserve_seat"), "Payload.$": input },
      ResultPath: "$.seat",
    },
    { catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.seatError", to: at("Release seat") }] },
  );
  const refundCard = onFailure("Refund card", () => {
    state("Refund card", {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: token("refund_card"), "Payload.$": "$" },
      ResultPath: "$.refund",
    });
    goto(at("Release seat"));
  });
  state(
    "Charge card",
    {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: token("charge_card"), "Payload.$": "$" },
      ResultPath: "$.charge",
    },
    {
      retry: [{ ErrorEquals: ["Lambda.ServiceException"], IntervalSeconds: 2, MaxAttempts: 6, BackoffRate: 2 }],
      catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.chargeError", to: refundCard }],
    },
  );
  state("Booked", { Type: "Succeed" });
  state("Release seat", {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: token("release_seat"), "Payload.$": "$" },
    ResultPath: "$.release",
  });
  fail("Not booked", "Booking.Failed", "The seat could not be booked.");
});
"
`);
  });

  it("writes Tasks that the language would write just so as run, with contracts", () => {
    expect(importAsl(kind("Tasks as the language writes them"), { name: "plan" }).source).toMatchInlineSnapshot(`
"/** Imported from Amazon States Language. */
import { z } from "zod";
import { awsSdk, lambda } from "../kit/contract/index.ts";
import { eq, token, when, workflow } from "../kit/index.ts";

const planTask = lambda("planner", "plan", {
  input: z.object({ day: z.unknown(), limits: z.object({ tables: z.number() }) }),
  output: z.object({ tables: z.unknown(), few: z.boolean() }),
  errors: ["Planner.Busy"],
});
const writeTask = awsSdk("s3:putObject", {
  input: z.object({ Bucket: z.string(), Key: z.string(), Body: z.unknown() }),
  output: z.unknown(),
});

export const plan = workflow({
  name: "plan",
  comment: "",
  input: z.object({ day: z.unknown() }),
  tasks: { Plan: planTask, Write: writeTask },
  unbounded: true,
}).define(({ input, run, state, choice, wait, onFailure, fail }) => {
  const notPlanned = onFailure("Not planned", (failure) => {
    fail("Not planned", failure.Error, failure.Cause);
  });
  const planResult = run(
    "Plan",
    { day: input.day, limits: { tables: 3 } },
    {
      keep: (result) => ({ tables: result.tables, few: result.few }),
      timeout: 60,
      retry: [{ errors: ["Planner.Busy", "Lambda.ServiceException"], maxDelay: 30, jitter: true }],
      catch: [{ errors: ["States.ALL"], to: notPlanned }],
    },
  );
  choice(
    "Few?",
    [
      when(eq(planResult.few, true), () => {
        wait("Small", { seconds: 5 });
      }),
    ],
    () => {},
  );
  run("Write", { Bucket: token("plan_bucket"), Key: "plan.json", Body: planResult.tables }, { heartbeat: 30 });
  state("Done", { Type: "Succeed" });
});
"
`);
  });

  it("writes JSONata as it stands", () => {
    expect(importAsl(kind("JSONata with variables"), { name: "read" }).source).toMatchInlineSnapshot(`
"/** Reads an item. */
import { z } from "zod";
import { jsonata, when, workflow } from "../kit/index.ts";

export const read = workflow({
  name: "read",
  comment: "Reads an item.",
  input: z.unknown(),
  tasks: {},
  unbounded: true,
  timeoutSeconds: 600,
  queryLanguage: "JSONata",
}).define(({ state, choice, wait, onFailure, fail, succeed, goto, at }) => {
  const failed = onFailure("Failed", () => {
    fail("Failed", "Read.Failed", jsonata<string>\`$error.Cause\`);
  });
  state(
    "Read",
    {
      Type: "Task",
      Resource: "arn:aws:states:::dynamodb:getItem",
      Arguments: { TableName: "t", Key: { id: { S: "{% $states.input.id %}" } } },
      Assign: { found: "{% $states.result.Item %}" },
      Output: "{% $states.input %}",
    },
    { catch: [{ ErrorEquals: ["States.ALL"], Assign: { error: "{% $states.errorOutput %}" }, Output: { ok: false }, to: failed }] },
  );
  choice("Any?", [when(jsonata<boolean>\`$count($found) > 0\`, () => {}), when(jsonata<boolean>\`$exists($found)\`, () => {})], () => {
    goto(at("None"));
  });
  wait("Later", { until: jsonata<string>\`$found.at\` });
  succeed("None", { found: jsonata<unknown>\`$found\`, plain: "text", list: [jsonata<unknown>\`$found.a\`, 1] });
});
"
`);
  });

  it("says what is written by hand and why, and what the Tasks call", () => {
    const { native, handwritten, functions, resources, tokens, placeholders, exported } = importAsl(
      kind("a saga whose failures undo what was done"),
      { name: "book-a-seat" },
    );
    expect(exported).toBe("bookASeat");
    expect(native).toEqual(["Not booked"]);
    expect(handwritten).toHaveLength(5);
    expect(handwritten[0]).toContain("Reserve seat: the Task calls arn:aws:states:::lambda:invoke");
    expect(functions).toHaveLength(4);
    expect(functions[0]).toMatch(/^\$\{[a-z_]+\}$/);
    expect(resources).toEqual(["arn:aws:states:::lambda:invoke"]);
    expect(tokens).toEqual(["charge_card", "refund_card", "release_seat", "reserve_seat"].sort());
    expect(placeholders).toEqual([]);
  });

  it("lists the fields of the machine that the build does not print", () => {
    expect(importAsl(of("A", { A: { Type: "Succeed" } }, { Version: "1.0" }), { name: "m" }).leftOut).toEqual(["Version"]);
  });
});

describe("texts of an imported machine", () => {
  const texts = (Cause: string, options = {}) => importAsl(of("A", { A: { Type: "Fail", Error: "E", Cause } }), { name: "m", ...options });

  it("hold tokens where they have a token's name, and are otherwise what they were", () => {
    const imported = texts("see $" + "{log_group} or $" + "{LogGroup}, cost $$" + "{price}");
    expect(imported.tokens).toEqual(["log_group"]);
    expect(imported.placeholders).toEqual(["$" + "{LogGroup}", "$" + "{price}"]);
    // As Terraform reads it: one token, everything else as it stood.
    expect(toAsl(evaluate(imported))).toContain('"see $' + "{log_group} or $$" + "{LogGroup}, cost $$" + '{price}"');
  });

  it("are just themselves when the definition is no template", () => {
    const imported = texts("see $" + "{log_group}", { texts: "plain" });
    expect(imported.tokens).toEqual([]);
    expect(toAsl(evaluate(imported))).toContain('"see $$' + '{log_group}"');
  });
});

describe("a machine that cannot be imported", () => {
  const problemsOf = (machine: AslMachine): readonly string[] => {
    try {
      importAsl(machine, { name: "m" });
    } catch (error) {
      if (error instanceof ImportError) return error.problems;
      throw error;
    }
    return [];
  };

  it("is refused for states out of reach, targets that are not there, ways without an end, each by name", () => {
    expect(
      problemsOf(
        of("A", {
          A: { Type: "Pass", Next: "B" },
          B: { Type: "Pass", Next: "A" },
          C: { Type: "Succeed" },
          D: { Type: "Pass", Next: "E" },
          F: { Type: "Wait", Seconds: 1 },
        }),
      ),
    ).toEqual([
      '"C": no way leads to it. Step Functions refuses such a state: remove it, or lead to it.',
      '"D": it goes to "E", which is not a state of its machine.',
      '"D": no way leads to it. Step Functions refuses such a state: remove it, or lead to it.',
      '"F": it has neither Next nor End.',
      '"F": no way leads to it. Step Functions refuses such a state: remove it, or lead to it.',
      '"A": no way leads from it to an end.',
      '"B": no way leads from it to an end.',
    ]);
  });

  it("is refused for names: used twice, too long", () => {
    const body = { StartAt: "A", States: { A: { Type: "Succeed" } } };
    expect(problemsOf(of("A", { A: { Type: "Map", ItemProcessor: body, End: true } }))).toEqual(['"A": two states have this name.']);
    expect(problemsOf(of("x".repeat(81), { ["x".repeat(81)]: { Type: "Succeed" } }))[0]).toContain("the name has 81 characters");
  });

  it("is refused for JSONPath inside of JSONata", () => {
    const machine = of("A", { A: { Type: "Succeed", QueryLanguage: "JSONPath" } }, { QueryLanguage: "JSONata" });
    expect(problemsOf(machine)).toEqual(['"A": it is JSONPath in a machine of JSONata, which Step Functions refuses.']);
  });

  it("is no Amazon States Language at all", () => {
    expect(() => readAsl('{ "StartAt": "A" }')).toThrow(AslError);
  });

  it("does not exist for depth or length: a long chain, and choices in each other", () => {
    const chain = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `S${index}`,
        { Type: "Pass", ...(index === 399 ? { End: true } : { Next: `S${index + 1}` }) },
      ]),
    );
    expect(roundTrip(of("S0", chain)).difference).toBeUndefined();
    const nested = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `C${index}`,
        {
          Type: "Choice",
          Choices: [{ Variable: "$.a", NumericEquals: index, Next: index === 299 ? "End" : `C${index + 1}` }],
          Default: "End",
        },
      ]),
    );
    const caught = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        [`T${index}`, { Type: "Task", Resource: "r", Next: `U${index}` }],
        [
          `U${index}`,
          { Type: "Task", Resource: "r", Catch: [{ ErrorEquals: ["E"], Next: index === 39 ? "End" : `T${index + 1}` }], Next: "End" },
        ],
      ]).flat(),
    );
    expect(roundTrip(of("T0", { ...caught, End: { Type: "Succeed" } })).difference).toBeUndefined();
    const { imported, difference } = roundTrip(of("C0", { ...nested, End: { Type: "Succeed" } }));
    expect(difference).toBeUndefined();
    expect(Math.max(...imported.source.split("\n").map((line) => line.search(/\S/)))).toBeLessThan(60);
  });
});
