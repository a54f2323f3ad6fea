/** The Succeed state: ends its machine well. */
import { applyInputPath, applyOutputPath } from "../data-flow.ts";
import type { SucceedState } from "../definition/asl.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export function runSucceed(state: SucceedState, call: StateCall): Outcome {
  const input = applyInputPath(state.InputPath, call.on(call.input.value));
  return { output: applyOutputPath(state.OutputPath, call.on(input)) };
}
