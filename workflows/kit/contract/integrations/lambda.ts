/** AWS Lambda (`lambda:invoke`) for a function that knows nothing of the kit; `lambda()` is for those that do. */
import { z } from "zod";
import type { ContractShape } from "../contract.ts";
import { integration } from "../integration.ts";

/**
 * Invokes a function with any payload. The errors are those that its code throws.
 *
 * @example
 * ```ts
 * const resize = invoke({ input: z.object({ key: z.string().max(512) }), output: z.object({ width: z.int() }), errors: ["ImageError"] });
 * ```
 */
export const invoke = <I extends z.ZodType, O extends z.ZodType, const E extends string = never>({
  input,
  output,
  errors = [],
}: ContractShape<I, O, E>) =>
  integration("lambda:invoke", {
    input: z.object({ FunctionName: z.string().max(256), Payload: input, Qualifier: z.string().max(128).optional() }),
    output: z.object({ Payload: output, StatusCode: z.int(), ExecutedVersion: z.string().max(32) }),
    errors: [
      ...errors,
      "Lambda.ServiceException" as const,
      "Lambda.AWSLambdaException" as const,
      "Lambda.SdkClientException" as const,
      "Lambda.TooManyRequestsException" as const,
      "Lambda.ResourceNotFoundException" as const,
    ],
  });
