/** What TestState takes and gives, in AWS's member names. */
import type { State } from "../definition/asl.ts";
import type { TaskResource } from "../definition/resource.ts";
import type { Data, JsonObject } from "../json.ts";

/** How a mocked result is held against the service's own model; PRESENT lets required members be absent. */
export type ValidationMode = "STRICT" | "PRESENT" | "NONE";

export interface TestStateInput {
  /** One state, or a machine of which `stateName` names one. */
  readonly definition: string | object;
  readonly stateName?: string;
  readonly roleArn?: string;
  readonly input?: string;
  /** INFO when absent. */
  readonly inspectionLevel?: "INFO" | "DEBUG" | "TRACE";
  readonly revealSecrets?: boolean;
  /** Variables that the state reads, as JSON. */
  readonly variables?: string;
  /** What the context object is, as JSON. */
  readonly context?: string;
  readonly mock?: {
    /** JSON. */
    readonly result?: string;
    readonly errorOutput?: { readonly error?: string; readonly cause?: string };
    readonly fieldValidationMode?: ValidationMode;
  };
  readonly stateConfiguration?: {
    readonly retrierRetryCount?: number;
    readonly errorCausedByState?: string;
    readonly mapIterationFailureCount?: number;
    /** JSON. */
    readonly mapItemReaderData?: string;
  };
}

export interface TestStateResult {
  readonly status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly nextState?: string;
  readonly inspectionData?: JsonObject;
}

/** A request whose parts have been read and fit together. */
export interface StateTest {
  readonly name: string;
  readonly state: State;
  readonly input: Data;
  readonly roleArn: string | undefined;
  readonly inspects: boolean;
  readonly variables: ReadonlyMap<string, unknown>;
  readonly context: JsonObject | undefined;
  readonly mock: Mock | undefined;
  readonly retries: number;
  readonly failedIterations: number;
  /** What an ItemReader would have read. */
  readonly itemReaderData: readonly unknown[] | undefined;
}

export type Mock =
  | { readonly result: unknown; readonly mode: ValidationMode }
  | { readonly error: string | undefined; readonly cause: string | undefined };

/** The services' own models, which mocked results are held against. */
export interface ResultModels {
  /** What is wrong with a result, in AWS's words; undefined when nothing is, or when the service has no model. */
  problem(resource: TaskResource, result: unknown, mode: ValidationMode): Promise<string | undefined>;
}
