/** Runs the work of one cluster one piece after the other: two of its operations never touch its data directory at once. */

/**
 * A queue of asynchronous work.
 *
 * @example const queue = serialQueue(); await queue(() => start()); await queue(() => copy());
 */
export function serialQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}
