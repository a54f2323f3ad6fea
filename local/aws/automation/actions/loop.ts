/** aws:loop: for each iterator, or again while its condition holds; never more than 100 times. */
import { holds } from "../conditions.ts";
import { loopSteps } from "../document/check.ts";
import { StepCancelled, StepFailure, StepTimedOut } from "../failures.ts";
import { asText, substitute } from "../references.ts";
import { resolveIn } from "../run/resolve.ts";
import type { Action, ActionContext } from "./action.ts";

const maximumIterations = 100;

export const loop: Action = async (context) => {
  const { execution, definition, inputs } = context;
  const steps = loopSteps(definition);
  const most = Math.min(Number(inputs.MaxIterations ?? maximumIterations), maximumIterations);
  const iterators = inputs.Iterators;
  if (iterators !== undefined && !Array.isArray(iterators)) throw new StepFailure("Iterators is no list.", "InputValidation", "Action");
  if (Array.isArray(iterators) && iterators.length > maximumIterations) {
    throw new StepFailure(`Iterators has more than ${maximumIterations} items.`, "InputValidation", "Action");
  }
  const rounds = Array.isArray(iterators) ? Math.min(iterators.length, most) : most;
  let iteration = 0;
  while (iteration < rounds) {
    iteration += 1;
    execution.values.set(`${definition.name}.CurrentIteration`, iteration);
    const value = Array.isArray(iterators) ? iterators[iteration - 1] : undefined;
    if (value !== undefined) execution.values.set(`${definition.name}.CurrentIteratorValue`, value);
    await round(context, steps, iteration, value);
    if (iterators === undefined && !holds(substitute(definition.inputs.LoopCondition, resolveIn(execution)))) break;
  }
  const last = Array.isArray(iterators) ? { CurrentIteratorValue: iterators[iteration - 1] } : {};
  return { outputs: { CurrentIteration: iteration, ...last } };
};

async function round(context: ActionContext, steps: ReturnType<typeof loopSteps>, iteration: number, value: unknown): Promise<void> {
  const { definition, record } = context;
  const outcome = await context.runSteps(steps, {
    StepExecutionId: record.id,
    StepName: definition.name,
    Action: definition.action,
    Iteration: iteration,
    ...(value === undefined ? {} : { IteratorValue: asText(value) }),
  });
  if (outcome.status === "Success") return;
  if (outcome.status === "Cancelled") throw new StepCancelled();
  if (outcome.status === "TimedOut") throw new StepTimedOut(outcome.message);
  throw StepFailure.of(outcome.message ?? "A step of the loop failed.", "Invocation", "Action");
}
