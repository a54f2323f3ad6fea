/** The engine's own interface: Step Functions' operations as methods, and `run` for tests. */
import type { Clock } from "./clock.ts";
import type { ExecutionStatus } from "./execution.ts";
import type { HistoryEvent } from "./history.ts";
import type { Integrations, ObjectStore } from "./integrations.ts";
import type { JsonObject } from "./json.ts";
import type { MockSource } from "./mocks.ts";

export interface EngineOptions {
  /** The real clock when absent. */
  readonly clock?: Clock;
  readonly integrations: Integrations;
  /** Asked before the integrations, for every execution. */
  readonly mocks?: MockSource;
  /** The account of the machines that are created; 123456789012 when absent. */
  readonly accountId?: string;
  /** us-east-1 when absent. */
  readonly region?: string;
  /** Told when an execution starts and ends, as EventBridge is. */
  onStatusChange?(event: ExecutionStatusEvent): void;
  /** Where distributed Maps read their items and write their results. */
  readonly s3?: ObjectStore;
  /** A number from 0 to below 1, for retries with jitter. */
  readonly random?: () => number;
}

/** The `detail` of EventBridge's "Step Functions Execution Status Change". Dates are milliseconds since 1970. */
export interface ExecutionStatusEvent {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly input: string;
  readonly inputDetails: { readonly included: boolean };
  readonly output: string | null;
  readonly outputDetails: { readonly included: boolean } | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly stateMachineVersionArn: null;
  readonly stateMachineAliasArn: null;
  readonly redriveCount: number;
  readonly redriveDate: null;
  readonly redriveStatus: string;
  readonly redriveStatusReason: string | null;
}

export interface CreateStateMachineInput {
  readonly name: string;
  /** The ASL, as text or as an object. */
  readonly definition: string | object;
  readonly roleArn?: string;
  readonly type?: "STANDARD";
  /** Kept and given back; nothing is logged or traced. */
  readonly loggingConfiguration?: JsonObject;
  readonly tracingConfiguration?: JsonObject;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
}

export interface UpdateStateMachineInput extends Partial<Omit<CreateStateMachineInput, "name" | "type" | "tags">> {
  readonly stateMachineArn: string;
}

/** Answers carry AWS's member names; dates are milliseconds since 1970 (seconds over HTTP). */
export interface Engine {
  readonly clock: Clock;
  createStateMachine(input: CreateStateMachineInput): { stateMachineArn: string; creationDate: number };
  updateStateMachine(input: UpdateStateMachineInput): {
    updateDate: number;
    revisionId: string;
  };
  describeStateMachine(input: { stateMachineArn: string }): StateMachineDescription;
  describeStateMachineForExecution(input: { executionArn: string }): JsonObject;
  listStateMachines(): { stateMachines: readonly StateMachineSummary[] };
  deleteStateMachine(input: { stateMachineArn: string }): void;
  /** `#TestCase` after the ARN chooses mocks. */
  startExecution(input: { stateMachineArn: string; name?: string; input?: string | object }): { executionArn: string; startDate: number };
  describeExecution(input: { executionArn: string }): ExecutionDescription;
  /** The whole history, without paging. */
  getExecutionHistory(input: { executionArn: string }): { events: readonly HistoryEvent[] };
  stopExecution(input: { executionArn: string; error?: string; cause?: string }): { stopDate: number };
  listExecutions(input: { stateMachineArn?: string; mapRunArn?: string; statusFilter?: string }): {
    executions: readonly ExecutionSummary[];
  };
  describeMapRun(input: { mapRunArn: string }): JsonObject;
  listMapRuns(input: { executionArn: string }): { mapRuns: readonly JsonObject[] };
  sendTaskSuccess(input: { taskToken: string; output: string }): void;
  sendTaskFailure(input: { taskToken: string; error?: string; cause?: string }): void;
  sendTaskHeartbeat(input: { taskToken: string }): void;
  tagResource(input: { resourceArn: string; tags: readonly { key: string; value: string }[] }): void;
  untagResource(input: { resourceArn: string; tagKeys: readonly string[] }): void;
  listTagsForResource(input: { resourceArn: string }): { tags: readonly { key: string; value: string }[] };
  /** Resolves when the execution has ended. */
  waitFor(executionArn: string): Promise<ExecutionDescription>;
  /**
   * Runs a definition once, from start to end.
   *
   * @throws ApiError InvalidDefinition when it is not a definition that this engine can run
   */
  run(definition: string | object, input: unknown, options?: { mocks?: MockSource; name?: string }): Promise<ExecutionResult>;
  /** Tells every event of every execution until the returned function is called. */
  onHistoryEvent(listener: (executionArn: string, event: HistoryEvent) => void): () => void;
  /** Stops what runs and closes the integrations. */
  close(): Promise<void>;
}

export interface ExecutionResult {
  readonly executionArn: string;
  readonly status: Exclude<ExecutionStatus, "RUNNING">;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  readonly events: readonly HistoryEvent[];
}

export interface ExecutionSummary {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly mapRunArn?: string;
  readonly itemCount?: number;
  readonly redriveCount: number;
}

export interface ExecutionDescription extends Omit<ExecutionSummary, "itemCount"> {
  readonly input: string;
  readonly inputDetails: { readonly included: true };
  readonly output?: string;
  readonly outputDetails?: { readonly included: true };
  readonly error?: string;
  readonly cause?: string;
  readonly redriveStatus: string;
  readonly redriveStatusReason?: string;
}

export interface StateMachineSummary {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: "STANDARD";
  readonly creationDate: number;
}

export interface StateMachineDescription extends StateMachineSummary {
  readonly status: "ACTIVE";
  readonly definition: string;
  readonly roleArn: string;
  readonly loggingConfiguration: JsonObject;
  readonly tracingConfiguration: JsonObject;
  readonly encryptionConfiguration: { readonly type: "AWS_OWNED_KEY" };
  readonly revisionId?: string;
  /** The variables that each state reads, by the state's name. */
  readonly variableReferences?: Readonly<Record<string, readonly string[]>>;
}
