/** Mode Interactive: every step waits until a signal starts it. */

/** What a wait ends with: a step's name, the step that is next, or no further step. */
export type Go = { readonly step?: string } | "complete";

/** The place where an interactive execution waits. */
export class Turn {
  #go: ((go: Go) => void) | undefined;

  /** Whether the execution waits for a signal. */
  get waiting(): boolean {
    return this.#go !== undefined;
  }

  /** Waits; undefined when `signal` aborts first. */
  async next(signal: AbortSignal): Promise<Go | undefined> {
    if (signal.aborted) return undefined;
    const aborted = (): void => this.#go?.("complete");
    signal.addEventListener("abort", aborted, { once: true });
    const go = await new Promise<Go>((resolve) => {
      this.#go = resolve;
    });
    this.#go = undefined;
    signal.removeEventListener("abort", aborted);
    return signal.aborted ? undefined : go;
  }

  /** Ends the wait. */
  go(go: Go): void {
    this.#go?.(go);
    this.#go = undefined;
  }
}
