/** One step: its inputs, its attempts with their time, its outputs or its failure. */
import { randomUUID } from "node:crypto";
import type { ActionResult } from "../actions/action.ts";
import { actions, defaultTimeoutSeconds } from "../actions/index.ts";
import type { StepDefinition } from "../document/types.ts";
import type { ParentStep, StepRecord } from "../execution.ts";
import { StepCancelled, StepFailure, StepTimedOut } from "../failures.ts";
import { selectOutputs } from "../outputs.ts";
import { substitute } from "../references.ts";
import { resolveIn } from "./resolve.ts";
import type { Runner } from "./runner.ts";

/** Inputs that are not values: a loop's steps and its condition are read at every round, a script is text. */
const verbatim = new Set(["Steps", "LoopCondition", "Script"]);

/** Runs a step and writes down how it went. Gives where a branch goes. */
export async function runStep(
  runner: Runner,
  definition: StepDefinition,
  parent: ParentStep | undefined,
  outer: AbortSignal,
): Promise<{ record: StepRecord; next?: string }> {
  const record = recordFor(runner, definition, parent);
  const stop = new AbortController();
  const signal = AbortSignal.any([outer, stop.signal]);
  runner.execution.stops.set(record.id, stop);
  record.status = "InProgress";
  record.startedAt = Date.now();
  delete record.endedAt;
  delete record.failure;
  runner.onStep(record);
  let next: string | undefined;
  try {
    const result = await attempts(runner, record, signal);
    next = result.next;
    record.outputs = { ...result.outputs, ...selectOutputs(definition.outputs, result.response) };
    for (const [name, value] of Object.entries(record.outputs)) runner.execution.values.set(`${definition.name}.${name}`, value);
    record.status = "Success";
  } catch (error) {
    fail(runner, record, error, signal);
  }
  runner.execution.stops.delete(record.id);
  record.endedAt = Date.now();
  runner.onStep(record);
  return next === undefined ? { record } : { record, next };
}

function recordFor({ execution }: Runner, definition: StepDefinition, parent: ParentStep | undefined): StepRecord {
  if (!parent) {
    const pending = execution.steps.find((record) => !record.parent && record.definition === definition);
    if (pending) return pending;
  }
  const record: StepRecord = { id: randomUUID(), definition, ...(parent ? { parent } : {}), status: "Pending", inputs: {}, outputs: {} };
  const last = execution.steps.findLastIndex(
    (other) => other.id === parent?.StepExecutionId || other.parent?.StepExecutionId === parent?.StepExecutionId,
  );
  execution.steps.splice(last < 0 ? execution.steps.length : last + 1, 0, record);
  return record;
}

async function attempts(runner: Runner, record: StepRecord, outer: AbortSignal): Promise<ActionResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(runner, record, outer);
    } catch (error) {
      if (outer.aborted || error instanceof StepCancelled || attempt >= record.definition.maxAttempts) throw error;
    }
  }
}

async function attemptOnce(runner: Runner, record: StepRecord, outer: AbortSignal): Promise<ActionResult> {
  const { definition } = record;
  const { execution } = runner;
  const action = actions.get(definition.action);
  if (!action) throw new StepFailure(`There is no action ${definition.action} here.`, "PreVerification", "Action");
  const resolve = resolveIn(execution);
  const inputs = Object.fromEntries(
    Object.entries(definition.inputs).map(([name, value]) => [name, verbatim.has(name) ? value : substitute(value, resolve)]),
  );
  record.inputs = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, JSON.stringify(value) ?? "null"]));
  const timeout = new AbortController();
  const signal = AbortSignal.any([outer, timeout.signal]);
  const seconds = definition.timeoutSeconds ?? defaultTimeoutSeconds.get(definition.action);
  const timer = seconds === undefined ? undefined : setTimeout(() => timeout.abort(), seconds * 1000);
  try {
    signal.throwIfAborted();
    return await action({
      ...runner,
      record,
      definition,
      inputs,
      signal,
      runSteps: (steps, parent) => runner.runSteps(steps, parent, signal),
    });
  } catch (error) {
    if (timeout.signal.aborted && !outer.aborted) throw new StepTimedOut(`Step timed out while step is executing ${definition.action}.`);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function fail(runner: Runner, record: StepRecord, error: unknown, signal: AbortSignal): void {
  if (signal.aborted || error instanceof StepCancelled) {
    record.status = "Cancelled";
    return;
  }
  if (error instanceof StepTimedOut) {
    record.status = "TimedOut";
    record.failure = { message: error.message, stage: "Invocation", type: "Action", details: {} };
    return;
  }
  record.status = "Failed";
  if (error instanceof StepFailure) {
    record.failure = { message: error.message, stage: error.stage, type: error.type, details: error.details };
    return;
  }
  runner.log(`${record.definition.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const message = "Internal Server Error. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";
  record.failure = { message, stage: "Invocation", type: "Internal", details: {} };
}
