/** Ends things in the reverse order of their beginning, whatever happens on the way. */

/** A part that hangs is left behind after so many milliseconds. */
const patience = 15_000;

export class Closing {
  readonly #parts: { readonly name: string; readonly close: () => Promise<unknown> | unknown }[] = [];
  readonly #log: (line: string) => void;
  #closed: Promise<void> | undefined;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** What is added last is closed first. */
  add(name: string, close: () => Promise<unknown> | unknown): void {
    this.#parts.push({ name, close });
  }

  /** Closes everything once; further calls wait for the same. */
  close(): Promise<void> {
    this.#closed ??= this.#run();
    return this.#closed;
  }

  async #run(): Promise<void> {
    for (const { name, close } of this.#parts.reverse()) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(() => resolve(this.#log(`${name} did not end within ${patience / 1000} seconds.`)), patience);
      });
      try {
        await Promise.race([close(), late]);
      } catch (error) {
        this.#log(`${name} did not end well: ${error instanceof Error ? error.message : "unknown"}`);
      } finally {
        clearTimeout(timer);
      }
    }
  }
}
