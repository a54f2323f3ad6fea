/** The Parallel state: runs branches beside each other and gathers their outputs. */
import { applyInputPath, applyOutputPath, applyParameters, applyResultPath } from "../data-flow.ts";
import type { Machine, ParallelState } from "../definition/asl.ts";
import type { Cursor } from "../history.ts";
import { Data } from "../json.ts";
import { fillTemplate } from "../template.ts";
import { runBeside } from "./branches.ts";
import { runMachine } from "./run-machine.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runParallel(state: ParallelState, call: StateCall): Promise<Outcome> {
  const { scope } = call;
  const { history } = scope.execution;
  const raw = call.input.value;
  const started = history.add(scope.cursor, "ParallelStateStarted");
  const input = applyInputPath(state.InputPath, call.on(raw));
  const parameters = new Data(applyParameters(state.Parameters, call.on(input)));
  const failedFirst = { done: false };

  const runBranch = async (index: number, _slot: number, signal: AbortSignal): Promise<Data> => {
    const cursor: Cursor = { previousEventId: started };
    const machine = state.Branches[index] as Machine;
    try {
      const output = await runMachine(parameters, { ...scope, machine, cursor, signal, inParallel: true });
      if (!failedFirst.done) scope.cursor.previousEventId = cursor.previousEventId;
      return output;
    } catch (error) {
      if (!failedFirst.done) scope.cursor.previousEventId = cursor.previousEventId;
      failedFirst.done = true;
      throw error;
    }
  };

  const outputs = await runBeside(scope, state.Branches.length, state.Branches.length, runBranch);
  const values = outputs.map(({ value }) => value);
  history.addBeside(scope.cursor, "ParallelStateSucceeded");
  const result = state.ResultSelector === undefined ? values : fillTemplate(state.ResultSelector, call.on(values));
  const placed = applyResultPath(state.ResultPath, raw, result, call.on(raw));
  return { output: applyOutputPath(state.OutputPath, call.on(placed)), next: state.Next };
}
