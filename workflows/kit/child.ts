/** A workflow as a Task of another one: started, waited for, its output typed. */
import { z } from "zod";
import type { StatesError, Task, Tasks } from "./task.ts";
import type { AnyWorkflow, Workflow } from "./workflow-type.ts";

/** The contract of a child workflow; scenarios of the parent mock it by its state. */
export interface ChildTask<I, O> extends Task<I, O, StatesError> {
  readonly workflow: string;
  /** The workflow itself: what it puts out is read from it. */
  readonly of: AnyWorkflow;
}

/**
 * Starts the workflow with `states:startExecution.sync:2`; its ARN is the token `<stateMachine>_state_machine_arn`.
 * A child that fails is `States.TaskFailed`.
 *
 * @example
 * ```ts
 * tasks: { "Sync S3": child(s3Sync, { stateMachine: "s3_sync" }) }
 * ```
 */
export function child<T extends Tasks, I, O>(workflow: Workflow<T, I, O>, options: { readonly stateMachine: string }): ChildTask<I, O> {
  const { timeoutSeconds, outputFields, bounds } = workflow;
  return Object.freeze({
    workflow: workflow.name,
    of: workflow,
    target: Object.freeze({
      kind: "child",
      stateMachine: options.stateMachine,
      timeoutSeconds,
      outputFields,
      output: bounds.output,
    } as const),
    input: workflow.input,
    output: z.custom<O>(),
    errors: ["States.TaskFailed" as const],
  });
}
