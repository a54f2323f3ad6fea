/** Contracts of calls that are answered later, by whoever got the token. */
import type { z } from "zod";
import type { AnyContract, Contract, ContractShape, ErrorOf, InputOf } from "./contract.ts";

/** A call whose result is what `SendTaskSuccess` sends; its arguments are written by a function of the token. */
export interface CallbackContract<In = unknown, Out = unknown, E extends string = string> extends Contract<In, Out, E> {
  readonly target: Extract<Contract["target"], { readonly callback?: true }> & { readonly callback: true };
}

/**
 * The same call with `.waitForTaskToken`: the Task ends when somebody sends the token back with `SendTaskSuccess`
 * (`output`) or `SendTaskFailure` (a name of `errors`, beside the call's own).
 *
 * @throws TypeError when the call cannot wait for a token: an activity, an HTTP call, one that ends in `.sync`
 * @example
 * ```ts
 * const askForApproval = waitForTaskToken(sendMessage, {
 *   output: z.object({ approved: z.boolean() }),
 *   errors: ["Approval.Refused"],
 * });
 * ```
 */
export function waitForTaskToken<C extends AnyContract, O extends z.ZodType, const E extends string = never>(
  contract: C,
  { output, errors = [] }: Omit<ContractShape<z.ZodType, O, E>, "input">,
): CallbackContract<InputOf<C>, z.output<O>, ErrorOf<C> | E> {
  const { target } = contract;
  const resource = target.kind === "integration" ? target.resource : target.kind;
  if (target.kind === "activity" || target.kind === "http" || resource.includes(".")) {
    throw new TypeError(`"${resource}" cannot wait for a task token. A call of a function, of the SDK or of another service can.`);
  }
  return Object.freeze({
    target: Object.freeze({ ...target, callback: true as const }),
    input: contract.input,
    output,
    errors: [...contract.errors, ...errors],
  }) as CallbackContract<InputOf<C>, z.output<O>, ErrorOf<C> | E>;
}
