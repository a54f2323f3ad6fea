/** How Task states reach services: the engine asks, whoever made the engine answers. */
import { StepFunctionsError } from "./errors.ts";

/** How a Task waits for the work that it starts. */
export type IntegrationPattern = "sync" | "sync:2" | "waitForTaskToken";

export interface IntegrationRequest {
  /** The Resource of the Task: a function's ARN or `arn:aws:states:::service:action…`. */
  readonly resource: string;
  /** `lambda`, `sns`, `aws-sdk:dynamodb`, … */
  readonly service: string;
  /** `invoke`, `publish`, `describeExport`, … */
  readonly action: string;
  readonly pattern?: IntegrationPattern;
  /** The evaluated Parameters, in Step Functions' names (PascalCase). For a function's ARN: the payload itself. */
  readonly parameters: unknown;
  /** `Credentials.RoleArn`: the role to assume for this call. */
  readonly roleArn?: string;
  /** Aborted when the Task times out or the execution ends. */
  readonly signal: AbortSignal;
  readonly context: { readonly stateMachineArn: string; readonly executionArn: string; readonly stateName: string };
}

export interface Integrations {
  /**
   * Calls the service and gives the Task's result.
   *
   * @throws IntegrationError with the error name and cause that Retry and Catch see
   */
  call(request: IntegrationRequest): Promise<unknown>;
  /** Closes connections; the engine calls it in `close()`. */
  close?(): Promise<void> | void;
}

/** A service answered with an error; `error` is what `ErrorEquals` compares. */
export class IntegrationError extends StepFunctionsError {
  override readonly name = "IntegrationError";
  readonly error: string | undefined;
  readonly detail: string | undefined;

  constructor({ error, cause }: { error?: string | undefined; cause?: string | undefined }) {
    super(cause ?? error ?? "The task failed.");
    this.error = error;
    this.detail = cause;
  }
}

/** What reads the items and writes the results of a distributed Map. */
export interface ObjectStore {
  /** The object's bytes. Errors carry S3's code in `name` (`NoSuchKey`, …). */
  get(bucket: string, key: string): Promise<Uint8Array>;
  list(bucket: string, prefix: string): Promise<readonly ListedObject[]>;
  put(bucket: string, key: string, body: string): Promise<void>;
}

/** One object of a listing, in the names that a Map's items have. */
export interface ListedObject {
  readonly Etag: string;
  readonly Key: string;
  /** Seconds since 1970. */
  readonly LastModified: number;
  readonly Size: number;
  readonly StorageClass: string;
}

/** Integrations for engines whose Tasks are all mocked: every call is refused by name. */
export const noIntegrations: Integrations = {
  call: ({ resource, context }) =>
    Promise.reject(
      new IntegrationError({
        error: "States.TaskFailed",
        cause: `State "${context.stateName}" called ${resource}, but no integration and no mock answers it`,
      }),
    ),
};
