/** The builder of Automation documents: what it writes down, conditions, scripts, and what SSM has no words for. */
import { parse } from "yaml";
import { z } from "zod";
import { parseDocument } from "../../local/aws/automation/document/parse.ts";
import { and, automation, eq, gt, not, or, script, text, toYaml } from "../../ssm-documents/kit/index.ts";
import { head, problemsOf, scriptFolder } from "./scripts.ts";

const { python, countRows } = scriptFolder();
const setup = { name: "count-rows", description: "Counts.", parameters: { Table: z.string().max(63), Again: z.boolean().default(false) } };
describe("automation", () => {
  it("writes parameters with their constraints, steps in order, and outputs by step", () => {
    const document = automation({ ...setup, assumeRole: "Table", variables: { Sum: z.int().default(0) } }).define(
      ({ parameters, executeScript, updateVariable, variables }) => {
        const counted = executeScript(
          "CountRows",
          countRows(),
          { table: text`public.${parameters.Table}` },
          { timeoutSeconds: 60, onFailure: "step:Forget" },
        );
        updateVariable("KeepSum", variables.Sum, counted.rows, { isEnd: true });
        updateVariable("Forget", variables.Sum, 0);
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
          onFailure: "step:Forget",
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
        { name: "Forget", action: "aws:updateVariable", inputs: { Name: "variable:Sum", Value: 0 } },
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

  it("says by step what SSM has no words for, all of it at once", () => {
    const found = problemsOf(() =>
      automation(setup).define(({ parameters, variables: _, branch, executeScript, sleep }) => {
        branch("Choose", [{ when: eq(parameters.Table, parameters.Table), nextStep: "SleepOn" }], "SleepOn");
        sleep("SleepOn", eq(parameters.Table, "a") as unknown as string);
        executeScript("Braces", countRows(), { table: "{{ Table }}" });
        executeScript("Inside", countRows(), { table: text`{{${parameters.Table}}}` });
        const { names } = executeScript("ListThem", countRows(), { table: "t" });
        executeScript("First", countRows(), { table: names[0] });
        return { first: names[0] };
      }),
    );
    expect(found).toEqual([
      "Choose: SSM cannot say eq(Table, Table): compare with a literal",
      'SleepOn: SSM cannot say eq(Table, "a"): conditions stand in branch and loop only',
      expect.stringContaining('Braces: SSM cannot say "{{ Table }}": a text with "{{" would be read as a reference'),
      expect.stringContaining('Inside: SSM cannot say "{{": a text with "{{"'),
      "First: SSM cannot say ListThem.names[0]: it refers to whole parameters, variables and outputs only; declare an output for it",
      expect.stringContaining("output first: SSM cannot say ListThem.names[0]"),
    ]);
  });

  it("refuses types that SSM has not", () => {
    expect(() => automation({ ...setup, parameters: { Share: z.number() } }).define(() => ({}))).toThrow("SSM has no type for number");
  });

  it("refuses any other action by its name, where a cast has hidden it from the compiler", () => {
    const pausing = () =>
      automation(setup).define((steps) => {
        (steps as unknown as { pause(name: string): void }).pause("Pause");
        return {};
      });
    expect(pausing).toThrow("This kit has no action aws:pause; it has executeScript, executeAwsApi, waitForAwsResourceProperty,");
  });

  it("compares numbers and reads system values", () => {
    const { content } = automation(setup).define(({ executeScript, branch, global, executionId }) => {
      const counted = executeScript("CountRows", countRows(), { table: text`${global.REGION}/${global.DATE}/${executionId}` });
      branch("Choose", [{ when: gt(counted.rows, 10), nextStep: "CountMore" }], "CountMore");
      executeScript("CountMore", countRows(), { table: global.ACCOUNT_ID });
      return {};
    });
    const [first, choose] = content.mainSteps;
    expect(first?.inputs.InputPayload).toEqual({ table: "{{ global:REGION }}/{{ global:DATE }}/{{ automation:EXECUTION_ID }}" });
    expect(choose?.inputs.Choices).toEqual([{ NextStep: "CountMore", Variable: "{{ CountRows.rows }}", NumericGreater: 10 }]);
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
