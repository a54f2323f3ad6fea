/** Step Functions' own limits on Retry, labels and batches. */

import type { State } from "../build/states.ts";
import { allStates } from "../build/storage.ts";
import type { Checked } from "./problem.ts";

function checkState(state: State, report: Checked["report"]): void {
  const rules = [...(state.retry ?? []), ...(state.catch ?? [])];
  for (const { errors } of rules) {
    if (errors.length === 0) report("a retry or catch names no error.", state.name);
    if (errors.includes("States.ALL") && errors.length > 1)
      report("States.ALL stands beside other errors.", state.name, "It has to stand alone.");
  }
  const last = state.retry?.findIndex(({ errors }) => errors.includes("States.ALL")) ?? -1;
  if (last !== -1 && last !== (state.retry?.length ?? 0) - 1)
    report("a retry of States.ALL is not the last one.", state.name, "The rules after it never apply.");
  if (state.type === "DistributedMap" && state.label !== undefined && !/^[A-Za-z0-9_-]{1,40}$/.test(state.label)) {
    report(`the label "${state.label}" is not 1 to 40 letters, digits, - and _.`, state.name);
  }
}

/** Checks every state. */
export function checkLimits({ top, report }: Checked): void {
  for (const state of allStates(top)) checkState(state, report);
}
