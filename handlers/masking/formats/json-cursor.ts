/** A place in one record of JSON that is wholly in its block, and what is expected there. */
import type { Block } from "./block.ts";
import { FormatError } from "./errors.ts";
import { decodeText, numberEnd, textEnd, unfinished, wordEnd } from "./json-bytes.ts";

/** Goes over the tokens of a line. */
export class JsonCursor {
  readonly block: Block;
  /** The offset of the next byte. */
  at: number;
  /** Where the last text stands, its quotes included, and its flags. */
  textStart = 0;
  textEnd = 0;
  flags = 0;

  constructor(block: Block, at: number) {
    this.block = block;
    this.at = at;
  }

  /** The next byte that is no blank; a line end is not one. */
  peek(): number {
    const { bytes } = this.block;
    for (;;) {
      const byte = bytes[this.at];
      if (byte !== 32 && byte !== 9 && byte !== 13) return byte ?? 0;
      this.at++;
    }
  }

  /** Goes over a byte if it is there. */
  take(byte: number): boolean {
    if (this.block.bytes[this.at] !== byte && this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  /** Goes over a byte that must be there. */
  expect(byte: number): void {
    if (this.take(byte)) return;
    const ends = this.at >= this.block.length || this.peek() === 10;
    throw new FormatError(ends ? "The line ends within its record" : `JSON lacks "${String.fromCharCode(byte)}"`, this.at);
  }

  /** Goes over a text, and notes where it stands. */
  text(): void {
    if (this.peek() !== 34) throw new FormatError("JSON lacks a text", this.at);
    const token = textEnd(this.block.bytes, this.at + 1, this.block.length);
    if (token === unfinished) throw new FormatError("A text of JSON does not end", this.at);
    this.textStart = this.at;
    this.textEnd = token >> 2;
    this.flags = token & 3;
    this.at = this.textEnd;
  }

  /** The last text without its quotes, as it is written. */
  get written(): string {
    return this.block.text.slice(this.textStart + 1, this.textEnd - 1);
  }

  /** The last text. */
  get value(): string {
    return decodeText(this.written, this.flags);
  }

  /** Goes over a number that stands in quotes, as if it were a text. */
  quotedNumber(): void {
    this.text();
    const end = numberEnd(this.block.bytes, this.textStart + 1, this.block.length);
    if (end !== this.textEnd - 1) throw new FormatError("This is no number", this.textStart);
  }

  /** Goes over true, false or null. */
  word(): void {
    this.peek();
    const end = wordEnd(this.block.bytes, this.at, this.block.length);
    if (end === unfinished) throw new FormatError("This is no JSON value", this.at);
    this.at = end;
  }
}
