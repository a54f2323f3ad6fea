/** The engine's own interface: Step Functions' operations as methods, and `run` for tests. */
import type { Clock } from "./clock.ts";
import type { ExecutionStatus } from "./execution.ts";
import type { HistoryEvent } from "./history.ts";
import type { Integrations, ObjectStore } from "./integrations.ts";
import type { JsonObject } from "./json.ts";
import type { MockSource } from "./mocks.ts";
import type {
  ActivityOperations,
  DefinitionOperations,
  MachineOperations,
  MapRunOperations,
  RedriveOperations,
  TagOperations,
  TestOperations,
  VersionOperations,
} from "./operations/index.ts";
import type { ResultModels } from "./test-state/index.ts";

export type MachineType = "STANDARD" | "EXPRESS";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

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
  /** What TestState holds mocked results against; they are taken as they are when absent. */
  readonly resultModels?: ResultModels;
  /** A number from 0 to below 1, for retries with jitter and for aliases of two versions. */
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
  readonly stateMachineVersionArn: string | null;
  readonly stateMachineAliasArn: string | null;
  readonly redriveCount: number;
  readonly redriveDate: number | null;
  readonly redriveStatus: string;
  readonly redriveStatusReason: string | null;
}

export interface CreateStateMachineInput {
  readonly name: string;
  /** The ASL, as text or as an object. */
  readonly definition: string | object;
  readonly roleArn?: string;
  readonly type?: MachineType;
  /** Kept and given back; nothing is logged or traced. */
  readonly loggingConfiguration?: JsonObject;
  readonly tracingConfiguration?: JsonObject;
  readonly tags?: readonly Tag[];
  /** Publishes what is created as a version. */
  readonly publish?: boolean;
  readonly versionDescription?: string;
}

export interface UpdateStateMachineInput extends Partial<Omit<CreateStateMachineInput, "name" | "type" | "tags">> {
  readonly stateMachineArn: string;
}

/** Answers carry AWS's member names; dates are milliseconds since 1970 (seconds over HTTP). */
export interface Engine
  extends ActivityOperations,
    DefinitionOperations,
    MachineOperations,
    MapRunOperations,
    RedriveOperations,
    TagOperations,
    TestOperations,
    VersionOperations {
  readonly clock: Clock;
  describeStateMachineForExecution(input: { executionArn: string }): JsonObject;
  /** The ARN of a machine, a version or an alias; `#TestCase` after it chooses mocks. */
  startExecution(input: { stateMachineArn: string; name?: string; input?: string | object }): { executionArn: string; startDate: number };
  /** Runs an express machine and waits for its end; a name may be used again. */
  startSyncExecution(input: { stateMachineArn: string; name?: string; input?: string | object }): Promise<SyncExecution>;
  describeExecution(input: { executionArn: string }): ExecutionDescription;
  /** The whole history, without paging. */
  getExecutionHistory(input: { executionArn: string }): { events: readonly HistoryEvent[] };
  stopExecution(input: { executionArn: string; error?: string; cause?: string }): { stopDate: number };
  listExecutions(input: { stateMachineArn?: string; mapRunArn?: string; statusFilter?: string }): {
    executions: readonly ExecutionSummary[];
  };
  sendTaskSuccess(input: { taskToken: string; output: string }): void;
  sendTaskFailure(input: { taskToken: string; error?: string; cause?: string }): void;
  sendTaskHeartbeat(input: { taskToken: string }): void;
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
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly redriveCount: number;
  readonly redriveDate?: number;
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
  readonly type: MachineType;
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

/** What StartSyncExecution answers. */
export interface SyncExecution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly startDate: number;
  readonly stopDate: number;
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT";
  readonly error?: string;
  readonly cause?: string;
  readonly input: string;
  readonly inputDetails: { readonly included: true };
  readonly output?: string;
  readonly outputDetails?: { readonly included: true };
  readonly billingDetails: { readonly billedMemoryUsedInMB: number; readonly billedDurationInMilliseconds: number };
}

/** A version, and the part of 100 executions that it gets. */
export interface RoutingItem {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

export interface AliasDescription {
  readonly stateMachineAliasArn: string;
  readonly name: string;
  readonly description?: string;
  readonly routingConfiguration: readonly RoutingItem[];
  readonly creationDate: number;
  readonly updateDate: number;
}

export interface ActivityDescription {
  readonly activityArn: string;
  readonly name: string;
  readonly creationDate: number;
  readonly encryptionConfiguration: { readonly type: "AWS_OWNED_KEY" };
}

/** A Task for a worker: its input as JSON, and the token to answer with. */
export interface ActivityTask {
  readonly taskToken: string;
  readonly input: string;
}

/** One thing that is wrong with a definition; `location` is a slash path. */
export interface Diagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly code: string;
  readonly message: string;
  readonly location?: string;
}
