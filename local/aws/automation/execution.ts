/** The record of one execution and of its steps, as the runner writes it and the APIs show it. */
import type { DocumentDefinition, StepDefinition } from "./document/types.ts";
import type { FailureStage, FailureType } from "./failures.ts";
import type { Turn } from "./run/turn.ts";

export type StepStatus = "Pending" | "InProgress" | "Success" | "TimedOut" | "Cancelled" | "Failed";
export type ExecutionStatus = StepStatus | "Waiting" | "Cancelling";

export interface ParentStep {
  readonly StepExecutionId: string;
  readonly StepName: string;
  readonly Action: string;
  readonly Iteration: number;
  readonly IteratorValue?: string;
}

export interface StepRecord {
  readonly id: string;
  readonly definition: StepDefinition;
  readonly parent?: ParentStep;
  status: StepStatus;
  startedAt?: number;
  endedAt?: number;
  /** JSON text of each input, references replaced. */
  inputs: Record<string, string>;
  /** Values with their types; the APIs show them as texts. */
  outputs: Record<string, unknown>;
  response?: string;
  failure?: {
    readonly message: string;
    readonly stage: FailureStage;
    readonly type: FailureType;
    readonly details: Readonly<Record<string, readonly string[]>>;
  };
}

export interface Execution {
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly documentName: string;
  readonly documentVersion: string;
  readonly document: DocumentDefinition;
  /** As given, with the defaults; always lists of texts. */
  readonly parameterTexts: Readonly<Record<string, readonly string[]>>;
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly variables: Map<string, unknown>;
  /** The resolved role of the document, or "" for the caller's own credentials. */
  readonly assumeRole: string;
  readonly executedBy: string;
  readonly startedAt: number;
  readonly clientToken?: string;
  /** Aborted by StopAutomationExecution and when the service stops. */
  readonly cancel: AbortController;
  /** Where an execution in the Mode Interactive waits for signals; undefined in the Mode Auto. */
  readonly turn?: Turn;
  /** What stops a running step alone, by its id. */
  readonly stops: Map<string, AbortController>;
  /** Set by StopAutomationExecution with Type Complete: no further step is started. */
  completeRequested: boolean;
  endedAt?: number;
  status: ExecutionStatus;
  /** Step records in the order of the document; a loop's steps follow it once they have run. */
  readonly steps: StepRecord[];
  /** The last value of every `step.output`. */
  readonly values: Map<string, unknown>;
  outputs: Record<string, string[]>;
  failureMessage?: string;
}

/** Statuses after which nothing changes any more. */
export const isTerminal = (status: ExecutionStatus): boolean => ["Success", "TimedOut", "Cancelled", "Failed"].includes(status);

/** What the service tells its listener: for progress, not for decisions. */
export type AutomationEvent =
  | {
      readonly type: "execution";
      readonly executionId: string;
      readonly documentName: string;
      readonly account: string;
      readonly status: ExecutionStatus;
      readonly failureMessage?: string;
    }
  | {
      readonly type: "step";
      readonly executionId: string;
      readonly documentName: string;
      readonly account: string;
      readonly step: string;
      readonly action: string;
      readonly status: StepStatus;
      readonly iteration?: number;
    };
