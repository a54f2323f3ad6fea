/** What a running execution holds on to. */

import type { StepsOutcome } from "../actions/action.ts";
import type { StepDefinition } from "../document/types.ts";
import type { Execution, ExecutionStatus, ParentStep, StepRecord } from "../execution.ts";
import type { ApiCaller } from "../python/api-caller.ts";
import type { PythonSettings } from "../python/process.ts";

export interface Runner {
  readonly execution: Execution;
  readonly api: ApiCaller;
  readonly python: () => Promise<PythonSettings>;
  readonly waitTimeScale: number;
  readonly log: (line: string) => void;
  readonly onStep: (record: StepRecord) => void;
  /** Gives the execution another status. */
  readonly onStatus: (status: ExecutionStatus) => void;
  /** Aborts when the whole service stops; unlike a cancellation, nothing runs after it. */
  readonly shutdown: AbortSignal;
  readonly runSteps: (steps: readonly StepDefinition[], parent: ParentStep | undefined, signal: AbortSignal) => Promise<StepsOutcome>;
}
