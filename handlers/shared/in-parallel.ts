/** Does work for many items, some at a time. */

/**
 * Calls `work` for each item, at most `atOnce` at a time; the results are in the items' order. After the first failure
 * nothing new is started, and what has started is awaited before the failure is thrown.
 */
export async function inParallel<T, R>(atOnce: number, items: Iterable<T>, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const iterator = items[Symbol.iterator]();
  let position = 0;
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const next = iterator.next();
      if (next.done) return;
      const index = position++;
      try {
        results[index] = await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
