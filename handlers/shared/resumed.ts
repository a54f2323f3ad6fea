/** A stream whose beginning was read. */

/** What was read of an iterator already, then its rest. */
export async function* resumed<T>(read: Iterable<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield* read;
  yield* { [Symbol.asyncIterator]: () => rest };
}
