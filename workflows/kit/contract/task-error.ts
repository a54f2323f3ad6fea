/** The error that a handler throws so that Step Functions sees a name of its contract. */

/**
 * An error with a name of the contract: Lambda reports `name` as `errorType`, which is what Retry and Catch match.
 *
 * @example
 * ```ts
 * throw new TaskError("Refresh.AlreadyRunning", "Run 20261124t0200-1a2b still holds the lock; wait for it to end.");
 * ```
 */
export class TaskError<E extends string = string> extends Error {
  override readonly name: E;
  constructor(name: E, message: string) {
    super(message);
    this.name = name;
  }
}
