/**
 * Opens what a text may hold within: words, parts of a composite key, JSON, percent-encoding, base64, hexadecimal digits, tokens,
 * gzip, zlib and UTF-16, five of them within one another and fewer than 16 Mi characters in all.
 */
import { ScanError } from "../scan/errors.ts";
import { JsonScanner } from "../scan/json.ts";
import { Place } from "../scan/place.ts";
import { runsIn, textsOf, unpacked } from "./bytes.ts";
import { classesIn, endsWord, fullStop, keyEnd, notBase64, percent, slash, wordEnd } from "./character-classes.ts";
import { encodedBytes, percentDecoded } from "./encodings.ts";

/** Takes a text that stood inside another. */
export type Inside = (text: string) => void;

const mostDepth = 5;
const mostCharacters = 16 * 1024 * 1024;

const keyEnds = /[#|:]/;
const beginsAsJson = /^\s*[[{"]/;

/** Texts inside texts; a text that could not be opened for its size or depth is counted. */
export class Unfolder {
  /** Texts that were too large or too deep to be opened. */
  unopened = 0;
  readonly #inside: Inside;
  #left = 0;
  #least = 1;

  constructor(inside: Inside) {
    this.#inside = inside;
  }

  /**
   * Opens a text of a record. The text itself is not given.
   *
   * @param least - characters below which nothing is wanted
   */
  text(text: string, least = 1): void {
    this.#left = mostCharacters;
    this.#least = least;
    this.#open(text, 0);
  }

  /**
   * Opens a binary value, written in base64.
   *
   * @param least - characters below which nothing is wanted
   */
  binary(base64: string, least = 1): void {
    this.#left = mostCharacters;
    this.#least = least;
    this.#bytes(Buffer.from(base64, "base64"), 0, true);
  }

  // The text itself has been given. What it holds is no longer than it is, but where it is packed, which takes 18 bytes.
  #open(text: string, depth: number): void {
    if (text.length < this.#least) return;
    const found = classesIn(text);
    if (beginsAsJson.test(text)) this.#json(text, depth);
    if ((found & percent) !== 0) this.#percent(text, depth);
    this.#encoded(text, found, depth);
    // Base64 may have a slash, so texts are parted at the others first.
    if ((found & keyEnd) !== 0) this.#parts(text, keyEnds, depth);
    else if ((found & slash) !== 0) this.#parts(text, "/", depth);
    if ((found & wordEnd) !== 0) this.#words(text, depth);
    else if (text.endsWith(".")) this.#give(text.slice(0, -1));
  }

  #give(text: string): void {
    if (text.length >= this.#least) this.#inside(text);
  }

  // What came out of an encoding: itself, and what is inside.
  #opened(text: string, depth: number): void {
    this.#give(text);
    this.#open(text, depth);
  }

  #json(text: string, depth: number): void {
    if (!this.#goesOn(text.length, depth)) return;
    try {
      const scanner = new JsonScanner(Place.root(), (_place, inner, kind) => {
        if (kind !== "null" && kind !== "boolean") this.#opened(inner, depth + 1);
      });
      scanner.push(text);
      scanner.end();
    } catch (error) {
      // It only looked like JSON; what came before the mistake has been given.
      if (!(error instanceof ScanError)) throw error;
    }
  }

  // A form writes a space as a plus.
  #percent(text: string, depth: number): void {
    for (const each of new Set([text, text.replaceAll("+", " ")])) {
      const decoded = percentDecoded(each);
      if (decoded !== each && this.#goesOn(decoded.length, depth)) this.#opened(decoded, depth + 1);
    }
  }

  #encoded(text: string, found: number, depth: number): void {
    // A token is base64 between full stops.
    if ((found & fullStop) !== 0) for (const part of text.split(".")) this.#decode(part, depth);
    else if ((found & notBase64) === 0) this.#decode(text, depth);
  }

  #decode(text: string, depth: number): void {
    const bytes = encodedBytes(text, this.#least);
    if (bytes !== undefined && this.#goesOn(bytes.length, depth)) this.#bytes(bytes, depth + 1, false);
  }

  #parts(text: string, separator: RegExp | string, depth: number): void {
    if (!this.#goesOn(text.length, 0)) return;
    for (const part of text.split(separator)) this.#opened(part, depth);
  }

  // Not by `split`, for a long text may have millions of words.
  #words(text: string, depth: number): void {
    let from = 0;
    for (let at = 0; at <= text.length; at++) {
      if (at < text.length && !endsWord(text.charCodeAt(at))) continue;
      if (at - from >= this.#least) this.#word(text.slice(from, at), text, depth);
      from = at + 1;
    }
  }

  // A word may end a sentence.
  #word(word: string, text: string, depth: number): void {
    if (word.endsWith(".")) this.#give(word.slice(0, -1));
    if (word.length === text.length) return;
    this.#inside(word);
    this.#encoded(word, classesIn(word), depth);
  }

  #bytes(bytes: Buffer, depth: number, isBinary: boolean): void {
    const inner = unpacked(bytes, this.#left);
    if (inner === "too large") this.unopened++;
    else if (inner !== undefined && this.#goesOn(inner.length, depth)) this.#bytes(inner, depth + 1, true);
    if (inner !== undefined) return;
    const texts = textsOf(bytes);
    for (const text of texts) this.#opened(text, depth);
    if (isBinary && texts.length === 0) for (const run of runsIn(bytes)) this.#opened(run, depth);
  }

  #goesOn(characters: number, depth: number): boolean {
    this.#left -= characters;
    if (depth < mostDepth && this.#left > 0) return true;
    this.unopened++;
    return false;
  }
}
