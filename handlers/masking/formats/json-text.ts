/** Reads JSON text piece by piece and replaces pieces of it; every byte that is not replaced stays as it was. */
import { FormatError } from "./errors.ts";

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const mostDepth = 500;

/** A place in a JSON text, and the text with the replacements so far. */
export class JsonText {
  readonly text: string;
  #at = 0;
  #done = 0;
  #out = "";
  #depth = 0;

  constructor(text: string) {
    this.text = text;
    if (text.startsWith("\ufeff")) this.#at = 1;
  }

  /** The offset of the next character. */
  get at(): number {
    return this.#at;
  }

  /** The next character that is no blank, "" at the end. */
  peek(): string {
    for (;;) {
      const unit = this.text.charCodeAt(this.#at);
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return this.text.charAt(this.#at);
      this.#at++;
    }
  }

  /** Goes over a character that must be there. */
  expect(character: string): void {
    if (this.peek() !== character) throw new FormatError(`JSON lacks "${character}"`, this.#at);
    this.#at++;
  }

  /** Goes over a character if it is there. */
  take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.#at++;
    return true;
  }

  /** Goes over a text; returns where it starts, and the text without escapes. */
  string(): { start: number; end: number; value: string } {
    if (this.peek() !== '"') throw new FormatError("JSON lacks a text", this.#at);
    const start = this.#at;
    let end = start + 1;
    for (;;) {
      end = this.text.indexOf('"', end);
      if (end < 0) throw new FormatError("A text of JSON does not end", start);
      let slash = end - 1;
      while (this.text.charCodeAt(slash) === 92) slash--;
      if ((end - slash) % 2 === 1) break;
      end++;
    }
    end++;
    this.#at = end;
    try {
      return { start, end, value: JSON.parse(this.text.slice(start, end)) as string };
    } catch {
      throw new FormatError("A text of JSON has a character that must be escaped", start);
    }
  }

  /** Goes over a number; returns where it stands. */
  number(): { start: number; end: number } {
    this.peek();
    number.lastIndex = this.#at;
    const match = number.exec(this.text);
    if (match === null) throw new FormatError("This is no JSON value", this.#at);
    const start = this.#at;
    this.#at += match[0].length;
    return { start, end: this.#at };
  }

  /** Goes over true, false or null; returns where it stands, undefined when none is there. */
  word(): { start: number; end: number; value: boolean | null } | undefined {
    this.peek();
    const start = this.#at;
    for (const [text, value] of [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const) {
      if (!this.text.startsWith(text, start)) continue;
      this.#at = start + text.length;
      return { start, end: this.#at, value };
    }
    return undefined;
  }

  /** Goes over an object, calling `member` for each name with the place before its value. */
  object(member: (name: { start: number; end: number; value: string }) => void): void {
    this.#enter();
    this.expect("{");
    if (!this.take("}")) {
      do {
        const name = this.string();
        this.expect(":");
        member(name);
      } while (this.take(","));
      this.expect("}");
    }
    this.#depth--;
  }

  /** Goes over a list, calling `item` before each value. */
  array(item: () => void): void {
    this.#enter();
    this.expect("[");
    if (!this.take("]")) {
      do item();
      while (this.take(","));
      this.expect("]");
    }
    this.#depth--;
  }

  /** Puts another text in the place of one that was gone over; places must come in order. */
  replace(start: number, end: number, text: string): void {
    this.#out += this.text.slice(this.#done, start) + text;
    this.#done = end;
  }

  /** The whole text with its replacements; the record must end here. */
  finish(): string {
    if (this.peek() !== "") throw new FormatError("Something follows the JSON record", this.#at);
    return this.#out + this.text.slice(this.#done);
  }

  #enter(): void {
    if (++this.#depth > mostDepth) throw new FormatError(`JSON is more than ${mostDepth} levels deep`, this.#at);
  }
}
