/** The builder of Automation documents: types, conditions, checks, YAML. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { parseDocument } from "../../local/aws/automation/document/parse.ts";
import { AutomationBuildError, and, automation, eq, not, or, script, text, toYaml } from "../../ssm-documents/kit/index.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "documents-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = (name: string, source: string): URL => {
  writeFileSync(path.join(folder, `${name}.py`), source);
  return pathToFileURL(path.join(folder, `${name}.py`));
};
const head = '"""Says what it is."""\nfrom __future__ import annotations\n\n';
const countRows = () =>
  script(
    [python("count_rows", `${head}import os\n\ndef count_rows(events, context):\n    return {"rows": 1, "names": []}\n`)],
    "count_rows",
    {
      payload: { table: z.string() },
      outputs: { rows: z.int(), names: z.array(z.string()) },
    },
  );
const setup = { name: "count-rows", description: "Counts.", parameters: { Table: z.string().max(63), Again: z.boolean().default(false) } };
const problems = (build: () => unknown): readonly string[] => {
  try {
    build();
  } catch (error) {
    if (error instanceof AutomationBuildError) return error.problems;
    throw error;
  }
  return [];
};

describe("automation", () => {
  it("writes parameters with their constraints, steps in order, and outputs by step", () => {
    const document = automation({ ...setup, assumeRole: "Table", variables: { Sum: z.int().default(0) } }).define(
      ({ parameters, executeScript, updateVariable, variables }) => {
        const counted = executeScript(
          "CountRows",
          countRows(),
          { table: text`public.${parameters.Table}` },
          { timeoutSeconds: 60, onFailure: "step:KeepSum" },
        );
        updateVariable("KeepSum", variables.Sum, counted.rows, { isEnd: true });
        return { rows: counted.rows };
      },
    );
    expect(document.outputs).toEqual({ rows: "CountRows.rows" });
    expect(parse(toYaml(document))).toEqual({
      schemaVersion: "0.3",
      description: "Counts.",
      assumeRole: "{{ Table }}",
      parameters: { Table: { type: "String", maxChars: 63 }, Again: { type: "Boolean", default: false } },
      variables: { Sum: { type: "Integer", default: 0 } },
      outputs: ["CountRows.rows"],
      mainSteps: [
        {
          name: "CountRows",
          action: "aws:executeScript",
          timeoutSeconds: 60,
          onFailure: "step:KeepSum",
          inputs: {
            Runtime: "python3.11",
            Handler: "count_rows",
            InputPayload: { table: "public.{{ Table }}" },
            Script: expect.stringContaining("def count_rows") as unknown,
          },
          outputs: [
            { Name: "rows", Selector: "$.Payload.rows", Type: "Integer" },
            { Name: "names", Selector: "$.Payload.names", Type: "StringList" },
          ],
        },
        { name: "KeepSum", action: "aws:updateVariable", isEnd: true, inputs: { Name: "variable:Sum", Value: "{{ CountRows.rows }}" } },
      ],
    });
  });

  it("says and, or, not and comparisons as SSM does", () => {
    const document = automation(setup).define(({ parameters, branch, loop, executeScript, sleep }) => {
      const { Table, Again } = parameters;
      branch("ChooseOne", [{ when: or(and(eq(Table, "a"), Again), not(eq(Table, "b"))), nextStep: "Repeat" }], "SleepOn");
      loop("Repeat", 10, ({ iteration }) => eq(executeScript("CountRows", countRows(), { table: text`t${iteration}` }).rows, 0));
      sleep("SleepOn", "PT1M");
      return {};
    });
    const [branch, loop] = document.content.mainSteps;
    expect(branch?.inputs.Choices).toEqual([
      {
        NextStep: "Repeat",
        Or: [
          {
            And: [
              { Variable: "{{ Table }}", StringEquals: "a" },
              { Variable: "{{ Again }}", BooleanEquals: true },
            ],
          },
          { Not: { Variable: "{{ Table }}", StringEquals: "b" } },
        ],
      },
    ]);
    expect(loop?.inputs).toMatchObject({ MaxIterations: 10, LoopCondition: { Variable: "{{ CountRows.rows }}", NumericEquals: 0 } });
    expect(() => parseDocument(toYaml(document), "YAML")).not.toThrow();
  });

  it("collects every mistake: names, jumps, times, references that leave their loop, sizes", () => {
    const found = problems(() =>
      automation({ ...setup, name: "x" }).define(({ branch, executeScript, forEach, sleep, parameters }) => {
        let inside: ReturnType<typeof executeScript> | undefined;
        sleep("ab", "PT1S", { onFailure: "step:Nowhere" });
        branch("Choose", [{ when: parameters.Again, nextStep: "Missing" }], "ab");
        forEach("EachOne", executeScript("ListThem", countRows(), { table: "t" }, { timeoutSeconds: 601 }).names, ({ value }) => {
          inside = executeScript("Inside", countRows(), { table: value }) as typeof inside;
        });
        executeScript("Outside", countRows(), { table: inside?.rows as unknown as string });
        return {};
      }),
    );
    expect(found).toEqual([
      expect.stringContaining("a document's name"),
      expect.stringContaining("ab: a step's name has 3 to 128"),
      'ab: there is no step "Nowhere" beside it to go to',
      'Choose: there is no step "Missing" beside it to go to',
      "ListThem: a script has at most 600 seconds",
      'Outside: "Inside.rows" is no parameter and no output of a step before it in this list',
    ]);
  });

  it("refuses a document above 64 KB and a variable without a first value", () => {
    const large = python("large", `${head}def large(events, context):\n    """${"x".repeat(62_000)}"""\n`);
    const found = problems(() =>
      automation({ ...setup, variables: { Sum: z.int() } }).define(({ executeScript }) => {
        executeScript("TooLarge", script([large], "large", { payload: {}, outputs: {} }), {});
        return {};
      }),
    );
    expect(found).toEqual([expect.stringContaining("variable Sum: it needs a first value"), expect.stringContaining("64 KB are allowed")]);
  });

  it("refuses what SSM cannot say", () => {
    const sleeping = () =>
      automation(setup).define(({ parameters, sleep }) => {
        sleep("SleepOn", eq(parameters.Table, "a") as unknown as string);
        return {};
      });
    expect(sleeping).toThrow("conditions stand in branch and loop only");
    const comparing = () =>
      automation(setup).define(({ parameters, branch }) => {
        branch("Choose", [{ when: eq(parameters.Table, parameters.Table), nextStep: "x" }], "y");
        return {};
      });
    expect(comparing).toThrow("compare with a literal");
    expect(() => automation({ ...setup, parameters: { Share: z.number() } }).define(() => ({}))).toThrow("SSM has no type for number");
  });

  it("has compile errors for outputs and types that are not there", () => {
    const mistakes = () =>
      automation(setup).define(({ parameters, executeScript, branch, updateVariable, variables }) => {
        const counted = executeScript("CountRows", countRows(), { table: parameters.Table });
        // @ts-expect-error an output that the script does not have
        executeScript("Misspelt", countRows(), { table: counted.row });
        // @ts-expect-error an integer where a text goes
        executeScript("WrongType", countRows(), { table: counted.rows });
        // @ts-expect-error a payload without its field
        executeScript("Incomplete", countRows(), {});
        // @ts-expect-error a text is no condition
        branch("Choose", [{ when: parameters.Table, nextStep: "CountRows" }], "CountRows");
        // @ts-expect-error there are no variables
        updateVariable("KeepIt", variables.Sum, 1);
        // @ts-expect-error a word that onFailure does not know
        executeScript("BadOption", countRows(), { table: "t" }, { onFailure: "Retry" });
        return {};
      });
    expect(mistakes).toThrow();
  });
});

describe("script", () => {
  it("joins its files: one future import, no imports of each other", () => {
    const base = python("base_part", `${head}import json\n\n\ndef base(x):\n    return x\n`);
    const top = python(
      "top_part",
      `${head}import re\nfrom base_part import base\n\n\ndef run(events, context):\n    return base(events)\n`,
    );
    const { source } = script([base, top], "run", { payload: {}, outputs: {} });
    expect(source.match(/from __future__/g)).toHaveLength(1);
    expect(source).not.toContain("from base_part");
    expect(source).toContain("import re\n\n\ndef run(events, context):");
    expect(() => script([base], "run", { payload: {}, outputs: {} })).toThrow('has no function "def run(events, context)"');
  });
});
