/** Aligns two lists of rules: which rule of the old list is which of the new one. */

/** A rule and its position from 0. */
export interface Placed<T> {
  readonly value: T;
  readonly index: number;
}

export interface Aligned<T> {
  readonly pairs: readonly { readonly before: Placed<T>; readonly after: Placed<T> }[];
  readonly removed: readonly Placed<T>[];
  readonly added: readonly Placed<T>[];
  /** The pairs do not follow each other as they did. */
  readonly reordered: boolean;
}

/**
 * Aligns two lists: equal keys first, then the most alike.
 *
 * @param keyOf - what a rule is recognised by
 * @param likeness - above 0 when one may have become the other
 */
export function align<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (value: T) => string,
  likeness: (before: T, after: T) => number,
): Aligned<T> {
  const free = new Set(after.keys());
  const partner = new Map<number, number>();
  const byKey = new Map<string, number[]>();
  for (const [index, value] of after.entries()) byKey.set(keyOf(value), [...(byKey.get(keyOf(value)) ?? []), index]);
  for (const [index, value] of before.entries()) {
    const found = byKey.get(keyOf(value))?.shift();
    if (found === undefined) continue;
    partner.set(index, found);
    free.delete(found);
  }
  const candidates = before.flatMap((value, i) =>
    partner.has(i) ? [] : [...free].map((j) => ({ i, j, alike: likeness(value, after[j] as T), far: Math.abs(i - j) })),
  );
  candidates.sort((a, b) => b.alike - a.alike || a.far - b.far || a.i + a.j - b.i - b.j);
  for (const { i, j, alike } of candidates) {
    if (alike <= 0 || partner.has(i) || !free.has(j)) continue;
    partner.set(i, j);
    free.delete(j);
  }
  const placed = before.map((value, index) => ({ value, index }));
  const pairs = placed.flatMap((one) => {
    const index = partner.get(one.index);
    return index === undefined ? [] : [{ before: one, after: { value: after[index] as T, index } }];
  });
  return {
    pairs,
    removed: placed.filter(({ index }) => !partner.has(index)),
    added: [...free].map((index) => ({ value: after[index] as T, index })),
    reordered: pairs.some(({ after: { index } }, at) => index < (pairs[at - 1]?.after.index ?? -1)),
  };
}
