/** Reads a step's arguments from left to right; what is wrong with one is said in words, with its number. */

/** An argument that is not allowed. The parser says where it stands. */
export class ArgumentError extends Error {
  override readonly name: string = "ArgumentError";
  /** Which argument, from 0; the number of arguments when one is missing. */
  readonly index: number;

  constructor(problem: string, index: number) {
    super(problem);
    this.index = index;
  }
}

/** The arguments of one step. */
export class Arguments {
  readonly #step: string;
  readonly #texts: readonly string[];
  #next = 0;

  constructor(step: string, texts: readonly string[]) {
    this.#step = step;
    this.#texts = texts;
  }

  /** Whether another argument stands there. */
  get more(): boolean {
    return this.#next < this.#texts.length;
  }

  /** The next argument, a whole number within bounds. */
  integer(name: string, { min, max }: { readonly min: number; readonly max: number }): number {
    const what = `a whole number from ${min} to ${max}`;
    const text = this.#take(name, what);
    const value = /^-?[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) this.refuse(name, what, text);
    return value;
  }

  /** The next argument, any text that is not empty. */
  text(name: string, what: string): string {
    const text = this.#take(name, what);
    if (text === "") this.refuse(name, what, text);
    return text;
  }

  /** All arguments but the last as one text: a colon may stand in it. */
  textBeforeLast(name: string, what: string): string {
    const text = this.#texts.slice(this.#next, -1).join(":");
    if (text === "") this.#missing(name, what);
    this.#next = this.#texts.length - 1;
    return text;
  }

  /** Refuses the argument read last. */
  refuse(name: string, what: string, text = this.#texts[this.#next - 1] ?? ""): never {
    throw new ArgumentError(`${name} of "${this.#step}" is ${what}, not "${text}"`, this.#next - 1);
  }

  /** Refuses an argument that nobody has read. */
  end(): void {
    if (!this.more) return;
    const takes = this.#next === 0 ? "no argument" : this.#next === 1 ? "one argument" : `${this.#next} arguments`;
    throw new ArgumentError(`"${this.#step}" takes ${takes}, and has ${this.#texts.length}`, this.#next);
  }

  #take(name: string, what: string): string {
    const text = this.#texts[this.#next];
    if (text === undefined) this.#missing(name, what);
    this.#next++;
    return text;
  }

  #missing(name: string, what: string): never {
    throw new ArgumentError(`"${this.#step}" needs ${name}, ${what}`, this.#texts.length);
  }
}
