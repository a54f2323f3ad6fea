/** A contract: the one zod object that a handler, a state, a mock and a test all read. */
import type { z } from "zod";

/** Where a Task's work is done; `callback`: the Task waits until somebody sends its token back. */
export type ContractTarget =
  | { readonly kind: "lambda"; readonly handler: string; readonly operation: string; readonly callback?: true }
  | { readonly kind: "awsSdk"; readonly service: string; readonly action: string; readonly callback?: true }
  | { readonly kind: "integration"; readonly resource: string; readonly callback?: true }
  | { readonly kind: "activity"; readonly activity: string }
  | { readonly kind: "http"; readonly connection: string; readonly method: string };

/**
 * What a Task takes, gives and throws.
 *
 * `In` is what a caller writes down, `Out` what it gets; `errors` are the names that `retry` and `catch` may use
 * beside the service's own `States.*`.
 */
export interface Contract<In = unknown, Out = unknown, E extends string = string> {
  readonly target: ContractTarget;
  readonly input: z.ZodType<unknown, In>;
  readonly output: z.ZodType<Out>;
  readonly errors: readonly E[];
}

// biome-ignore lint/suspicious/noExplicitAny: the one place where "some contract" must accept every input type
export type AnyContract = Contract<any, any, string>;
/** What a caller of the contract writes down. */
export type InputOf<C extends AnyContract> = z.input<C["input"]>;
/** What a caller of the contract gets. */
export type ResultOf<C extends AnyContract> = z.output<C["output"]>;
/** The error names of the contract. */
export type ErrorOf<C extends AnyContract> = C["errors"][number];

/** The schemas and error names that every kind of contract is made from. */
export interface ContractShape<I extends z.ZodType, O extends z.ZodType, E extends string> {
  readonly input: I;
  readonly output: O;
  readonly errors?: readonly E[];
}

/** The contract that a shape describes. */
export type ContractFor<I extends z.ZodType, O extends z.ZodType, E extends string> = Contract<z.input<I>, z.output<O>, E>;

export function contractFor<I extends z.ZodType, O extends z.ZodType, E extends string>(
  target: ContractTarget,
  shape: ContractShape<I, O, E>,
): ContractFor<I, O, E> {
  return Object.freeze({ target, input: shape.input, output: shape.output, errors: shape.errors ?? [] }) as ContractFor<I, O, E>;
}
