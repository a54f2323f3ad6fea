/** The Parallel state: runs branches beside each other and gathers their outputs. */
import type { Machine, ParallelState } from "../definition/asl.ts";
import type { Cursor } from "../history.ts";
import { Data } from "../json.ts";
import { runBeside } from "./branches.ts";
import { flowOf } from "./flow.ts";
import { runMachine } from "./run-machine.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runParallel(state: ParallelState, call: StateCall): Promise<Outcome> {
  const { scope } = call;
  const { history } = scope.execution;
  const started = history.add(scope.cursor, "ParallelStateStarted");
  const flow = flowOf(state, call);
  const payload = new Data(await flow.payload());
  const failedFirst = { done: false };

  const runBranch = async (index: number, _slot: number, signal: AbortSignal): Promise<Data> => {
    const cursor: Cursor = { previousEventId: started };
    const machine = state.Branches[index] as Machine;
    const trail = scope.trail.part(index);
    if (trail.output !== undefined) return trail.output;
    const { variables } = trail;
    try {
      const output = await runMachine(payload, { ...scope, machine, cursor, signal, variables, trail, inParallel: true });
      if (!failedFirst.done) scope.cursor.previousEventId = cursor.previousEventId;
      return output;
    } catch (error) {
      if (!failedFirst.done) scope.cursor.previousEventId = cursor.previousEventId;
      failedFirst.done = true;
      throw error;
    }
  };

  const outputs = await runBeside(scope, state.Branches.length, state.Branches.length, runBranch);
  history.addBeside(scope.cursor, "ParallelStateSucceeded");
  return flow.finish(outputs.map(({ value }) => value));
}
