/** How a CSV text is written: its delimiter, quotes, escapes and header. */
import { FormatError } from "./errors.ts";

/** A dialect. */
export interface CsvDialect {
  /** One character of ASCII; found in the first record when absent. */
  readonly delimiter?: string;
  /** One character of ASCII, or "" where fields are never quoted; `"` when absent. */
  readonly quote?: string;
  /** What stands before a quote within a quoted field: the quote itself when absent. */
  readonly escape?: "\\" | undefined;
  /** Whether the first record is a header; decided by its look and the rules when absent. */
  readonly header?: boolean;
}

/** The delimiters that are looked for. */
const delimiters = [",", ";", "\t", "|"];

/** What a byte means in a field. */
export const [plainByte, quoteByte, escapeByte, delimiterByte, lineFeed, carriageReturn, wideByte, badByte] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;

/**
 * The meaning of each byte.
 *
 * @throws RangeError when a delimiter or quote is not one character of ASCII
 */
export function byteKinds(delimiter: string, quote: string, escaping: string): Uint8Array {
  const kinds = new Uint8Array(256).fill(wideByte, 128);
  kinds[0] = badByte;
  kinds[10] = lineFeed;
  kinds[13] = carriageReturn;
  for (const [text, kind] of [
    [escaping, escapeByte],
    [quote, quoteByte],
    [delimiter, delimiterByte],
  ] as const) {
    if (text === "") continue;
    const unit = text.charCodeAt(0);
    if (text.length !== 1 || unit > 127 || (kinds[unit] !== plainByte && kinds[unit] !== escapeByte))
      throw new RangeError("A CSV delimiter or quote is one character of ASCII, no line end, and they differ.");
    kinds[unit] = kind;
  }
  return kinds;
}

/** The delimiter that cuts a first record into most fields. */
export function delimiterOf(record: string, quote: string): string {
  const outside =
    quote === ""
      ? record
      : record
          .split(quote)
          .filter((_piece, i) => i % 2 === 0)
          .join("");
  const counts = delimiters.map((delimiter) => ({ delimiter, n: outside.split(delimiter).length }));
  return counts.reduce((best, one) => (one.n > best.n ? one : best)).delimiter;
}

/** The offset of the line end of a first record, whose delimiter is not known yet; -1 when it is not there. */
export function firstLineEnd(bytes: Uint8Array, start: number, quote: string): number {
  const unit = quote === "" ? -1 : quote.charCodeAt(0);
  let quoted = false;
  for (let at = start; at < bytes.length; at++) {
    if (bytes[at] === unit) quoted = !quoted;
    else if (bytes[at] === 10 && !quoted) return at;
    else if (bytes[at] === 0) throw new FormatError("A CSV field has a NUL", at);
  }
  return -1;
}
