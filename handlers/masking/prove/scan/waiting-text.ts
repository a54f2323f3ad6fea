/** Text that streams by, where the end of what has come may not be complete. */

/** How long what a scanner must hold at once may be, a text of JSON or a record of CSV, in characters. */
export const mostCharacters = 64 * 1024 * 1024;

/** Holds what has come and was not read yet. */
export class WaitingText {
  #rest = "";
  #pieces: string[] = [];
  #length = 0;

  /** What was read and is not complete. */
  get rest(): string {
    return this.#rest;
  }

  /**
   * Adds a piece; says whether it is time to read. What is not complete is read again when it has doubled, so that a long text
   * costs no more than its length.
   */
  add(text: string): boolean {
    this.#pieces.push(text);
    this.#length += text.length;
    return this.#length >= this.#rest.length;
  }

  /** Takes all of it. */
  take(): string {
    const text = this.#rest + this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    return text;
  }

  /** Puts back what is not complete. */
  keep(rest: string): void {
    this.#rest = rest;
  }
}
