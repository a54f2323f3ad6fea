/** Runs a machine, a branch or an iteration: from StartAt along the transitions to the end. */
import { StateFailure } from "../errors.ts";
import type { Data } from "../json.ts";
import type { Scope } from "../scope.ts";
import { runState } from "./run-state.ts";

/** @throws StateFailure, ExecutionStopped or BranchAborted when it does not end well */
export async function runMachine(input: Data, scope: Scope): Promise<Data> {
  let name: string | undefined = scope.machine.StartAt;
  let data = input;
  while (name !== undefined) {
    if (scope.signal.aborted) throw scope.signal.reason;
    const state = Object.hasOwn(scope.machine.States, name) ? scope.machine.States[name] : undefined;
    if (state === undefined) throw new StateFailure("States.Runtime", `The state '${name}' does not exist`);
    const step = await runState(name, state, data, scope);
    data = step.output;
    name = step.next;
  }
  return data;
}
