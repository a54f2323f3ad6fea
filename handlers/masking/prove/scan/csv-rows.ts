/** Cuts the text of a CSV file into the fields of its rows as it streams. */
import { ScanError } from "./errors.ts";
import { mostCharacters, WaitingText } from "./waiting-text.ts";

/** Takes the fields of a row. */
export type TakeRow = (fields: readonly string[]) => void;

const quote = '"';
const hasFirstLine = /\n|\r./s;
const separators = [",", ";", "\t", "|"];

/** The separator that the first line has most of, outside of quotes. */
export function separatorOf(firstLine: string): string {
  const open = firstLine.replace(/"[^"]*"/g, "");
  return separators.reduce((best, one) => (open.split(one).length > open.split(best).length ? one : best));
}

/**
 * Reads rows of fields, quoted where they hold separators, quotes or line ends. Empty lines are no rows; text behind a closing
 * quote makes the quotes a part of the field. The separator and the line end are those of the first line.
 */
export class CsvRows {
  /** Rows that have been given. */
  rows = 0;
  readonly #take: TakeRow;
  #separator: string | undefined;
  #lineEnd = "\n";
  readonly #waiting = new WaitingText();

  constructor(take: TakeRow) {
    this.#take = take;
  }

  /** @throws ScanError when a row is longer than 64 Mi characters */
  push(text: string): void {
    if (!this.#waiting.add(text)) return;
    this.#read(false);
    if (this.#waiting.rest.length > mostCharacters) this.#fail(`a row is longer than ${mostCharacters} characters`);
  }

  /** @throws ScanError when a quoted field does not end */
  end(): void {
    this.#read(true);
  }

  #read(isEnd: boolean): void {
    const text = this.#waiting.take();
    if (this.#separator === undefined && (isEnd || hasFirstLine.test(text))) this.#readFirstLine(text);
    let at = 0;
    for (let next = 0; at < text.length; at = next) {
      next = this.#separator === undefined ? -1 : this.#row(text, at, isEnd);
      if (next < 0) break;
    }
    this.#waiting.keep(text.slice(at));
  }

  #readFirstLine(text: string): void {
    const [line = ""] = text.split(/[\r\n]/, 1);
    this.#separator = separatorOf(line);
    if (/^\r[^\n]/.test(text.slice(line.length, line.length + 2))) this.#lineEnd = "\r";
  }

  // Where the next row begins; -1 where this one is not complete.
  #row(text: string, at: number, isEnd: boolean): number {
    const found = text.indexOf(this.#lineEnd, at);
    if (found < 0 && !isEnd) return -1;
    const end = found < 0 ? text.length : found;
    const line = text.slice(at, end);
    if (line.includes(quote)) return this.#quotedRow(text, at, isEnd);
    const plain = withoutReturn(line);
    if (plain !== "") this.#give(plain.split(this.#separator!));
    return end + 1;
  }

  #quotedRow(text: string, start: number, isEnd: boolean): number {
    const fields: string[] = [];
    for (let at = start; ; ) {
      const opens = text[at] === quote;
      const close = opens ? closingQuote(text, at) : at;
      if (close < 0 && isEnd) this.#fail("a quoted field does not end");
      const end = close < 0 ? text.length : this.#fieldEnd(text, opens ? close + 1 : at);
      if (end >= text.length && !isEnd) return -1;
      const isLast = text[end] !== this.#separator;
      const field = isLast ? withoutReturn(text.slice(at, end)) : text.slice(at, end);
      const isQuoted = opens && field.length === close + 1 - at;
      fields.push(isQuoted ? field.slice(1, -1).replaceAll('""', quote) : field);
      at = end + 1;
      if (!isLast) continue;
      this.#give(fields);
      return at;
    }
  }

  #fieldEnd(text: string, from: number): number {
    let at = from;
    while (at < text.length && text[at] !== this.#separator && text[at] !== this.#lineEnd) at++;
    return at;
  }

  #give(fields: readonly string[]): void {
    this.#take(fields);
    this.rows++;
  }

  // The text itself is not quoted.
  #fail(problem: string): never {
    throw new ScanError(`The CSV cannot be read: ${problem}, behind row ${Math.max(0, this.rows - 1)}.`);
  }
}

const withoutReturn = (text: string): string => (text.endsWith("\r") ? text.slice(0, -1) : text);

// The next quote that is not doubled; -1 when it is not there yet.
function closingQuote(text: string, open: number): number {
  let at = text.indexOf(quote, open + 1);
  while (at >= 0 && text[at + 1] === quote) at = text.indexOf(quote, at + 2);
  return at;
}
