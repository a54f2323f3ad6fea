/** How many items or child executions of a Map Run are where. */
import type { JsonObject } from "../json.ts";
import type { ChildOutcome } from "../scope.ts";

const members = { SUCCEEDED: "succeeded", FAILED: "failed", TIMED_OUT: "timedOut", ABORTED: "aborted" } as const;

export class Counts {
  readonly #counts = { pending: 0, running: 0, succeeded: 0, failed: 0, timedOut: 0, aborted: 0, total: 0, resultsWritten: 0 };

  total(count: number): void {
    this.#counts.total = count;
    this.#counts.pending = count;
  }

  started(count: number): void {
    this.#counts.pending -= count;
    this.#counts.running += count;
  }

  ended(status: ChildOutcome["status"], count: number): void {
    this.#counts.running -= count;
    this.#counts[members[status]] += count;
  }

  resultsWritten(): void {
    this.#counts.resultsWritten = this.#counts.succeeded + this.#counts.failed + this.#counts.timedOut;
  }

  abortPending(): void {
    this.#counts.aborted += this.#counts.pending;
    this.#counts.pending = 0;
  }

  description(): JsonObject {
    return { ...this.#counts };
  }
}
