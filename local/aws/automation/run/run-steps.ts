/** A list of steps: what comes after which, by nextStep, isEnd, branches, onFailure and onCancel. */
import type { StepsOutcome } from "../actions/action.ts";
import type { StepDefinition } from "../document/types.ts";
import type { ParentStep, StepRecord } from "../execution.ts";
import { runStep } from "./run-step.ts";
import type { Runner } from "./runner.ts";
import type { Go, Turn } from "./turn.ts";

/** Runs the steps, from the first to wherever they lead. The first critical failure decides how the list ended. */
export async function runSteps(
  runner: Runner,
  steps: readonly StepDefinition[],
  parent: ParentStep | undefined,
  outer: AbortSignal,
): Promise<StepsOutcome> {
  const turn = parent === undefined ? runner.execution.turn : undefined;
  const cancelled = runner.execution.cancel.signal;
  let signal = outer;
  let outcome: StepsOutcome = { status: "Success" };
  let index = 0;
  while (index < steps.length && !runner.execution.completeRequested) {
    if (turn !== undefined && !cancelled.aborted) {
      const go = await allowed(runner, turn, signal);
      if (go === "complete") return outcome;
      if (go?.step !== undefined) index = position(steps, go.step);
    }
    const definition = steps[index] as StepDefinition;
    if (signal.aborted) return { status: "Cancelled" };
    const { record, next } = await runStep(runner, definition, parent, signal);
    if (turn !== undefined && !cancelled.aborted) {
      // A person decides what comes after a step that failed or was stopped: it can be resumed.
      outcome = record.status === "Success" ? { status: "Success" } : failed(record);
      if (record.status !== "Success") continue;
    }
    if (record.status === "Cancelled") {
      outcome = { status: "Cancelled" };
      const target = runner.shutdown.aborted ? undefined : jump(definition.onCancel);
      if (target === undefined) return outcome;
      signal = runner.shutdown; // what onCancel leads to is not cancelled itself
      index = position(steps, target);
      continue;
    }
    if (record.status !== "Success") {
      if (isCritical(definition) && outcome.status === "Success") outcome = failed(record);
      const target = jump(definition.onFailure);
      if (definition.isEnd || (target === undefined && definition.onFailure !== "Continue")) return outcome;
      index = target === undefined ? following(steps, definition, index) : position(steps, target);
      continue;
    }
    if (next !== undefined) index = position(steps, next);
    else if (definition.isEnd) return outcome;
    else index = following(steps, definition, index);
  }
  return outcome;
}

/** Waits for the signal that starts a step. */
async function allowed(runner: Runner, turn: Turn, signal: AbortSignal): Promise<Go | undefined> {
  runner.onStatus("Waiting");
  const go = await turn.next(signal);
  if (!signal.aborted) runner.onStatus("InProgress");
  return go;
}

const jump = (target: string): string | undefined => (target.startsWith("step:") ? target.slice(5) : undefined);
const position = (steps: readonly StepDefinition[], name: string): number => steps.findIndex((step) => step.name === name);
const following = (steps: readonly StepDefinition[], { nextStep }: StepDefinition, index: number): number =>
  nextStep === undefined ? index + 1 : position(steps, nextStep);
const isCritical = ({ isCritical: critical, onFailure }: StepDefinition): boolean => critical ?? onFailure !== "Continue";

function failed(record: StepRecord): StepsOutcome {
  return { status: record.status === "TimedOut" ? "TimedOut" : "Failed", ...(record.failure ? { message: record.failure.message } : {}) };
}
