/** Polls, guards, Maps, children: the shape of what is generated. */
import { z } from "zod";
import { child, eq, text, token, when, workflow } from "../../workflows/kit/index.ts";
import { build, describeTable, maskTable, problemsOf, statesOf } from "./support.ts";

const stopAll = ["States.ALL"];

describe("poll", () => {
  it("is a Task, a Choice and a Wait with a bound", () => {
    const states = statesOf(
      build(
        { Await: describeTable },
        ({ poll }) =>
          void poll(
            "Await",
            { TableName: "t" },
            {
              every: 5,
              atMost: 4,
              keep: ({ Table }) => ({ status: Table.TableStatus }),
              until: ({ status }) => eq(status, "ACTIVE"),
              failIf: ({ status }) => eq(status, "FAILED"),
            },
          ),
      ),
    );
    expect(Object.keys(states)).toEqual([
      "Await: start",
      "Await",
      "Await: done?",
      "Await: wait",
      "Await: count",
      "Await: failed",
      "Await: gave up",
      "Succeeded",
    ]);
    expect(states["Await: done?"]).toEqual({
      Type: "Choice",
      Choices: [
        { Variable: "$.await.status", StringEquals: "ACTIVE", Next: "Succeeded" },
        { Variable: "$.await.status", StringEquals: "FAILED", Next: "Await: failed" },
        { Variable: "$.awaitCalls.made", NumericGreaterThanEquals: 4, Next: "Await: gave up" },
      ],
      Default: "Await: wait",
    });
    expect(states["Await: count"]).toMatchObject({ Parameters: { "made.$": "States.MathAdd($.awaitCalls.made, 1)" }, Next: "Await" });
    expect(states["Await: failed"]).toMatchObject({ Type: "Fail", Error: "Poll.Failed" });
  });
});

describe("guard", () => {
  const guarded = () =>
    build({ "Mask table": maskTable, Await: describeTable, Record: maskTable }, ({ run, poll, guard, onFailure, fail, input }) => {
      const failed = onFailure("Record", (failure) => {
        run("Record", { runId: failure.Error }, { ignore: ["States.ALL"] });
        fail("Failed", failure.Error, failure.Cause);
      });
      guard(failed, () => {
        run("Mask table", { runId: input.runId }, { ignore: ["Mask.RuleMissing"] });
        poll("Await", { TableName: "t" }, { every: 1, atMost: 2, until: ({ Table }) => eq(Table.TableStatus, "ACTIVE") });
      });
    });

  it("puts one Catch on every Task inside, after what the Task ignores", () => {
    const states = statesOf(guarded());
    expect(states["Mask table"]?.["Catch"]).toEqual([
      { ErrorEquals: ["Mask.RuleMissing"], ResultPath: null, Next: "Await: start" },
      { ErrorEquals: stopAll, ResultPath: "$.failure", Next: "Record" },
    ]);
    expect(states["Await"]?.["Catch"]).toHaveLength(1);
    expect(states["Record"]?.["Catch"]).toEqual([{ ErrorEquals: stopAll, ResultPath: null, Next: "Failed" }]);
  });

  it("sends a poll that gives up the same way", () => {
    expect(statesOf(guarded())["Await: gave up"]).toMatchObject({
      Type: "Pass",
      Parameters: { Error: "Poll.GaveUp" },
      ResultPath: "$.failure",
      Next: "Record",
    });
  });

  it("prints the sections after the other states, and reads the failure", () => {
    const states = statesOf(guarded());
    expect(Object.keys(states).slice(-2)).toEqual(["Record", "Failed"]);
    expect(states["Failed"]).toEqual({ Type: "Fail", ErrorPath: "$.failure.Error", CausePath: "$.failure.Cause" });
  });
});

describe("map", () => {
  it("carries the item and just the outer values that its body reads, under their own paths", () => {
    const states = statesOf(
      build({ "Mask table": maskTable, Describe: describeTable }, ({ run, map, input }) => {
        const described = run("Describe", { TableName: "t" });
        map("Each", input.tables, (table) => {
          map(
            "Every",
            input.names,
            (name) => void run("Mask table", { runId: input.runId, table: text`${table.name}/${name}/${described.Table.Tags[0]}` }),
          );
        });
      }),
    );
    const each = states["Each"];
    expect(each).toMatchObject({ ItemsPath: "$.tables", ResultPath: null, OutputPath: null });
    expect(each?.["ItemSelector"]).toEqual({
      "item.$": "$$.Map.Item.Value",
      "names.$": "$.names",
      "runId.$": "$.runId",
      describe: { Table: { "Tags.$": "$.describe.Table.Tags" } },
    });
    const every = each?.["ItemProcessor"]?.["States"]?.["Every"];
    expect(every?.["ItemSelector"]).toEqual({
      "item2.$": "$$.Map.Item.Value",
      "runId.$": "$.runId",
      item: { "name.$": "$.item.name" },
      describe: { Table: { "Tags.$": "$.describe.Table.Tags" } },
    });
  });

  it("gives its results on", () => {
    const states = statesOf(
      build({ Describe: describeTable }, ({ run, map, input }) => ({
        all: map("Each", input.names, (name) => ({ name, count: run("Describe", { TableName: name }).Table.ItemCount })),
      })),
    );
    expect(states["Each"]).toMatchObject({ ResultPath: "$.each" });
    expect(states["Each"]?.["ItemProcessor"]?.["States"]?.["Each: output"]).toMatchObject({
      Parameters: { "name.$": "$.item", "count.$": "$.describe.Table.ItemCount" },
      End: true,
    });
  });
});

describe("distributedMap", () => {
  const reader = { format: "JSONL", item: z.object({ key: z.string() }), bucket: token("bucket"), key: "list.jsonl" } as const;

  it("hands single items and outer values in", () => {
    const states = statesOf(
      build(
        { "Mask table": maskTable },
        ({ run, distributedMap, input }) =>
          void distributedMap(
            "Files",
            { reader, with: { runId: input.runId }, atOnce: 7, label: "files", toleratedFailurePercentage: 5 },
            ({ item, runId }) => void run("Mask table", { runId, table: item.key }),
          ),
      ),
    );
    expect(states["Files"]).toMatchObject({
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSONL" },
        Parameters: { Bucket: "${bucket}", Key: "list.jsonl" },
      },
      ItemSelector: { "item.$": "$$.Map.Item.Value", "runId.$": "$.runId" },
      MaxConcurrency: 7,
      ToleratedFailurePercentage: 5,
      Label: "files",
      ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } },
    });
  });

  it("refuses a body that reads what it was not handed", () => {
    expect(
      problemsOf({ "Mask table": maskTable }, ({ run, distributedMap, input }) =>
        distributedMap("Files", { reader }, ({ item }) => void run("Mask table", { runId: input.runId, table: item.key })),
      ),
    ).toEqual(['Mask table: it reads input.runId, but a child of the distributed Map "Files" sees only its item.']);
  });
});

describe("parallel", () => {
  it("gives each branch's output by its place", () => {
    const states = statesOf(
      build({ "Mask table": maskTable, Describe: describeTable }, ({ run, parallel, input }) => {
        const [masked, name] = parallel("Both", [
          () => run("Mask table", { runId: input.runId }),
          () => ({ name: run("Describe", { TableName: "t" }).Table.TableStatus }),
        ]);
        return { rows: masked.rows, name: name.name };
      }),
    );
    expect(states["Both"]).toMatchObject({ Type: "Parallel", ResultPath: "$.both" });
    expect(states["Output"]?.["Parameters"]).toEqual({ "rows.$": "$.both[0].rows", "name.$": "$.both[1].name" });
  });
});

describe("child", () => {
  const inner = workflow({
    name: "inner",
    comment: "",
    input: z.object({ runId: z.string() }),
    timeoutSeconds: 60,
    tasks: { "Mask table": maskTable },
  }).define(({ run, input }) => ({ rows: run("Mask table", { runId: input.runId }).rows }));

  it("is started, waited for, and linked to its parent", () => {
    const states = statesOf(
      build({ Inner: child(inner, { stateMachine: "inner" }) }, ({ run, input }) => ({ rows: run("Inner", { runId: input.runId }).rows })),
    );
    expect(states["Inner"]).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: {
        StateMachineArn: "${inner_state_machine_arn}",
        Input: { "runId.$": "$.runId", "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id" },
      },
      ResultSelector: { "rows.$": "$.Output.rows" },
      ResultPath: "$.inner",
      TimeoutSeconds: 360,
      Next: "Output",
    });
  });
});

describe("the small steps", () => {
  it("wait, go on and end", () => {
    const states = statesOf(
      build({ "Mask table": maskTable }, ({ run, wait, choice, succeed, goto, input }) => {
        const masked = run("Mask table", { runId: input.runId });
        choice("Done?", [when(masked.done, () => succeed("Enough", { rows: masked.rows }))], () => {});
        wait("Rest", { seconds: 30 });
        goto("Mask table");
      }),
    );
    expect(states["Rest"]).toEqual({ Type: "Wait", Seconds: 30, Next: "Mask table" });
    expect(states["Enough"]).toEqual({ Type: "Pass", Parameters: { "rows.$": "$.maskTable.rows" }, End: true });
  });
});
