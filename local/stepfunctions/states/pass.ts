/** The Pass state: hands its input on, shaped. */
import { applyInputPath, applyOutputPath, applyParameters, applyResultPath } from "../data-flow.ts";
import type { PassState } from "../definition/asl.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export function runPass(state: PassState, call: StateCall): Outcome {
  const raw = call.input.value;
  const input = applyInputPath(state.InputPath, call.on(raw));
  const parameters = applyParameters(state.Parameters, call.on(input));
  const result = state.Result === undefined ? parameters : state.Result;
  const placed = applyResultPath(state.ResultPath, raw, result, call.on(raw));
  return { output: applyOutputPath(state.OutputPath, call.on(placed)), next: state.Next };
}
