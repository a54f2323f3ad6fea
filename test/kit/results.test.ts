/** How results are stored: only what is read, where it is read. */
import { gt, present, text, when } from "../../workflows/kit/index.ts";
import { build, describeTable, maskTable, statesOf } from "./support.ts";

describe("a Task's result", () => {
  it("is not stored when nobody reads it", () => {
    const states = statesOf(
      build({ "Mask table": maskTable, Describe: describeTable }, ({ run, input }) => {
        run("Mask table", { runId: input.runId });
        return { count: run("Describe", { TableName: "t" }).Table.ItemCount };
      }),
    );
    expect(states["Mask table"]).toMatchObject({ ResultPath: null, Next: "Describe" });
    expect(states["Mask table"]).not.toHaveProperty("ResultSelector");
  });

  it("is stored with just the fields that are read, in the contract's order", () => {
    const states = statesOf(
      build({ "Mask table": maskTable }, ({ run, input }) => {
        const masked = run("Mask table", { runId: input.runId });
        return { deep: masked.nested.deep, rows: masked.rows };
      }),
    );
    expect(states["Mask table"]?.["ResultSelector"]).toEqual({ "rows.$": "$.Payload.rows", "nested.$": "$.Payload.nested" });
    expect(states["Mask table"]?.["ResultPath"]).toBe("$.maskTable");
    expect(states["Output"]).toMatchObject({
      Type: "Pass",
      Parameters: { "deep.$": "$.maskTable.nested.deep", "rows.$": "$.maskTable.rows" },
      End: true,
    });
  });

  it("is stored as a whole where an optional field is read, so that its absence is no error", () => {
    const states = statesOf(
      build({ "Mask table": maskTable }, ({ run, input, choice, fail }) => {
        const masked = run("Mask table", { runId: input.runId });
        choice("Is there a note?", [when(present(masked.note), () => fail("Stop", "A", "b"))], () => {});
      }),
    );
    expect(states["Mask table"]?.["ResultSelector"]).toEqual({ "Payload.$": "$.Payload" });
    expect(states["Is there a note?"]?.["Choices"]).toEqual([{ Variable: "$.maskTable.Payload.note", IsPresent: true, Next: "Stop" }]);
  });

  it("is what keep makes of it, with functions", () => {
    const states = statesOf(
      build({ Describe: describeTable }, ({ run }) => {
        const described = run(
          "Describe",
          { TableName: "t" },
          { keep: ({ Table }) => ({ label: text`${Table.TableStatus}!`, first: Table.Tags[0] }) },
        );
        return { label: described.label };
      }),
    );
    expect(states["Describe"]?.["ResultSelector"]).toEqual({
      "label.$": "States.Format('{}!', $.Table.TableStatus)",
      "first.$": "$.Table.Tags[0]",
    });
  });

  it("is the output itself when the body returns it", () => {
    const states = statesOf(build({ Describe: describeTable }, ({ run }) => run("Describe", { TableName: "t" })));
    expect(states["Describe"]).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:dynamodb:describeTable",
      Parameters: { TableName: "t" },
      ResultSelector: { "Table.$": "$.Table" },
      TimeoutSeconds: 300,
      End: true,
    });
  });

  it("is dropped with everything else when the body returns nothing", () => {
    const states = statesOf(build({ Describe: describeTable }, ({ run }) => void run("Describe", { TableName: "t" })));
    expect(states["Describe"]).toMatchObject({ ResultPath: null, OutputPath: null, End: true });
  });
});

describe("a choice's value", () => {
  it("is put in place by a Pass on each way, and left out when nobody reads it", () => {
    const ways = (reads: boolean) =>
      statesOf(
        build({ "Mask table": maskTable }, ({ run, input, choice }) => {
          const masked = run("Mask table", { runId: input.runId });
          const size = choice("Is it big?", [when(gt(masked.rows, 9), () => ({ word: "big" }))], () => ({
            word: input.other,
          }));
          return reads ? { word: size.word } : { word: "none" };
        }),
      );
    expect(Object.keys(ways(true))).toEqual(["Mask table", "Is it big?", "Is it big? Yes", "Is it big? No", "Output"]);
    expect(ways(true)["Is it big? No"]).toEqual({
      Type: "Pass",
      Parameters: { "word.$": "$.other" },
      ResultPath: "$.isItBig",
      Next: "Output",
    });
    expect(Object.keys(ways(false))).toEqual(["Mask table", "Is it big?", "Output"]);
    expect(ways(false)["Is it big?"]).toMatchObject({ Default: "Output" });
  });
});
