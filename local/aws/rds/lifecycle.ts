/** The status of a resource: in progress until its work is done and somebody has seen it in progress. */

/** Unobserved work counts as seen after this many milliseconds, so that nothing stays in progress for ever. */
const UNSEEN_MS = 5000;

type Transition = { readonly inProgress: string; readonly final: string; observed: number; finishedAt?: number; failed?: true };

/**
 * One resource's status.
 *
 * @example
 * const status = new Lifecycle(clock);
 * status.begin("creating", "available", work);
 * status.observe(); // "creating", at least once; "available" when `work` is done
 */
export class Lifecycle {
  readonly #now: () => number;
  #status = "available";
  #transition: Transition | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Enters a state of work. Work that fails ends in `failed`. */
  begin(inProgress: string, final: string, work: Promise<unknown>): void {
    const transition: Transition = { inProgress, final, observed: 0 };
    this.#status = inProgress;
    this.#transition = transition;
    const finish = (failed: boolean): void => {
      transition.finishedAt = this.#now();
      if (failed) transition.failed = true;
    };
    void work.then(
      () => finish(false),
      () => finish(true),
    );
  }

  /** The status as another operation than a describe meets it. */
  current(): string {
    const transition = this.#transition;
    if (transition?.finishedAt === undefined) return this.#status;
    if (transition.observed === 0 && this.#now() - transition.finishedAt < UNSEEN_MS) return this.#status;
    this.#status = transition.failed ? "failed" : transition.final;
    this.#transition = undefined;
    return this.#status;
  }

  /** The status as a describe shows it; being seen is what lets work end. */
  observe(): string {
    const status = this.current();
    if (this.#transition !== undefined) this.#transition.observed++;
    return status;
  }

  /** Whether a deletion is over. */
  get gone(): boolean {
    return this.current() === "deleted";
  }
}
