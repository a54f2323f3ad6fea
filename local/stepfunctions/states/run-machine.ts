/** Runs a machine, a branch or an iteration: from StartAt, or from where an earlier attempt ended, along the transitions to the end. */
import { StateFailure } from "../errors.ts";
import type { Data } from "../json.ts";
import type { Scope } from "../scope.ts";
import { runState } from "./run-state.ts";

/** @throws StateFailure, ExecutionStopped or BranchAborted when it does not end well */
export async function runMachine(input: Data, scope: Scope): Promise<Data> {
  const { trail, machine } = scope;
  trail.visit ??= { name: machine.StartAt, input };
  for (;;) {
    if (scope.signal.aborted) throw scope.signal.reason;
    const { name } = trail.visit;
    const state = Object.hasOwn(machine.States, name) ? machine.States[name] : undefined;
    if (state === undefined) throw new StateFailure("States.Runtime", `The state '${name}' does not exist`);
    const { output, next } = await runState(state, trail.visit, scope);
    trail.forgetParts();
    if (next === undefined) {
      trail.end(output);
      return output;
    }
    trail.visit = { name: next, input: output };
  }
}
