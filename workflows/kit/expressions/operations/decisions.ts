/** Comparisons, logic, and what is there or not. */
import type { Expr, Ref } from "../types.ts";
import { call, infix } from "./make.ts";

type Numeric = number | Ref<number>;
type Textual = string | Ref<string>;

export const eq = <V>(a: Ref<V>, b: NoInfer<V> | Ref<NoInfer<V>>): Expr<boolean> => infix("eq", [a, b]);
export const ne = <V>(a: Ref<V>, b: NoInfer<V> | Ref<NoInfer<V>>): Expr<boolean> => infix("ne", [a, b]);
export const gt = (a: Ref<number>, b: Numeric): Expr<boolean> => infix("gt", [a, b]);
export const gte = (a: Ref<number>, b: Numeric): Expr<boolean> => infix("gte", [a, b]);
export const lt = (a: Ref<number>, b: Numeric): Expr<boolean> => infix("lt", [a, b]);
export const lte = (a: Ref<number>, b: Numeric): Expr<boolean> => infix("lte", [a, b]);
export const and = (...conditions: readonly Ref<boolean>[]): Expr<boolean> => infix("and", conditions);
export const or = (...conditions: readonly Ref<boolean>[]): Expr<boolean> => infix("or", conditions);
export const not = (condition: Ref<boolean>): Expr<boolean> => call("not", condition);

/** Whether one instant (ISO 8601, UTC) lies before another. */
export const before = (a: Ref<string>, b: Textual): Expr<boolean> => call("before", a, b);
/** Whether one instant (ISO 8601, UTC) lies after another. */
export const after = (a: Ref<string>, b: Textual): Expr<boolean> => call("after", a, b);
/** Whether a text fits a pattern in which `*` stands for any characters; `\\*` is an asterisk. */
export const like = (value: Ref<string>, pattern: string): Expr<boolean> => call("like", value, pattern);

/** Whether an optional value is there. */
export const present = (value: Ref<unknown>): Expr<boolean> => call("present", value);
/** The value, or a literal where it is absent. JSONPath can say this only inside a comparison. */
export const orElse = <V>(value: Ref<V>, fallback: NonNullable<V>): Expr<NonNullable<V>> => call("orElse", value, fallback);
/** One of two values. JSONPath cannot say it: use choice(). */
export const iff = <V>(condition: Ref<boolean>, yes: V | Ref<V>, no: NoInfer<V> | Ref<NoInfer<V>>): Expr<V> =>
  call("iff", condition, yes, no);

/**
 * A condition on an optional value, false where the value is absent; or, with a fallback, something computed from it.
 * JSONPath can say the condition; a computed value needs JSONata.
 *
 * @example
 * ```ts
 * when(whenPresent(input.limit, (limit) => gt(limit, 3)), () => { … });
 * const label = whenPresent(input.name, (name) => upper(name), "nobody");
 * ```
 */
export function whenPresent<V>(value: Ref<V>, body: (value: Expr<NonNullable<V>>) => Ref<boolean>): Expr<boolean>;
export function whenPresent<V, R>(
  value: Ref<V>,
  body: (value: Expr<NonNullable<V>>) => Ref<R>,
  otherwise: NoInfer<R> | Ref<NoInfer<R>>,
): Expr<R>;
export function whenPresent(value: Ref<unknown>, body: (value: never) => Ref<unknown>, otherwise: unknown = false): Expr<unknown> {
  return call("whenPresent", value, body(value as never), otherwise);
}
