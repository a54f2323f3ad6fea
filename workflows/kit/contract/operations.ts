/** From contracts to a Lambda handler: both edges are parsed, and each operation gets its own typed input. */
import type { AnyContract, ErrorOf, InputOf, ResultOf } from "./contract.ts";
import { TaskError } from "./task-error.ts";

/** How one operation is carried out; `raise` throws an error name of the contract. */
export type Operation<C extends AnyContract> = (
  input: InputOf<C>,
  raise: (name: ErrorOf<C>, message: string) => never,
) => Promise<ResultOf<C>>;

type Implementations<C extends Record<string, AnyContract>> = { readonly [N in keyof C]: Operation<C[N]> };

/**
 * The handler for a set of operations: picks by `operation`, parses the input, runs, parses the output.
 *
 * @throws TaskError `Contract.InputRejected` when the event does not fit the contract: it names fields, never values.
 */
export function operations<C extends Record<string, AnyContract>>(
  contracts: C,
  run: Implementations<C>,
): (event: unknown) => Promise<unknown> {
  const byOperation = new Map<string, { contract: AnyContract; run: Operation<AnyContract> }>();
  for (const [name, contract] of Object.entries(contracts)) {
    if (contract.target.kind !== "lambda") throw new TypeError(`"${name}" is not the contract of a Lambda operation.`);
    byOperation.set(contract.target.operation, { contract, run: run[name] as Operation<AnyContract> });
  }
  return async (event) => {
    const { operation, ...input } = (event ?? {}) as { operation?: unknown } & Record<string, unknown>;
    const found = byOperation.get(String(operation));
    if (!found) {
      throw new TaskError(
        "Contract.InputRejected",
        `There is no operation "${String(operation)}". This function has: ${[...byOperation.keys()].join(", ")}.`,
      );
    }
    const parsed = found.contract.input.safeParse(input);
    if (!parsed.success) {
      const places = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(input)"}: ${issue.code}`);
      throw new TaskError("Contract.InputRejected", `The input of "${String(operation)}" does not fit its contract: ${places.join("; ")}.`);
    }
    const output = await found.run(parsed.data, (name, message) => {
      throw new TaskError(name, message);
    });
    return found.contract.output.parse(output);
  };
}
