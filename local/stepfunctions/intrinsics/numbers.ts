/** Intrinsic functions on numbers. */
import { count, integer } from "./arguments.ts";
import type { IntrinsicBody } from "./functions.ts";

export const numberFunctions = {
  MathAdd: (values) => {
    count("States.MathAdd", values, 2);
    return integer("States.MathAdd", values, 0) + integer("States.MathAdd", values, 1);
  },

  MathRandom: (values) => {
    count("States.MathRandom", values, 2, 3);
    const start = integer("States.MathRandom", values, 0);
    const end = integer("States.MathRandom", values, 1);
    if (end <= start) throw new RangeError("The end of States.MathRandom must be greater than its start");
    const random = values[2] === undefined ? Math.random() : seeded(integer("States.MathRandom", values, 2));
    return start + Math.floor(random * (end - start));
  },
} satisfies Record<string, IntrinsicBody>;

/** One number from 0 to below 1, the same for the same seed (mulberry32). */
function seeded(seed: number): number {
  let state = (seed + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}
