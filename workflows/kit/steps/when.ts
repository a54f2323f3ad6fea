/** One rule of a choice. */
import { type Expr, present, type Ref } from "../expressions/index.ts";

export interface Rule<R> {
  readonly condition: Ref<boolean>;
  readonly body: () => R;
}

/**
 * A condition and what happens when it holds.
 *
 * @example
 * ```ts
 * choice("Is a run left over?", [when(ne(leftover, ""), () => void run("Clean up", { … }))], () => {});
 * ```
 */
export const when = <R>(condition: Ref<boolean>, body: () => R): Rule<R> => Object.freeze({ condition, body });

/**
 * A rule that holds where an optional value is there; its body may read what is inside.
 *
 * @example
 * ```ts
 * choice("Is there an order?", [ifPresent(read.Item, (order) => void run("Ship", { id: order.id.S }))], () => {});
 * ```
 */
export const ifPresent = <V, R>(value: Ref<V>, body: (value: Expr<NonNullable<V>>) => R): Rule<R> =>
  when(present(value), () => body(value as Expr<NonNullable<V>>));
