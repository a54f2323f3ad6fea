/** The order of things: decisions, waits, values, branches. */
import { gt, present, text } from "../../expressions/index.ts";
import { when } from "../../steps/index.ts";
import { example } from "../example.ts";
import { describeTable, maskTable } from "./contracts.ts";

/** The first rule that holds decides; what the branches return is the choice's own value. */
export const choice = example("choice", { "Mask table": maskTable }, ({ input, run, choice }) => {
  const size = choice(
    "Is it large?",
    [when(gt(input.count, 100), () => ({ rows: run("Mask table", { table: input.name }).rows }))],
    () => ({
      rows: 0,
    }),
  );
  return { rows: size.rows };
});

/** A value that may be absent is asked about before it is read. */
export const optional = example("choice, on what may be absent", {}, ({ input, choice, fail }) => {
  choice("Is there a limit?", [when(present(input.limit), () => {})], () => fail("No limit", "Example.NoLimit", "It needs a limit."));
});

/** Waits so many seconds. */
export const waitSeconds = example("wait, seconds", {}, ({ wait }) => {
  wait("Rest", { seconds: 90 });
});

/** Waits as long as the data says, or until a moment that it says. */
export const waitFromData = example("wait, from data", {}, ({ input, wait }) => {
  wait("Rest", { seconds: input.count });
  wait("Wait for the moment", { until: input.at });
});

/** Gives a value a name of its own: for what is computed once and read often. */
export const pass = example("pass", {}, ({ input, pass }) => {
  const paths = pass("Name the files", { manifest: text`runs/${input.runId}/manifest.json`, tags: input.tags });
  return { manifest: paths.manifest };
});

/** Branches at the same time; each one's value is known by its place. */
export const parallel = example("parallel", { Mask: maskTable, Describe: describeTable }, ({ input, run, parallel }) => {
  const [masked, described] = parallel("Both", [
    () => ({ rows: run("Mask", { table: input.name }).rows }),
    () => ({ items: run("Describe", { TableName: input.name }).Table.ItemCount }),
  ]);
  return { rows: masked.rows, items: described.items };
});

/** What Step Functions knows of the execution itself. */
export const contextObject = example("context", { Mask: maskTable }, ({ context, run }) => {
  run("Mask", { table: context.Execution.Name });
});

/** A state in Amazon States Language, for what no other word can say; the build counts it, and the page lists it. */
export const handwritten = example("state", {}, ({ state }) => {
  state("Mark", { Type: "Pass", Comment: "Written by hand." });
});
