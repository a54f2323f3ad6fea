/** Step Functions itself (`states:startExecution`): starts an execution and goes on. `child()` waits for its end. */
import { z } from "zod";
import { integration } from "../integration.ts";

/**
 * Starts an execution of a state machine and does not wait for it.
 *
 * @example
 * ```ts
 * const startReport = startExecution({ input: z.object({ runId: z.string().max(32) }) });
 * ```
 */
export const startExecution = <I extends z.ZodType>({ input }: { readonly input: I }) =>
  integration("states:startExecution", {
    input: z.object({ StateMachineArn: z.string().max(512), Input: input, Name: z.string().max(80).optional() }),
    output: z.object({ ExecutionArn: z.string().max(512) }),
    errors: [
      "StepFunctions.ExecutionAlreadyExistsException",
      "StepFunctions.ExecutionLimitExceededException",
      "StepFunctions.InvalidExecutionInputException",
      "StepFunctions.InvalidNameException",
      "StepFunctions.StateMachineDeletingException",
      "StepFunctions.StateMachineDoesNotExistException",
      "StepFunctions.AWSStepFunctionsException",
      "StepFunctions.SdkClientException",
    ],
  });
