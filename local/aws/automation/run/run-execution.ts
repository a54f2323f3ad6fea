/** A whole execution, from InProgress to its end. */
import type { Execution, StepRecord } from "../execution.ts";
import { outputTexts } from "../outputs.ts";
import { createApiCaller } from "../python/api-caller.ts";
import type { PythonSettings } from "../python/process.ts";
import { noOutputYet } from "./resolve.ts";
import { runSteps } from "./run-steps.ts";
import type { Runner } from "./runner.ts";

export interface ExecutionSettings {
  readonly python: () => Promise<PythonSettings>;
  readonly waitTimeScale: number;
  readonly log: (line: string) => void;
  readonly onStep: (execution: Execution, record: StepRecord) => void;
  readonly onStatus: (execution: Execution) => void;
  readonly shutdown: AbortSignal;
}

/** Runs an execution; never throws. */
export async function runExecution(execution: Execution, settings: ExecutionSettings): Promise<void> {
  const api = createApiCaller(settings.python, settings.log);
  const runner: Runner = {
    execution,
    api,
    python: settings.python,
    waitTimeScale: settings.waitTimeScale,
    log: settings.log,
    shutdown: settings.shutdown,
    onStep: (record) => settings.onStep(execution, record),
    onStatus: (status) => {
      execution.status = status;
      settings.onStatus(execution);
    },
    runSteps: (steps, parent, signal) => runSteps(runner, steps, parent, signal),
  };
  runner.onStatus("InProgress");
  const signal = AbortSignal.any([execution.cancel.signal, settings.shutdown]);
  const outcome = await runSteps(runner, execution.document.mainSteps, undefined, signal);
  api.close();
  execution.outputs = Object.fromEntries(
    execution.document.outputs.map((name) => [name, execution.values.has(name) ? outputTexts(execution.values.get(name)) : [noOutputYet]]),
  );
  if (outcome.message !== undefined) execution.failureMessage = outcome.message;
  execution.endedAt = Date.now();
  runner.onStatus(outcome.status);
}
