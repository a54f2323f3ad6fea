/** Work on many things, a few at a time. */

/**
 * Runs `work` for each item, at most `width` at once; the first failure ends it.
 *
 * @example
 * ```ts
 * await inParallel(8, objects, (object) => put(object));
 * ```
 */
export async function inParallel<T>(width: number, items: Iterable<T>, work: (item: T) => Promise<unknown>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done && !failed; next = iterator.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Groups of at most `size` items. */
export function* inGroups<T>(size: number, items: Iterable<T>): Generator<T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length === size) {
      yield group;
      group = [];
    }
  }
  if (group.length > 0) yield group;
}
