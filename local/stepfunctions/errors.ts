/** What goes wrong in an execution and in the API, in AWS's names. */

/** Everything of this room that fails on purpose. */
export class StepFunctionsError extends Error {}

/** A state failed: `error` and `cause` are what Retry and Catch see, and what the execution ends with. */
export class StateFailure extends StepFunctionsError {
  override readonly name = "StateFailure";
  readonly error: string | undefined;
  readonly detail: string | undefined;
  /** Another name that Retry and Catch may know the error by. */
  readonly alias: string | undefined;

  constructor(error: string | undefined, detail?: string, alias?: string) {
    super(detail ?? error ?? "The state failed");
    this.error = error;
    this.detail = detail;
    this.alias = alias;
  }

  /** States.Runtime can be neither retried nor caught. */
  get fatal(): boolean {
    return this.error === "States.Runtime";
  }
}

/** An expression of a JSONata state failed, or gave what its field can't take. */
export class QueryFailure extends StateFailure {
  /** A slash path inside the state, `Output/total`; undefined when the state's input is at fault. */
  readonly location: string | undefined;
  /** The StateEntered event of the state that failed; states around it hand the failure on. */
  readonly enteredId: number;

  constructor(detail: string, location: string | undefined, enteredId: number) {
    super(errorNames.queryEvaluation, detail);
    this.location = location;
    this.enteredId = enteredId;
  }
}

/** Sibling branches or iterations end because one of them failed. */
export class BranchAborted extends StepFunctionsError {
  override readonly name = "BranchAborted";
}

/** The whole execution ends from outside: stopped by someone, or by its own TimeoutSeconds. */
export class ExecutionStopped extends StepFunctionsError {
  override readonly name = "ExecutionStopped";
  readonly status: "ABORTED" | "TIMED_OUT" | "FAILED";
  readonly error: string | undefined;
  readonly detail: string | undefined;

  constructor(status: "ABORTED" | "TIMED_OUT" | "FAILED", error?: string, detail?: string) {
    super(detail ?? error ?? status);
    this.status = status;
    this.error = error;
    this.detail = detail;
  }
}

/** A call to the API is refused; `code` is AWS's error name. */
export class ApiError extends StepFunctionsError {
  override readonly name = "ApiError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The error names that the language itself defines. */
export const errorNames = {
  all: "States.ALL",
  dataLimit: "States.DataLimitExceeded",
  heartbeat: "States.HeartbeatTimeout",
  intrinsic: "States.IntrinsicFailure",
  itemReader: "States.ItemReaderFailed",
  noChoice: "States.NoChoiceMatched",
  parameterPath: "States.ParameterPathFailure",
  permissions: "States.Permissions",
  queryEvaluation: "States.QueryEvaluationError",
  resultPath: "States.ResultPathMatchFailure",
  resultWriter: "States.ResultWriterFailed",
  runtime: "States.Runtime",
  taskFailed: "States.TaskFailed",
  timeout: "States.Timeout",
  toleratedFailures: "States.ExceedToleratedFailureThreshold",
} as const;
