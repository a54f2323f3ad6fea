/** What a state knows while it runs: its execution, its branch of the history, and how it can be ended. */
import type { Clock } from "./clock.ts";
import type { Machine, MapState } from "./definition/asl.ts";
import type { Cursor, History } from "./history.ts";
import type { Integrations, ObjectStore } from "./integrations.ts";
import type { Data, JsonObject } from "./json.ts";
import type { MapRunLimits } from "./map/limits.ts";
import type { MockSession } from "./mock-session.ts";
import type { Trail } from "./trail.ts";
import type { Variables } from "./variables.ts";

/** The services of the engine that a running execution uses. */
export interface Runtime {
  readonly clock: Clock;
  readonly integrations: Integrations;
  readonly objects: ObjectStore | undefined;
  readonly region: string;
  readonly random: () => number;
  /** Starts another machine's execution for `states:startExecution`. */
  startChild(request: ChildRequest): ChildExecution;
  /** Runs a distributed Map's child executions. */
  startMapRun(request: MapRunRequest): MapRun;
  /** Waits for SendTaskSuccess or SendTaskFailure. */
  readonly taskTokens: TaskTokens;
  /** Where workers ask for Tasks. */
  readonly activities: ActivityWork;
}

export interface ChildRequest {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input: string;
  readonly session: MockSession;
}

export interface ChildExecution {
  readonly arn: string;
  readonly startDate: number;
  /** What DescribeExecution says when it has ended. */
  readonly ended: Promise<JsonObject>;
  stop(error: string, cause: string): void;
}

export interface MapRunRequest {
  readonly execution: ExecutionScope;
  readonly state: MapState;
  readonly stateName: string;
  readonly iterations: readonly number[];
  readonly limits: MapRunLimits;
}

export interface MapRun {
  readonly arn: string;
  /** Notes how many items and child executions there will be. */
  expect(items: number, executions: number): void;
  /** Runs one child execution of the Map's processor to its end; aborting the signal stops it. */
  runChild(child: ChildRun): Promise<ChildOutcome>;
  /** The results are where they belong. */
  written(): void;
  finish(status: "SUCCEEDED" | "FAILED" | "ABORTED"): void;
}

export interface ChildRun {
  readonly input: Data;
  readonly items: number;
  readonly index: number;
  readonly signal: AbortSignal;
}

/** What DescribeExecution says of a child of a Map Run, in the names of ResultWriter's files. */
export interface ChildOutcome {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly output?: Data;
  readonly error?: string;
  readonly cause?: string;
  readonly description: JsonObject;
}

export interface TaskTokens {
  /** A new token, and what will be sent back with it. */
  open(): { token: string; answer: Promise<unknown>; heartbeat(listener: () => void): void; close(): void };
}

export interface ActivityWork {
  exists(arn: string): boolean;
  /** Offers a Task to the activity's workers; the function that comes back takes the offer away. */
  offer(
    arn: string,
    task: { readonly taskToken: string; readonly input: string },
    taken: (workerName: string | undefined) => void,
  ): () => void;
}

/** One execution, from start to end. */
export interface ExecutionScope {
  readonly runtime: Runtime;
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  readonly roleArn: string;
  readonly input: Data;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  readonly history: History;
  readonly session: MockSession;
  /** `$$.Execution.RedriveCount`; what can't be redriven has none. */
  readonly redriveCount: number | undefined;
  /** Milliseconds since 1970. */
  readonly redriveTime?: number;
  /** What `$$` is instead of what this execution would make it. */
  readonly givenContext?: JsonObject;
}

/** One branch of an execution: the machine itself, a Parallel branch, or an iteration of a Map. */
export interface Scope {
  readonly execution: ExecutionScope;
  readonly machine: Machine;
  readonly cursor: Cursor;
  readonly signal: AbortSignal;
  /** Indexes of the enclosing Map iterations, outermost first. */
  readonly iterations: readonly number[];
  readonly variables: Variables;
  readonly trail: Trail;
  /** `$$.Map`, inside an iteration. */
  readonly mapContext?: JsonObject;
  /** Inside a Parallel branch: a failing Task leaves a TaskStateAborted behind. */
  readonly inParallel: boolean;
  /** Told what the data of a state became on its way, under the names of TestState's inspectionData. */
  readonly inspect?: (member: string, value: unknown) => void;
}
