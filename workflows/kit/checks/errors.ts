/** Retry and Catch: rules that Step Functions refuses, or that can never apply. */
import type { State } from "../build/states.ts";
import { allStates } from "../build/storage.ts";
import { statesErrors } from "../task.ts";
import { didYouMean } from "./near.ts";
import type { Checked } from "./problem.ts";

function checkName(error: string, state: State, report: Checked["report"]): void {
  if (error === "States.Runtime") {
    const remedy = "It ends the execution at once, and States.ALL does not match it either: mend what causes it.";
    report("a retry or catch names States.Runtime, which can't be caught.", state.name, remedy);
  } else if (error.startsWith("States.") && !statesErrors.has(error) && !error.startsWith("States.Http.StatusCode.")) {
    report(`a retry or catch names "${error}", which Step Functions never gives.`, state.name, didYouMean(error, statesErrors).trim());
  }
}

/** Of the errors of one rule. */
function checkRule(errors: readonly string[], state: State, report: Checked["report"]): void {
  if (errors.length === 0) report("a retry or catch names no error.", state.name, "Name errors, or leave the rule out.");
  if (errors.includes("States.ALL") && errors.length > 1)
    report("States.ALL stands beside other errors.", state.name, "It has to stand alone.");
  for (const error of errors) checkName(error, state, report);
}

/** Checks every state's rules. */
export function checkErrors({ top, report }: Checked): void {
  for (const state of allStates(top)) {
    // Who writes a state by hand says what stands in it, and the service has the last word.
    if (state.type === "Handwritten") continue;
    for (const { errors } of [...(state.retry ?? []), ...(state.catch ?? [])]) checkRule(errors, state, report);
    const last = state.retry?.findIndex(({ errors }) => errors.includes("States.ALL")) ?? -1;
    if (last !== -1 && last !== (state.retry?.length ?? 0) - 1)
      report("a retry of States.ALL is not the last one.", state.name, "The rules after it never apply.");
  }
}
