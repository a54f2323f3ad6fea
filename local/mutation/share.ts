/** A share of a list that a seed chooses: the same seed, the same share. */

/** So many items, in the list's order. */
export function share<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const next = generator(seed);
  const ranked = items.map((item, index) => ({ item, index, rank: next() })).sort((a, b) => a.rank - b.rank);
  return ranked
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

// Mulberry32: good enough to choose by.
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
