/** How a step fails, in the terms of StepExecution.FailureDetails. */

export type FailureStage = "InputValidation" | "PreVerification" | "Invocation" | "PostVerification";
export type FailureType = "Action" | "Permission" | "Throttling" | "Verification" | "Internal";

const guide = "Please refer to Automation Service Troubleshooting Guide for more diagnosis details.";

/** A step's failure; `message` becomes its FailureMessage. */
export class StepFailure extends Error {
  override readonly name = "StepFailure";
  readonly stage: FailureStage;
  readonly type: FailureType;
  readonly details: Readonly<Record<string, readonly string[]>>;

  constructor(message: string, stage: FailureStage, type: FailureType, details: Record<string, readonly string[]> = {}) {
    super(`${message} ${guide}`);
    this.stage = stage;
    this.type = type;
    this.details = details;
  }

  /** A failure whose message is complete already: that of a step inside the failed one. */
  static of(message: string, stage: FailureStage, type: FailureType): StepFailure {
    const failure = new StepFailure("", stage, type);
    failure.message = message;
    return failure;
  }
}

/** The attempt took longer than `timeoutSeconds`. */
export class StepTimedOut extends Error {
  override readonly name = "StepTimedOut";
}

/** The execution was stopped while the step ran. */
export class StepCancelled extends Error {
  override readonly name = "StepCancelled";
}
