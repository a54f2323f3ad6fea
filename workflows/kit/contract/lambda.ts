/** Contracts of Lambda functions, invoked through `arn:aws:states:::lambda:invoke`. */
import type { z } from "zod";
import { type ContractFor, type ContractShape, contractFor } from "./contract.ts";

/** What the Lambda service itself may answer; AWS's guide says to retry these. */
const serviceErrors = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
] as const;
/** An error name of the Lambda service, beside those of the contract. */
export type LambdaServiceError = (typeof serviceErrors)[number];

/**
 * One operation of a Lambda function. The payload carries `operation` beside the input, so that one function can
 * offer several.
 *
 * @param handler - the function's Terraform name; its ARN is the token `<handler>_arn`
 * @param operation - the name of the operation
 * @example
 * ```ts
 * const plan = lambda("masking_handler", "plan", {
 *   input: z.object({ environment: z.string().max(32) }),
 *   output: z.object({ runId: z.string().max(32) }),
 *   errors: ["Refresh.AlreadyRunning"],
 * });
 * ```
 */
export function lambda<I extends z.ZodType, O extends z.ZodType, const E extends string = never>(
  handler: string,
  operation: string,
  shape: ContractShape<I, O, E>,
): ContractFor<I, O, E | LambdaServiceError> {
  return contractFor({ kind: "lambda", handler, operation }, { ...shape, errors: [...(shape.errors ?? []), ...serviceErrors] });
}
