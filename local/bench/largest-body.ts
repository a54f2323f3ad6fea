/** How long a body the checker takes before its stack is used up: calls of which each reads the one before, the deepest chain there is. */
import { StackOverflow, type TypeBench } from "./type-cost.ts";

/** States beyond which nobody looks. */
const MOST = 1600;
/** The answer is at most so many states too small. */
const EXACT = 10;

function compiles(bench: TypeBench, states: number): boolean {
  try {
    bench.compile(states, "calls");
    return true;
  } catch (error) {
    if (error instanceof StackOverflow) return false;
    throw error;
  }
}

/**
 * The longest body that compiles, found by doubling and halving.
 *
 * @param from - a length that compiles
 * @returns states, `atLeast` when even the longest that is tried compiles
 */
export function largestBody(bench: TypeBench, from: number): { readonly states: number; readonly atLeast: boolean } {
  let good = from;
  let bad = from * 2;
  while (bad <= MOST && compiles(bench, bad)) [good, bad] = [bad, bad * 2];
  if (bad > MOST) return { states: good, atLeast: true };
  while (bad - good > EXACT) {
    const middle = Math.round((good + bad) / 2);
    if (compiles(bench, middle)) good = middle;
    else bad = middle;
  }
  return { states: good, atLeast: false };
}
