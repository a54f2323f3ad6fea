/** Part of the data as it streams by, and what is written in its place. */

const byteOrderMark = Buffer.from("\ufeff");

/** Bytes that are masked together. */
export class Block {
  readonly bytes: Buffer;
  /** The same bytes, each a character: slices of it cost nothing, and offsets are the same. */
  readonly text: string;
  readonly length: number;
  /** Where the block begins in the data, in bytes. */
  readonly base: number;
  #out = "";
  #done = 0;
  #lastStart = -1;
  #lastText = "";
  #goodOut = "";
  #goodDone = 0;
  #good = 0;

  constructor(bytes: Buffer, base: number) {
    this.bytes = bytes;
    this.text = bytes.toString("latin1");
    this.length = bytes.length;
    this.base = base;
  }

  /** Where the block's text begins: behind the byte order mark of the data, where it has one. */
  get start(): number {
    return this.base === 0 && this.bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0;
  }

  /** A piece as it is written now, when at most one replacement, the last one, lies in it; its bytes are characters. */
  piece(start: number, end: number): string {
    if (this.#lastStart < start) return this.text.slice(start, end);
    return this.text.slice(start, this.#lastStart) + this.#lastText + this.text.slice(this.#done, end);
  }

  /** Puts a text in the place of one; its bytes are characters. Places come in order. */
  replace(start: number, end: number, text: string): void {
    this.#out += this.text.slice(this.#done, start) + text;
    this.#done = end;
    this.#lastStart = start;
    this.#lastText = text;
  }

  /** Says that all before this offset is masked and may be written, whatever follows. */
  commit(at: number): void {
    this.#goodOut = this.#out;
    this.#goodDone = this.#done;
    this.#good = at;
  }

  /** What may be written now: all up to the last commit. */
  committed(): Buffer {
    return Buffer.from(this.#goodOut + this.text.slice(this.#goodDone, this.#good), "latin1");
  }
}
