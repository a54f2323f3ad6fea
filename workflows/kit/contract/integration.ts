/** Contracts of optimized integrations (`arn:aws:states:::sns:publish`, `…:events:putEvents`). */
import type { z } from "zod";
import { type ContractFor, type ContractShape, contractFor } from "./contract.ts";

/**
 * One optimized integration, named by what follows `arn:aws:states:::`.
 *
 * @example
 * ```ts
 * const publish = integration("sns:publish", {
 *   input: z.object({ TopicArn: z.string(), Message: z.string().max(4096) }),
 *   output: z.object({ MessageId: z.string().max(64) }),
 * });
 * ```
 */
export function integration<I extends z.ZodType, O extends z.ZodType, const E extends string = never>(
  resource: string,
  shape: ContractShape<I, O, E>,
): ContractFor<I, O, E> {
  return contractFor({ kind: "integration", resource }, shape);
}
