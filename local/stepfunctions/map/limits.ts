/** How many children of a Map Run run at once and how many may fail; UpdateMapRun changes both while it runs. */
import { maxChildConcurrency } from "../quotas.ts";
import type { Tolerance } from "./tolerance.ts";

export class MapRunLimits {
  /** 0 for as many as the quota allows. */
  maxConcurrency: number;
  tolerance: Tolerance;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(maxConcurrency: number, tolerance: Tolerance) {
    this.maxConcurrency = maxConcurrency;
    this.tolerance = tolerance;
  }

  /** Waits for a place, in the order of asking; whoever has one gives it back by `leave`. */
  enter(): Promise<void> | undefined {
    if (this.#running >= this.#atOnce) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#running += 1;
    return undefined;
  }

  leave(): void {
    this.#running -= 1;
    this.#admit();
  }

  update({ maxConcurrency, count, percentage }: { maxConcurrency?: number; count?: number; percentage?: number }): void {
    this.maxConcurrency = maxConcurrency ?? this.maxConcurrency;
    this.tolerance = {
      ...this.tolerance,
      ...(count === undefined ? {} : { count, byCount: true }),
      ...(percentage === undefined ? {} : { percentage, byPercentage: true }),
    };
    this.#admit();
  }

  #admit(): void {
    while (this.#running < this.#atOnce) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#running += 1;
      next();
    }
  }

  get #atOnce(): number {
    return Math.min(this.maxConcurrency || maxChildConcurrency, maxChildConcurrency);
  }
}
