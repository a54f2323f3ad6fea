/** The Choice state: goes where the first rule that holds says. */
import { choiceHolds } from "../choice-rules.ts";
import { applyInputPath } from "../data-flow.ts";
import type { ChoiceRule, ChoiceState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { asExpression } from "../jsonata/index.ts";
import { flowOf, type Maybe } from "./flow.ts";
import { Query } from "./query.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export function runChoice(state: ChoiceState, call: StateCall): Maybe<Outcome> {
  if (state.QueryLanguage === "JSONata") return choose(state, call);
  const environment = call.on(applyInputPath(state.InputPath, call.on(call.input.value)));
  return leave(
    state,
    state.Choices.findIndex((rule) => choiceHolds(rule, environment)),
    call,
  );
}

async function choose(state: ChoiceState, call: StateCall): Promise<Outcome> {
  const query = new Query(call);
  for (const [index, { Condition }] of state.Choices.entries()) {
    const source = asExpression(Condition);
    const holds = source === undefined ? Condition : await query.evaluate(source, `Choices[${index}]/Condition`, "boolean");
    if (holds === true) return leave(state, index, call);
  }
  return leave(state, -1, call);
}

/** A rule that holds has an Output and an Assign of its own; those of the state belong to Default. */
function leave(state: ChoiceState, index: number, call: StateCall): Maybe<Outcome> {
  const rule: ChoiceRule | undefined = state.Choices[index];
  const next = rule?.Next ?? state.Default;
  if (next === undefined) {
    const detail = "Failed to transition out of the state. The state does not point to a next state.";
    throw new StateFailure(errorNames.noChoice, call.describe(detail));
  }
  return flowOf(state, call).pass(next, rule ?? state, rule === undefined ? "" : `Choices[${index}]/`);
}
