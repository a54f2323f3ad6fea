/** Makes the nodes of calls and infix operators. */
import { expression, nodeOf } from "../expression.ts";
import type { Comparison, FunctionName } from "../nodes.ts";
import type { Expr } from "../types.ts";

export const infix = (operator: Comparison | "and" | "or", operands: readonly unknown[]): Expr<boolean> =>
  expression({ kind: "infix", operator, operands: Object.freeze(operands.map(nodeOf)) });

export const call = <V>(name: FunctionName, ...values: readonly unknown[]): Expr<V> =>
  expression({ kind: "call", function: name, arguments: Object.freeze(values.map(nodeOf)) });
