/** Runs one state: its events, its retries, its catchers, and the limit on its output. */
import { applyResultPath } from "../data-flow.ts";
import type { Catcher, MapState, ParallelState, Retrier, State, TaskState } from "../definition/asl.ts";
import { BranchAborted, ExecutionStopped, errorNames, QueryFailure, StateFailure } from "../errors.ts";
import { Data, type JsonObject } from "../json.ts";
import { withinLimit } from "../quotas.ts";
import { findCatcher, findRetrier, type RetryCounts, retryDelay } from "../retry.ts";
import type { Scope } from "../scope.ts";
import type { Visit } from "../trail.ts";
import type { Assignments } from "../variables.ts";
import { runChoice } from "./choice.ts";
import { runFail } from "./fail.ts";
import type { Maybe } from "./flow.ts";
import { assignFrom } from "./json-path-flow.ts";
import { endWith } from "./jsonata-flow.ts";
import { runMap } from "./map.ts";
import { runParallel } from "./parallel.ts";
import { runPass } from "./pass.ts";
import { Query } from "./query.ts";
import { type Outcome, StateCall } from "./state-call.ts";
import { runSucceed } from "./succeed.ts";
import { runTask } from "./task.ts";
import { runWait } from "./wait.ts";

export interface Step {
  readonly output: Data;
  readonly next: string | undefined;
}

/**
 * Runs `state` from its StateEntered to its StateExited event.
 *
 * @throws StateFailure when it fails and no Catcher takes the error
 */
export async function runState(state: State, visit: Visit, scope: Scope): Promise<Step> {
  const { history } = scope.execution;
  const { name, input } = visit;
  const { id, time } = enter(state, visit, scope);
  const call = new StateCall(name, input, scope, id, time, canFail(state) !== undefined);
  try {
    const outcome = await attempts(state, call);
    const output = outcome.output === input.value ? input : new Data(outcome.output);
    const limited = withinLimit(output, name);
    if (outcome.assigned !== undefined) scope.variables.assign(outcome.assigned, name);
    const details = exitedDetails(name, limited, outcome.assigned);
    history.add(scope.cursor, `${state.Type}StateExited`, { name: "stateExited", value: details });
    return { output: limited, next: outcome.next };
  } catch (error) {
    if (error instanceof BranchAborted && leavesAborted(state)) history.addBeside(scope.cursor, `${state.Type}StateAborted`);
    if (error instanceof StateFailure && !error.fatal && state.Type === "Task" && scope.inParallel) {
      history.addBeside(scope.cursor, "TaskStateAborted");
    }
    throw error;
  }
}

/** A redriven Task, Wait, Map or Parallel goes on inside the visit that failed; other states are entered anew. */
function enter(state: State, visit: Visit, { execution, cursor }: Scope): NonNullable<Visit["entered"]> {
  const { history, runtime } = execution;
  if (visit.entered !== undefined && leavesAborted(state)) return visit.entered;
  const id = history.add(cursor, `${state.Type}StateEntered`, {
    name: "stateEntered",
    value: { name: visit.name, input: visit.input.text, inputDetails: { truncated: false } },
  });
  visit.entered = { id, time: runtime.clock.now() };
  return visit.entered;
}

function exitedDetails(name: string, output: Data, assigned: Assignments | undefined): JsonObject {
  const details = { name, output: output.text, outputDetails: { truncated: false } };
  if (assigned === undefined || assigned.size === 0) return details;
  const names = [...assigned.keys()].sort();
  const texts = Object.fromEntries(names.map((variable) => [variable, assigned.get(variable)?.text]));
  return { ...details, assignedVariables: texts, assignedVariablesDetails: { truncated: false } };
}

function leavesAborted(state: State): boolean {
  return state.Type === "Task" || state.Type === "Wait" || state.Type === "Map" || state.Type === "Parallel";
}

async function attempts(state: State, call: StateCall): Promise<Outcome> {
  const counts: RetryCounts = new Map();
  for (;;) {
    try {
      return await execute(state, call);
    } catch (error) {
      const failure = asFailure(error, call);
      noteEvaluation(failure, call);
      const retrier = findRetrier(canFail(state)?.Retry, failure, counts);
      if (retrier === undefined) return caught(state, failure, call);
      call.scope.trail.forgetParts();
      await waitForRetry(retrier, counts, call);
    }
  }
}

/** Does the state's own work, once. */
export function execute(state: State, call: StateCall): Maybe<Outcome> {
  switch (state.Type) {
    case "Pass":
      return runPass(state, call);
    case "Task":
      return runTask(state, call);
    case "Choice":
      return runChoice(state, call);
    case "Wait":
      return runWait(state, call);
    case "Succeed":
      return runSucceed(state, call);
    case "Fail":
      return runFail(state, call);
    case "Parallel":
      return runParallel(state, call);
    case "Map":
      return runMap(state, call);
  }
}

/** Aborts and mistakes of this engine go through; everything a state can do wrong is a StateFailure. */
function asFailure(error: unknown, call: StateCall): StateFailure {
  if (error instanceof StateFailure) return error;
  if (error instanceof ExecutionStopped || error instanceof BranchAborted) throw error;
  if (call.scope.signal.aborted) throw call.scope.signal.reason;
  throw error;
}

async function waitForRetry(retrier: Retrier, counts: RetryCounts, call: StateCall): Promise<void> {
  const { runtime } = call.scope.execution;
  const retries = counts.get(retrier) ?? 0;
  counts.set(retrier, retries + 1);
  call.retryCount = (call.retryCount ?? 0) + 1;
  await runtime.clock.sleep(retryDelay(retrier, retries, runtime.random), "retry", call.scope.signal);
}

/** An expression that failed leaves an event of its own, once: in the state that it stands in. */
function noteEvaluation(failure: StateFailure, { scope, name, enteredId }: StateCall): void {
  if (!(failure instanceof QueryFailure) || failure.enteredId !== enteredId) return;
  const { error, detail, location } = failure;
  const value = { state: name, error, cause: detail, ...(location === undefined ? {} : { location }) };
  scope.execution.history.add(scope.cursor, "EvaluationFailed", { name: "evaluationFailed", value });
}

/**
 * Hands an error to the Catcher that takes it.
 *
 * @throws StateFailure the error itself when there is none
 */
export async function caught(state: State, failure: StateFailure, call: StateCall): Promise<Outcome> {
  if (!failure.fatal && (state.Type === "Map" || state.Type === "Parallel")) {
    call.scope.execution.history.add(call.scope.cursor, `${state.Type}StateFailed`);
  }
  const catchers = canFail(state)?.Catch;
  const catcher = findCatcher(catchers, failure);
  if (catcher === undefined) throw failure;
  const error = errorOutput(failure);
  if (state.QueryLanguage !== "JSONata") return catchWithPaths(catcher, error, call);
  try {
    const place = `Catch[${catchers?.indexOf(catcher)}]/`;
    return await endWith(catcher, place, error, new Query(call, { errorOutput: error }), catcher.Next);
  } catch (second) {
    if (second instanceof StateFailure) noteEvaluation(second, call);
    throw second;
  }
}

function catchWithPaths(catcher: Catcher, error: JsonObject, call: StateCall): Outcome {
  const raw = call.input.value;
  const assigned = assignFrom(catcher.Assign, error, call);
  return { output: applyResultPath(catcher.ResultPath, raw, error, call.on(raw)), next: catcher.Next, assigned };
}

/** What a Catch hands on; a timeout has no cause in the history, and AWS gives an empty text for it. */
function errorOutput({ error, detail }: StateFailure): JsonObject {
  return { Error: error ?? null, Cause: detail ?? (error === errorNames.timeout ? "" : null) };
}

/** The state as one of those that may have Retry and Catch. */
export function canFail(state: State): TaskState | MapState | ParallelState | undefined {
  return state.Type === "Task" || state.Type === "Map" || state.Type === "Parallel" ? state : undefined;
}
