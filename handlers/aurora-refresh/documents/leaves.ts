/** Numbers the templates that values within arrays and documents get. */

/** The templates, each once; its index is its number in the SQL functions. */
export class Leaves {
  readonly #numbers = new Map<string, number>();

  /** The number of a template, new or known. */
  add(template: string): number {
    const number = this.#numbers.get(template) ?? this.#numbers.size;
    this.#numbers.set(template, number);
    return number;
  }

  /** The templates in the order of their numbers. */
  get templates(): readonly string[] {
    return [...this.#numbers.keys()];
  }
}
