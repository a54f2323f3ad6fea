/** One rule of a choice. */
import type { Ref } from "../expressions/index.ts";

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
