/** Errors: what is tried again, where it leads, and how an execution ends. */
import { eq, gt } from "../../expressions/index.ts";
import { when } from "../../steps/index.ts";
import { example } from "../example.ts";
import { describeTable, maskTable } from "./contracts.ts";

/** Tries again: names of the contract's errors or `States.*`, seconds before the first retry, how often, and what each delay is multiplied by. */
export const retry = example("run, with retry", { "Mask table": maskTable }, ({ input, run }) => {
  run(
    "Mask table",
    { table: input.name },
    { retry: [{ errors: ["Mask.Busy"], every: 5, max: 6, backoff: 2, maxDelay: 60, jitter: true }] },
  );
});

/** These errors are no errors here: the next state follows, without a result. */
export const ignore = example("run, with ignore", { "Mask table": maskTable }, ({ input, run }) => {
  run("Mask table", { table: input.name }, { ignore: ["Mask.RuleMissing"] });
});

/** A section of states that an error leads to. It begins with the state that it is named after, and must end. */
export const catching = example("run, with catch; onFailure; fail", { "Mask table": maskTable }, ({ input, run, onFailure, fail }) => {
  const unmasked = onFailure("Not masked", (failure) => fail("Not masked", failure.Error, failure.Cause));
  run("Mask table", { table: input.name }, { catch: [{ errors: ["Mask.RuleMissing", "States.Timeout"], to: unmasked }] });
});

/** One Catch of all errors on every Task, Map and Parallel inside; a `fail` and a poll that gives up go the same way. */
export const guarded = example("guard", { "Mask table": maskTable, Describe: describeTable }, ({ input, run, guard, onFailure, fail }) => {
  const failed = onFailure("Failed", (failure) => fail("Failed", failure.Error, failure.Cause));
  guard(failed, () => {
    run("Describe", { TableName: input.name });
    run("Mask table", { table: input.name });
  });
});

/** Ends the execution well before its last state, with an output of its own. */
export const ending = example("succeed", { Describe: describeTable }, ({ input, run, choice, succeed }) => {
  const { Table } = run("Describe", { TableName: input.name });
  choice("Is it empty?", [when(eq(Table.ItemCount, 0), () => succeed("Nothing to do", { rows: 0 }))], () => {});
  return { rows: Table.ItemCount };
});

/** Goes to a state that was there before, or to a section. */
export const jump = example("goto", { Describe: describeTable }, ({ input, run, choice, wait, goto }) => {
  const { Table } = run("Describe", { TableName: input.name });
  choice(
    "Too many?",
    [
      when(gt(Table.ItemCount, 1000), () => {
        wait("Let it shrink", { seconds: 600 });
        goto("Describe");
      }),
    ],
    () => {},
  );
});

/** Goes to a state that is no Task; `at` makes a target of its name. */
export const jumpAnywhere = example("at", { Describe: describeTable }, ({ input, run, choice, wait, goto, at }) => {
  wait("Rest", { seconds: 60 });
  const { Table } = run("Describe", { TableName: input.name });
  choice("Is it busy?", [when(eq(Table.TableStatus, "UPDATING"), () => goto(at("Rest")))], () => {});
});
