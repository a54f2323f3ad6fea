/** A small seeded generator of pseudo-random numbers, so that production's data is the same on every machine. */

// Looked up once: the numbers are made millions of times.
const { imul, floor } = Math;

/** Numbers that depend on nothing but the seed. Not for secrets. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** An integer of 32 bits. */
  word(): number;
  pick<T>(list: readonly T[]): T;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
}

/**
 * A generator (mulberry32) whose seed is a text.
 *
 * @example
 * ```ts
 * const random = createRandom("billing/customers");
 * const age = random.int(18, 90);
 * ```
 */
export function createRandom(seed: string): Random {
  let state = hashOf(seed);
  const word = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = imul(state ^ (state >>> 15), 1 | state);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
  const next = (): number => word() / 4294967296;
  const int = (min: number, max: number): number => min + floor(next() * (max - min + 1));
  return {
    next,
    int,
    word,
    pick: (list) => {
      const item = list[int(0, list.length - 1)];
      if (item === undefined) throw new RangeError("There is nothing to pick from an empty list.");
      return item;
    },
    oneIn: (n) => int(1, n) === 1,
  };
}

/** FNV-1a over the text's UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
