/** Contracts of activities: work that a worker outside of AWS asks for, and reports on. */
import type { z } from "zod";
import { type Contract, type ContractShape, contractFor } from "./contract.ts";

/** An activity: its steps must say how often the worker shows that it is alive. */
export interface ActivityContract<In = unknown, Out = unknown, E extends string = string> extends Contract<In, Out, E> {
  readonly target: { readonly kind: "activity"; readonly activity: string };
}

/**
 * One activity. A worker polls it with `GetActivityTask`; what it sends with `SendTaskSuccess` is the output, the
 * error of its `SendTaskFailure` is a name of `errors`.
 *
 * @param name - the activity's Terraform name; its ARN is the token `<name>_activity_arn`
 * @example
 * ```ts
 * const approve = activity("approval", {
 *   input: z.object({ change: z.string().max(64) }),
 *   output: z.object({ approved: z.boolean() }),
 *   errors: ["Approval.Withdrawn"],
 * });
 * ```
 */
export function activity<I extends z.ZodType, O extends z.ZodType, const E extends string = never>(
  name: string,
  shape: ContractShape<I, O, E>,
): ActivityContract<z.input<I>, z.output<O>, E> {
  return contractFor({ kind: "activity", activity: name }, shape) as ActivityContract<z.input<I>, z.output<O>, E>;
}
