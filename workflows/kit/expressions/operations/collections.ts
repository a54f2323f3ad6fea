/** Arrays and objects. */
import { expression, nodeOf, rootExpression, rootOf } from "../expression.ts";
import type { EachNode } from "../nodes.ts";
import type { Expr, Ref } from "../types.ts";
import { call } from "./make.ts";

type Numeric = number | Ref<number>;

/** How many elements an array has. */
export const count = (values: Ref<readonly unknown[]>): Expr<number> => call("count", values);
export const sum = (values: Ref<readonly number[]>): Expr<number> => call("sum", values);
/** Whether an array has the value as an element. */
export const contains = <V>(values: Ref<readonly V[]>, value: NoInfer<V> | Ref<NoInfer<V>>): Expr<boolean> =>
  call("contains", values, value);
/** The numbers from the first to the last, both included; at most 1,000. */
export const range = (first: Numeric, last: Numeric, step: Numeric = 1): Expr<number[]> => call("range", first, last, step);
/** The array in pieces of a size. */
export const chunk = <V>(values: Ref<readonly V[]>, size: Numeric): Expr<V[][]> => call("chunk", values, size);
/** The array without repetitions; the order is not defined. */
export const unique = <V>(values: Ref<readonly V[]>): Expr<V[]> => call("unique", values);
/** Two objects as one; where both have a field, the second one's counts. */
export const merge = <A extends object, B extends object>(a: Ref<A>, b: Ref<B>): Expr<Omit<A, keyof B> & B> => call("merge", a, b);
/** The element at a computed place, from 0. */
export const at = <V>(values: Ref<readonly V[]>, index: Numeric): Expr<V> => call("at", values, index);

function each<V, R>(name: EachNode["function"], values: Ref<readonly V[]>, body: (element: Expr<V>) => unknown): Expr<R[]> {
  const element = rootOf("element", "element");
  return expression({ kind: "each", function: name, of: nodeOf(values), element, body: nodeOf(body(rootExpression<V>(element))) });
}

/**
 * One value of every element. In JSONPath a field of the element.
 *
 * @example
 * ```ts
 * pluck(plan.tables, (table) => table.name)
 * ```
 */
export const pluck = <V, R>(values: Ref<readonly V[]>, body: (element: Expr<V>) => Ref<R>): Expr<R[]> => each("pluck", values, body);

/**
 * The elements for which a condition holds. In JSONPath the condition compares the element's fields with literals.
 *
 * @example
 * ```ts
 * filter(plan.tables, (table) => gt(table.rows, 0))
 * ```
 */
export const filter = <V>(values: Ref<readonly V[]>, body: (element: Expr<V>) => Ref<boolean>): Expr<V[]> => each("filter", values, body);
