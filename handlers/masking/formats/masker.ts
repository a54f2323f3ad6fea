/** Feeds a masker with pieces of any size, and holds back what is not complete. */
import { isUtf8 } from "node:buffer";
import { Block } from "./block.ts";
import { FormatError } from "./errors.ts";
import { longestPiece } from "./limits.ts";

/** Masks one format, block by block. */
export interface BlockMasker {
  /** It takes whole lines only. */
  readonly lines: boolean;
  /** The number of the record that the next byte belongs to, from 1. */
  readonly current: number;
  /** Masks what is complete, commits it, and gives the offset of the first byte that is not. */
  mask(block: Block): number;
  /** Refuses data that ends too early; `end` is its length in bytes, not complete when some of it waits. */
  finish(end: number, isComplete: boolean): void;
}

/** Takes masked bytes. */
export type Write = (bytes: Buffer) => void;

const largestBlock = 64 * 1024;
const newline = Buffer.from("\n");
const whatIsLong = { line: "A line", piece: "A record, or a text in it," };

/**
 * A masker on a stream of bytes. Whatever was masked before a failure has been written when the failure is thrown; nothing of
 * the failing record has.
 */
export class Feed {
  readonly #masker: BlockMasker;
  readonly #write: Write;
  #waiting: Uint8Array[] = [];
  #length = 0;
  /** Below this length another look at what waits is in vain, or would make the work quadratic. */
  #enough = 0;
  #base = 0;

  constructor(masker: BlockMasker, write: Write) {
    this.#masker = masker;
    this.#write = write;
  }

  /** @throws FormatError, MaskingValueError or HoldError with the record's number */
  push(chunk: Uint8Array): void {
    // Small blocks: a block's text and what is written in its place take several times its size.
    for (let at = 0; at < chunk.length; at += largestBlock) this.#take(chunk.subarray(at, at + largestBlock));
  }

  #take(piece: Uint8Array): void {
    this.#waiting.push(piece);
    this.#length += piece.length;
    if (this.#length >= this.#enough) this.#mask(Buffer.concat(this.#waiting, this.#length), false);
  }

  /** Masks what is left at the end of the data. @throws as push does */
  end(): void {
    this.#mask(Buffer.concat([...this.#waiting, newline], this.#length + 1), true);
    this.#masker.finish(this.#base + this.#length, this.#length <= 0);
  }

  #mask(bytes: Buffer, last: boolean): void {
    const complete = this.#complete(bytes);
    const invalid = isUtf8(bytes.subarray(0, complete)) ? undefined : firstInvalid(bytes);
    const valid = invalid === undefined ? complete : this.#complete(bytes.subarray(0, invalid));
    const block = new Block(bytes.subarray(0, valid), this.#base);
    let consumed = 0;
    try {
      consumed = this.#masker.mask(block);
    } finally {
      const masked = block.committed();
      // The line end that was added to close the last line is not written.
      const out = last && consumed === bytes.length ? masked.subarray(0, -1) : masked;
      if (out.length > 0) this.#write(out);
    }
    if (invalid !== undefined) throw new FormatError("The text is not UTF-8", this.#base + invalid, this.#masker.current);
    this.#keep(last ? bytes.subarray(consumed, -1) : bytes.subarray(consumed), consumed);
  }

  #complete(bytes: Buffer): number {
    return this.#masker.lines ? bytes.lastIndexOf(10) + 1 : wholeCharacters(bytes);
  }

  #keep(rest: Buffer, consumed: number): void {
    this.#base += consumed;
    this.#length = rest.length;
    // A copy: the rest of a large block is small, and the block can go.
    this.#waiting = rest.length === 0 ? [] : [Buffer.from(rest)];
    this.#enough = Math.min(2 * rest.length, longestPiece + 1);
    if (rest.length > longestPiece) {
      const what = this.#masker.lines ? whatIsLong.line : whatIsLong.piece;
      throw new FormatError(`${what} is longer than ${longestPiece} bytes`, this.#base, this.#masker.current);
    }
  }
}

// The length without a character that is cut at the end.
function wholeCharacters(bytes: Uint8Array): number {
  let at = bytes.length - 1;
  while (at > bytes.length - 4 && at > 0 && ((bytes[at] as number) & 0xc0) === 0x80) at--;
  return ((bytes[at] as number) & 0xc0) === 0xc0 ? at : bytes.length;
}

function firstInvalid(bytes: Buffer): number {
  let [good, bad] = [0, bytes.length];
  // Good prefixes may end within a character: a prefix counts as good when it is without that character.
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle))))) good = middle;
    else bad = middle;
  }
  return wholeCharacters(bytes.subarray(0, good));
}
