/** A cursor over the text of a path: peek, take, and complain with the position. */
import { JsonPathSyntaxError } from "./errors.ts";

export class Scanner {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.position >= this.text.length;
  }

  peek(offset = 0): string {
    return this.text[this.position + offset] ?? "";
  }

  startsWith(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Takes `expected` if it is next. */
  take(expected: string): boolean {
    if (!this.startsWith(expected)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) this.fail(this.done ? `'${expected}' is missing` : `'${expected}' expected, '${this.peek()}' found`);
  }

  /** Takes characters while `accept` says so. */
  takeWhile(accept: (character: string) => boolean): string {
    const start = this.position;
    while (!this.done && accept(this.peek())) this.position += 1;
    return this.text.slice(start, this.position);
  }

  skipSpace(): void {
    this.takeWhile((character) => character === " " || character === "\t" || character === "\n" || character === "\r");
  }

  /** Takes a quoted text; a backslash takes the next character as it is. */
  quoted(): string {
    const quote = this.peek();
    this.position += 1;
    let value = "";
    while (!this.done && this.peek() !== quote) {
      if (this.peek() === "\\" && this.position + 1 < this.text.length) this.position += 1;
      value += this.peek();
      this.position += 1;
    }
    this.expect(quote);
    return value;
  }

  fail(problem: string): never {
    throw new JsonPathSyntaxError(this.text, this.position, problem);
  }
}
