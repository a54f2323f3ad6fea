/** What every action is given, and what it gives back. */
import type { StepDefinition } from "../document/types.ts";
import type { Execution, ParentStep, StepRecord } from "../execution.ts";
import type { ApiCaller } from "../python/api-caller.ts";
import type { PythonSettings } from "../python/process.ts";

export interface ActionContext {
  readonly execution: Execution;
  readonly record: StepRecord;
  readonly definition: StepDefinition;
  /** The step's inputs, references replaced. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Aborts when the attempt's time is over or the execution is stopped. */
  readonly signal: AbortSignal;
  readonly api: ApiCaller;
  readonly python: () => Promise<PythonSettings>;
  /** Real seconds of one second of aws:sleep. */
  readonly waitTimeScale: number;
  readonly log: (line: string) => void;
  /** Runs the steps of a loop once. */
  readonly runSteps: (steps: readonly StepDefinition[], parent: ParentStep) => Promise<StepsOutcome>;
}

/** How a list of steps ended. */
export interface StepsOutcome {
  readonly status: "Success" | "Failed" | "TimedOut" | "Cancelled";
  readonly message?: string;
}

export interface ActionResult {
  /** What the declared outputs' selectors look at. */
  readonly response?: unknown;
  /** Outputs that the action has by itself. */
  readonly outputs?: Record<string, unknown>;
  /** Where aws:branch goes. */
  readonly next?: string;
}

export type Action = (context: ActionContext) => Promise<ActionResult>;
