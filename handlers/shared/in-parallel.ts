/** Does work for many items, some at a time. */

/** A bound on what is at work beside the number of items. */
export interface Load<T> {
  /** How much an item adds while it is at work, in bytes or whatever `most` is in. */
  weigh(item: T): number;
  /** The most at a time; an item above it goes alone. */
  readonly most: number;
}

/**
 * Calls `work` for each item, at most `atOnce` at a time; the results are in the items' order. After the first failure
 * nothing new is started, and what has started is awaited before the failure is thrown.
 *
 * @example
 * ```ts
 * await inParallel(16, objects, copy, { weigh: ({ size }) => size, most: 128 * 1024 * 1024 });
 * ```
 */
export async function inParallel<T, R>(
  atOnce: number,
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
  load: Load<T> = { weigh: () => 0, most: 0 },
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const running = new Set<Promise<void>>();
  let weight = 0;
  let position = 0;
  for (const item of items) {
    const own = load.weigh(item);
    // One after another, so that a heavy item is not overtaken for ever.
    while (running.size >= atOnce || (running.size > 0 && weight + own > load.most)) await Promise.race(running);
    if (failures.length > 0) break;
    const index = position++;
    weight += own;
    const one = work(item)
      .then(
        (result) => {
          results[index] = result;
        },
        (error: unknown) => {
          failures.push(error);
        },
      )
      .finally(() => {
        weight -= own;
        running.delete(one);
      });
    running.add(one);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  return results;
}
