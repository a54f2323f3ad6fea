import { z } from "zod";
import { awsSdk } from "../../workflows/kit/contract/index.ts";
import { eq, type Ref, text, when } from "../../workflows/kit/index.ts";
import { build, type Json, machineOf, mask, plan } from "./jsonata-support.ts";

const invoke = "arn:aws:states:::lambda:invoke";
const PLANNED = { plan: { key: "{% $states.result.Payload.key %}" } };

describe("a workflow in JSONata", () => {
  it("says so at its top, keeps what is read in variables, and reads the input in the context object", () => {
    const workflow = build({ Plan: plan, Mask: mask }, ({ input, run, choice }) => {
      const { key } = run("Plan", { runId: input.runId });
      const named = choice("Is it planned?", [when(eq(key, ""), () => ({ table: text`none of ${input.runId}` }))], () => ({ table: key }));
      return { rows: run("Mask", { table: named.table }).rows };
    });
    expect(machineOf(workflow)).toEqual({
      Comment: "A test.",
      QueryLanguage: "JSONata",
      StartAt: "Plan",
      States: {
        Plan: {
          Type: "Task",
          Resource: invoke,
          Arguments: {
            FunctionName: "${planner_arn}",
            Payload: { operation: "plan", runId: "{% $states.context.Execution.Input.runId %}" },
          },
          Assign: PLANNED,
          TimeoutSeconds: 960,
          Next: "Is it planned?",
        },
        "Is it planned?": {
          Type: "Choice",
          Choices: [{ Condition: "{% $plan.key = '' %}", Next: "Is it planned? Yes" }],
          Default: "Is it planned? No",
        },
        "Is it planned? Yes": {
          Type: "Pass",
          Assign: { isItPlanned: { table: "{% 'none of ' & $states.context.Execution.Input.runId %}" } },
          Next: "Mask",
        },
        "Is it planned? No": { Type: "Pass", Assign: { isItPlanned: { table: "{% $plan.key %}" } }, Next: "Mask" },
        Mask: {
          Type: "Task",
          Resource: invoke,
          Arguments: { FunctionName: "${worker_arn}", Payload: { operation: "mask", table: "{% $isItPlanned.table %}" } },
          Assign: { mask: { rows: "{% $states.result.Payload.rows %}" } },
          TimeoutSeconds: 960,
          Next: "Output",
        },
        Output: { Type: "Pass", Output: { rows: "{% $mask.rows %}" }, End: true },
      },
    });
  });

  it("hands an item on through a Map's body; results of outside are read as variables", () => {
    const workflow = build({ Plan: plan, Mask: mask, "Mask tag": mask }, ({ input, run, map }) => {
      const { key } = run("Plan", { runId: input.runId });
      return map(
        "Mask tables",
        input.tables,
        (item) => {
          const one = run("Mask", { table: item.name, run: key });
          map("Mask tags", item.tags, (tag) => void run("Mask tag", { table: item.name, run: input.runId, tag }));
          return { rows: one.rows };
        },
        { atOnce: 4 },
      );
    });
    const call = (args: object) => ({ FunctionName: "${worker_arn}", Payload: { operation: "mask", ...args } });
    const task = { Type: "Task", Resource: invoke, TimeoutSeconds: 960 };
    expect(machineOf(workflow).States?.["Mask tables"]).toEqual({
      Type: "Map",
      Items: "{% $states.context.Execution.Input.tables %}",
      ItemSelector: { item: "{% $states.context.Map.Item.Value %}" },
      MaxConcurrency: 4,
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "Mask",
        States: {
          Mask: {
            ...task,
            Arguments: call({ table: "{% $states.input.item.name %}", run: "{% $plan.key %}" }),
            Assign: { mask: { rows: "{% $states.result.Payload.rows %}" } },
            Output: "{% $states.input %}",
            Next: "Mask tags",
          },
          "Mask tags": {
            Type: "Map",
            Items: "{% $states.input.item.tags %}",
            ItemSelector: { item2: "{% $states.context.Map.Item.Value %}", item: "{% $states.input.item %}" },
            ItemProcessor: {
              ProcessorConfig: { Mode: "INLINE" },
              StartAt: "Mask tag",
              States: {
                "Mask tag": {
                  ...task,
                  Arguments: call({
                    table: "{% $states.input.item.name %}",
                    run: "{% $states.context.Execution.Input.runId %}",
                    tag: "{% $states.input.item2 %}",
                  }),
                  Output: {},
                  End: true,
                },
              },
            },
            Output: "{% $states.input %}",
            Next: "Mask tables: output",
          },
          "Mask tables: output": { Type: "Pass", Output: { rows: "{% $mask.rows %}" }, End: true },
        },
      },
      End: true,
    });
  });

  it("polls with a variable that counts, and hands a failure to its section", () => {
    const workflow = build({ Mask: mask, Undo: mask }, ({ poll, run, guard, onFailure, fail }) => {
      const failed = onFailure("Undo", (failure) => {
        run("Undo", { table: failure.Error }, { ignore: ["States.ALL"] });
        fail("Failed", failure.Error, failure.Cause);
      });
      guard(failed, () => void poll("Mask", { table: "t" }, { every: 5, atMost: 3, until: ({ done }) => eq(done, true) }));
    });
    const { States } = machineOf(workflow);
    expect(States).toMatchObject({
      "Mask: start": { Type: "Pass", Assign: { maskCalls: { made: 1 } }, Next: "Mask" },
      Mask: {
        Assign: { mask: { done: "{% $states.result.Payload.done %}" } },
        Catch: [{ ErrorEquals: ["States.ALL"], Assign: { failure: "{% $states.errorOutput %}" }, Next: "Undo" }],
      },
      "Mask: done?": {
        Choices: [
          { Condition: "{% $mask.done = true %}", Next: "Succeeded" },
          { Condition: "{% $maskCalls.made >= 3 %}", Next: "Mask: gave up" },
        ],
        Default: "Mask: wait",
      },
      "Mask: wait": { Type: "Wait", Seconds: 5, Next: "Mask: count" },
      "Mask: count": { Type: "Pass", Assign: { maskCalls: { made: "{% $maskCalls.made + 1 %}" } }, Next: "Mask" },
      "Mask: gave up": {
        Type: "Pass",
        Assign: { failure: { Error: "Poll.GaveUp", Cause: '"Mask" was called 3 times, every 5 seconds, and was not done.' } },
        Next: "Undo",
      },
      Succeeded: { Type: "Succeed", Output: {} },
      Failed: { Type: "Fail", Error: "{% $failure.Error %}", Cause: "{% $failure.Cause %}" },
    });
    // Nobody reads an ignored error.
    expect(States?.Undo?.Catch).toEqual([{ ErrorEquals: ["States.ALL"], Next: "Failed" }]);
  });

  it("puts the result of its last state out: all of it, the contract's part, what keep makes of it", () => {
    const described = awsSdk("dynamodb:describeTable", {
      input: z.object({ TableName: z.string() }),
      output: z.object({ Table: z.unknown() }),
    });
    const last = (of: ReturnType<typeof build>, state: string): Json | undefined => machineOf(of).States?.[state]?.Output;
    const whole = build({ D: described }, ({ run }) => run("D", { TableName: "t" }));
    expect(machineOf(whole).States?.D).not.toHaveProperty("Assign");
    expect(last(whole, "D")).toBeUndefined();
    expect(
      last(
        build({ P: plan }, ({ run }) => run("P", { runId: "1" })),
        "P",
      ),
    ).toEqual("{% $states.result.Payload %}");
    const kept = build({ P: plan }, ({ run }) =>
      run("P", { runId: "1" }, { keep: ({ key, tables }) => ({ at: text`s3/${key}`, first: tables[0].name }) }),
    );
    expect(last(kept, "P")).toEqual({
      at: "{% 's3/' & $states.result.Payload.key %}",
      first: "{% $states.result.Payload.tables[0].name %}",
    });
    expect(
      last(
        build({ P: plan }, ({ run }) => void run("P", { runId: "1" })),
        "P",
      ),
    ).toEqual({});
    expect(
      last(
        build({ P: plan }, ({ run, pass }) => (run("P", { runId: "1" }), pass("Last", { a: 1 }))),
        "Last",
      ),
    ).toEqual({ a: 1 });
  });

  it("keeps all of a result without the integration's wrapping where a field of it may be absent", () => {
    const workflow = build({ Plan: plan, Mask: mask }, ({ run }) => {
      const planned = run("Plan", { runId: "1" });
      run("Mask", { table: planned.when as Ref<string> });
    });
    expect(machineOf(workflow).States).toMatchObject({
      Plan: { Assign: { plan: "{% $states.result.Payload %}" } },
      Mask: { Arguments: { Payload: { table: "{% $plan.when %}" } } },
    });
  });
});
