/** The checks of a document's build: each limit of AWS, each mistake that a type cannot see, with the sentence that says what to do. */
import { z } from "zod";
import type { DefineSteps } from "../../ssm-documents/kit/index.ts";
import {
  type Automation,
  and,
  automation,
  type Expr,
  eq,
  gt,
  maximumBytes,
  parameterBytes,
  script,
  toYaml,
} from "../../ssm-documents/kit/index.ts";
import { head, problemsOf, scriptFolder } from "./scripts.ts";

const { python, countRows } = scriptFolder();
const setup = {
  name: "check-all",
  description: "Checks.",
  parameters: { Table: z.string().max(63), Again: z.boolean().default(false), Tables: z.array(z.string().max(63)).max(5).default([]) },
  variables: { Sum: z.int().default(0), Note: z.string().max(20).default("-") },
};
type Body = (steps: DefineSteps<(typeof setup)["parameters"], (typeof setup)["variables"]>) => void;
const building = (body: Body) => problemsOf(() => built(body));
const built = (body: Body): Automation =>
  automation(setup).define((steps) => {
    body(steps);
    return {};
  });
const rest = (steps: Parameters<Body>[0], name = "SleepOn"): void => steps.sleep(name, "PT1M");
const again = (steps: Parameters<Body>[0]): Expr<boolean> => {
  rest(steps);
  return steps.parameters.Again;
};
/** A cast of somebody who knows better than the compiler. */
const forced = (value: unknown): never => value as never;

describe("names", () => {
  it("have 3 to 128 letters, digits and underscores", () => {
    const found = building((steps) => {
      for (const name of ["ab", "x".repeat(129), "with-dash", "abc", "x".repeat(128)]) rest(steps, name);
    });
    expect(found).toHaveLength(3);
    for (const problem of found) expect(problem).toContain("a step's name has 3 to 128 letters, digits and underscores");
  });

  it("are there once, in loops too", () => {
    const found = building((steps) => {
      rest(steps);
      steps.loop("Repeat", 2, () => {
        rest(steps);
        return steps.parameters.Again;
      });
    });
    expect(found).toEqual([expect.stringContaining("Repeat / SleepOn: two steps have this name")]);
  });

  it("of documents, parameters and variables are what AWS takes; variables have a first value", () => {
    const named = { ...setup, name: "x", parameters: { "a b": z.string().max(9) }, variables: { Sum: z.int() } };
    const found = problemsOf(() =>
      automation(named).define(({ sleep }) => {
        sleep("SleepOn", "PT1M");
        return {};
      }),
    );
    expect(found).toEqual([
      expect.stringContaining("x: a document's name has 3 to 128"),
      expect.stringContaining("a b: the name of a parameter or variable has 1 to 50"),
      "variable Sum: it needs a first value: give it .default(…)",
    ]);
  });
});

describe("ways", () => {
  it("lead to steps of the same list", () => {
    const found = building((steps) => {
      steps.sleep("SleepOn", "PT1M", { onFailure: "step:Nowhere", onCancel: "step:Inside" });
      steps.branch("Choose", [{ when: steps.parameters.Again, nextStep: "Missing" }], "SleepOn");
      steps.loop("Repeat", 2, () => {
        rest(steps, "Inside");
        return steps.parameters.Again;
      });
    });
    expect(found).toEqual([
      'SleepOn: there is no step "Nowhere" beside it to go to; there are SleepOn, Choose, Repeat',
      'SleepOn: there is no step "Inside" beside it to go to; there are SleepOn, Choose, Repeat',
      'Choose: there is no step "Missing" beside it to go to; there are SleepOn, Choose, Repeat',
    ]);
  });

  it("lead to every step", () => {
    const found = building((steps) => {
      steps.sleep("First", "PT1M", { nextStep: "Third" });
      rest(steps, "Second");
      steps.sleep("Third", "PT1M", { isEnd: true });
      rest(steps, "Fourth");
    });
    expect(found).toEqual([expect.stringContaining("Second: no step leads here"), expect.stringContaining("Fourth: no step leads here")]);
  });

  it("go over onFailure and onCancel too", () => {
    const found = building((steps) => {
      steps.sleep("First", "PT1M", { isEnd: true, onCancel: "step:Cancelled" });
      steps.sleep("Cancelled", "PT1M", { onFailure: "step:Failed", nextStep: "Last" });
      rest(steps, "Failed");
      rest(steps, "Last");
    });
    expect(found).toEqual([]);
  });

  it("are not said twice", () => {
    const found = building((steps) => {
      steps.sleep("First", "PT1M", forced({ isEnd: true, nextStep: "First" }));
    });
    expect(found).toEqual([expect.stringContaining("First: it has a nextStep and is the end")]);
    expect(building((steps) => steps.sleep("First", "PT1M", { isEnd: true, onFailure: "step:First" }))).toEqual([
      expect.stringContaining("isEnd ends it after a failure too"),
    ]);
  });

  it("have steps", () => {
    expect(building(() => {})).toEqual(["check-all: there are no steps"]);
    expect(building((steps) => steps.loop("Repeat", 2, () => steps.parameters.Again))).toEqual(["Repeat: there are no steps"]);
  });
});

describe("what is read", () => {
  it("comes from a step that has run before, wherever it stands in the list", () => {
    const found = building((steps) => {
      const counted = steps.executeScript("First", countRows(), { table: "t" }, { nextStep: "SleepOn" });
      steps.updateVariable("KeepIt", steps.variables.Sum, counted.rows, { isEnd: true });
      steps.sleep("SleepOn", "PT1M", { nextStep: "KeepIt" });
    });
    expect(found).toEqual([]);
  });

  it("is not what a later step gives", () => {
    const found = building((steps) => {
      steps.branch("Choose", [{ when: steps.parameters.Again, nextStep: "Later" }], "Later");
      const counted = steps.executeScript("CountRows", countRows(), { table: "t" }, { isEnd: true });
      steps.updateVariable("Later", steps.variables.Sum, counted.rows, { nextStep: "CountRows" });
    });
    expect(found).toEqual(["Later: it reads CountRows.rows, but CountRows need not have succeeded before: it is not on the way Choose"]);
  });

  it("has been given on every way: not after a branch that goes round the step", () => {
    const found = building((steps) => {
      steps.branch("Choose", [{ when: steps.parameters.Again, nextStep: "CountRows" }], "KeepIt");
      const counted = steps.executeScript("CountRows", countRows(), { table: "t" });
      steps.updateVariable("KeepIt", steps.variables.Sum, counted.rows);
    });
    expect(found).toEqual(["KeepIt: it reads CountRows.rows, but CountRows need not have succeeded before: it is not on the way Choose"]);
  });

  it.each([["step:KeepIt"], ["Continue"]] as const)("is not there after a failure that goes on (%s)", (onFailure) => {
    const found = building((steps) => {
      const counted = steps.executeScript("CountRows", countRows(), { table: "t" }, { onFailure });
      steps.updateVariable("KeepIt", steps.variables.Sum, counted.rows);
    });
    expect(found).toEqual([
      "KeepIt: it reads CountRows.rows, but CountRows need not have succeeded before: it may have failed (CountRows)",
    ]);
  });

  it("may be given by either of two ways that meet behind the step", () => {
    const found = building((steps) => {
      steps.branch("Choose", [{ when: steps.parameters.Again, nextStep: "Wait" }], "CountRows");
      rest(steps, "Wait");
      const counted = steps.executeScript("CountRows", countRows(), { table: "t" });
      steps.updateVariable("KeepIt", steps.variables.Sum, counted.rows);
    });
    expect(found).toEqual([]);
  });

  it("leaves its loop by a variable only", () => {
    const found = problemsOf(() =>
      automation(setup).define((steps) => {
        const inside: Expr<number>[] = [];
        steps.loop("Repeat", 2, () => {
          const { rows } = steps.executeScript("CountRows", countRows(), { table: "t" });
          inside.push(rows);
          return gt(rows, 0);
        });
        const [rows = steps.variables.Sum] = inside;
        steps.updateVariable("KeepIt", steps.variables.Sum, rows);
        return { rows };
      }),
    );
    expect(found).toEqual([
      "KeepIt: CountRows.rows is there inside its loop only; hand it out by a variable (updateVariable)",
      "output rows: CountRows.rows is inside a loop; hand it out by a variable",
    ]);
  });

  it("is there for a loop's condition on every way through its steps", () => {
    const found = building((steps) => {
      steps.loop("Repeat", 2, () => {
        steps.branch("Choose", [{ when: steps.parameters.Again, nextStep: "CountRows" }], "SleepOn");
        const counted = steps.executeScript("CountRows", countRows(), { table: "t" });
        rest(steps);
        return eq(counted.rows, 0);
      });
    });
    expect(found).toEqual([
      "Repeat (its condition): it reads CountRows.rows, but CountRows need not have succeeded before: it is not on the way Choose → SleepOn",
    ]);
  });

  it("may come from before the loop, and be the round's own", () => {
    const found = building((steps) => {
      const { names } = steps.executeScript("ListThem", countRows(), { table: "t" });
      steps.forEach("Each", names, ({ value }) => void steps.executeScript("Inside", countRows(), { table: value }));
    });
    expect(found).toEqual([]);
  });

  it("belongs to this document", () => {
    let other: unknown;
    built((steps) => {
      other = steps.parameters.Table;
      rest(steps);
    });
    expect(building((steps) => void steps.executeScript("CountRows", countRows(), { table: forced(other) }))).toEqual([
      "CountRows: Table belongs to another document",
    ]);
  });
});

describe("limits", () => {
  it.each([
    [
      "600 seconds a script",
      (steps) => void steps.executeScript("Script", countRows(), { table: "t" }, { timeoutSeconds: 601 }),
      "at most 600 seconds",
    ],
    [
      "25 seconds a call",
      (steps) => void steps.executeAwsApi("Call", { service: "s3", api: "ListBuckets", inputs: {} }, { timeoutSeconds: 26 }),
      "aws:executeAwsApi has at most 25 seconds",
    ],
    [
      "a whole number of seconds",
      (steps) => steps.sleep("SleepOn", "PT1M", { timeoutSeconds: 0.5 }),
      "timeoutSeconds is a whole number from 1 on, not 0.5",
    ],
    [
      "at least one attempt",
      (steps) => steps.sleep("SleepOn", "PT1M", { maxAttempts: 0 }),
      "maxAttempts is a whole number from 1 on, not 0",
    ],
    ["seven days of sleep", (steps) => steps.sleep("SleepOn", "P7D"), "it sleeps 604800 seconds; AWS allows 604799"],
    ["a duration in ISO 8601", (steps) => steps.sleep("SleepOn", "5 min"), '"5 min" is no duration in ISO 8601, such as PT5M'],
    ["a duration with a length", (steps) => steps.sleep("SleepOn", "PT"), '"PT" is no duration'],
    ["100 rounds", (steps) => steps.loop("Repeat", 101, () => again(steps)), "a loop has 1 to 100 rounds, not 101"],
    ["one round", (steps) => steps.loop("Repeat", 0, () => again(steps)), "a loop has 1 to 100 rounds, not 0"],
    [
      "no loop in a loop",
      (steps) =>
        steps.loop("Outer", 2, () => {
          steps.loop("Inner", 2, () => again(steps));
          return steps.parameters.Again;
        }),
      "Outer / Inner: a loop inside a loop",
    ],
    [
      "no onCancel on a loop",
      (steps) => steps.loop("Repeat", 2, () => again(steps), forced({ onCancel: "Abort" })),
      "aws:loop knows no onCancel",
    ],
    [
      "no onCancel on a variable",
      (steps) => steps.updateVariable("KeepIt", steps.variables.Sum, 1, forced({ onCancel: "Abort" })),
      "aws:updateVariable knows no onCancel",
    ],
  ] satisfies [string, Body, string][])("are kept: %s", (_, body, sentence) => {
    expect(building(body)).toEqual([expect.stringContaining(sentence)]);
  });

  it("are kept by lists that are gone through", () => {
    const listing = (most?: number) => {
      const names = most === undefined ? z.array(z.string().max(9)) : z.array(z.string().max(9)).max(most);
      return script([python("list_them", `${head}def list_them(events, context):\n    return {}\n`)], "list_them", {
        payload: {},
        outputs: { names },
      });
    };
    const goingThrough = (most?: number) =>
      building((steps) => steps.forEach("Each", steps.executeScript("ListThem", listing(most), {}).names, () => rest(steps)));
    expect(goingThrough(100)).toEqual([]);
    expect(goingThrough(101)).toEqual([expect.stringContaining("Each: it goes through at most 100 items; bound its list by .max(100)")]);
    expect(goingThrough()).toContainEqual(expect.stringContaining("Each: it goes through at most 100 items"));
  });
});

describe("sizes", () => {
  const large = (bytes: number) =>
    script([python("large", `${head}def large(events, context):\n    """${"x".repeat(bytes)}"""\n`)], "large", {
      payload: {},
      outputs: {},
    });

  it("of the document and of the largest parameters together are at most 64 KB", () => {
    const document = built((steps) => void steps.executeScript("Large", large(1000), {}));
    const room = maximumBytes - Buffer.byteLength(toYaml(document)) - parameterBytes(document.recorded);
    expect(building((steps) => void steps.executeScript("Large", large(1000 + room), {}))).toEqual([]);
    expect(building((steps) => void steps.executeScript("Large", large(1001 + room), {}))).toEqual([
      expect.stringMatching(/^check-all: it has \d+ bytes, and its parameters up to \d+ more; together 64 KB \(65536\) are allowed: bound/),
    ]);
  });

  it("of parameters are never larger than what is reserved for them", () => {
    const { recorded } = built(rest);
    const worst = { Table: ["\u0001".repeat(63)], Again: ["false"], Tables: Array.from({ length: 5 }, () => "\u0001".repeat(63)) };
    expect(Buffer.byteLength(JSON.stringify(worst))).toBeLessThanOrEqual(parameterBytes(recorded));
  });

  it("of a script's outputs are at most 100 KB", () => {
    const giving = (output: z.ZodType) =>
      building((steps) => {
        const file = python("giving", `${head}def giving(events, context):\n    return {}\n`);
        steps.executeScript("Give", script([file], "giving", { payload: {}, outputs: { output } }), {});
      });
    expect(giving(z.string().max(17_000))).toEqual([]);
    expect(giving(z.string().max(17_100))).toEqual([
      expect.stringMatching(/Give: its outputs can have 10\d{4} bytes; 100 KB are returned/),
    ]);
    expect(giving(z.array(z.string()))).toEqual([expect.stringContaining("Give: its outputs can have any size")]);
    expect(giving(z.record(z.string(), z.string()))).toEqual([expect.stringContaining("any size")]);
  });

  it.each([
    ["a parameter's bound", { Long: z.string().max(513) }, "parameter Long: a value has at most 512 characters; lower .max(…)"],
    ["a default", { Long: z.string().default("x".repeat(513)) }, "parameter Long: a value has at most 512 characters"],
    ["an allowed value", { Long: z.enum(["a", "x".repeat(513)]) }, "parameter Long: a value has at most 512 characters"],
    ["a list", { Many: z.array(z.string().max(5)).max(51) }, "parameter Many: a list has at most 50 values; lower .max(…)"],
    [
      "a default that names another",
      { Other: z.string().max(40).default("{{ Table }}") },
      "a default or allowed value cannot name another parameter",
    ],
    [
      "a default outside of its constraints",
      { Size: z.string().max(2).default("large") },
      "parameter Size: its default does not meet its own constraints",
    ],
    ["a bound that SSM has not", { Count: z.int().min(1).default(1) }, "parameter Count: SSM has no bounds for numbers"],
  ])("and constraints of parameters: %s", (_, parameters, sentence) => {
    const found = problemsOf(() =>
      automation({ ...setup, parameters }).define(({ sleep }) => {
        sleep("SleepOn", "PT1M");
        return {};
      }),
    );
    expect(found).toEqual([expect.stringContaining(sentence)]);
  });

  it("of a variable's text are 1 to 512 characters", () => {
    for (const value of ["", "x".repeat(513)]) {
      expect(building((steps) => steps.updateVariable("KeepIt", steps.variables.Note, value))).toEqual([
        "KeepIt: a variable's text has 1 to 512 characters",
      ]);
    }
  });
});

describe("types", () => {
  it.each([
    [
      "a number for a text",
      (steps) => void steps.executeScript("Next", countRows(), { table: forced(steps.variables.Sum) }),
      "table takes a String, not an Integer",
    ],
    [
      "a literal that the contract refuses",
      (steps) => void steps.executeScript("Next", countRows(), { table: forced(3) }),
      "table has a value that the script's contract refuses",
    ],
    ["a field that is not there", (steps) => void steps.executeScript("Next", countRows(), forced({})), "the payload lacks table"],
    [
      "a field too many",
      (steps) => void steps.executeScript("Next", countRows(), forced({ table: "t", more: 1 })),
      "the payload has more, which",
    ],
    [
      "a text for a number",
      (steps) => steps.updateVariable("KeepIt", steps.variables.Sum, forced(steps.parameters.Table)),
      "the variable takes an Integer, not a String",
    ],
    [
      "a text as a list",
      (steps) => steps.forEach("Each", forced(steps.parameters.Table), () => rest(steps)),
      "its items takes a StringList, not a String",
    ],
    [
      "a text as a condition",
      (steps) => {
        steps.branch("Choose", [{ when: forced(steps.parameters.Table), nextStep: "SleepOn" }], "SleepOn");
        rest(steps);
      },
      "a condition takes a Boolean, not a String",
    ],
    [
      "a text compared with a number",
      (steps) => {
        steps.branch(
          "Choose",
          [{ when: and(steps.parameters.Again, gt(forced(steps.parameters.Table), 3)), nextStep: "SleepOn" }],
          "SleepOn",
        );
        rest(steps);
      },
      "a comparison with 3 takes an Integer, not a String",
    ],
  ] satisfies [string, Body, string][])("agree, where a cast has hidden it: %s", (_, body, sentence) => {
    expect(building(body)).toContainEqual(expect.stringContaining(sentence));
  });
});

it("a script's text has no references: SSM would fill them in", () => {
  const file = python("injected", `${head}def injected(events, context):\n    return "{{ Table }}"\n`);
  const found = building((steps) => void steps.executeScript("Injected", script([file], "injected", { payload: {}, outputs: {} }), {}));
  expect(found).toEqual([expect.stringContaining("Injected: the script's text contains {{ }}")]);
});
