/** The Choice state: goes where the first rule that holds says. */
import { choiceHolds } from "../choice-rules.ts";
import { applyInputPath, applyOutputPath } from "../data-flow.ts";
import type { ChoiceState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export function runChoice(state: ChoiceState, call: StateCall): Outcome {
  const input = applyInputPath(state.InputPath, call.on(call.input.value));
  const environment = call.on(input);
  const rule = state.Choices.find((candidate) => choiceHolds(candidate, environment));
  const next = rule?.Next ?? state.Default;
  if (next === undefined) {
    const detail = "Failed to transition out of the state. The state does not point to a next state.";
    throw new StateFailure(errorNames.noChoice, call.describe(detail));
  }
  return { output: applyOutputPath(state.OutputPath, environment), next };
}
