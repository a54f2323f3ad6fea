/** Opens what a text may hold within: words, parts of a composite key, JSON, percent-encoding, base64, gzip. */
import { isUtf8 } from "node:buffer";
import { gunzipSync, inflateSync } from "node:zlib";
import { ScanError } from "./scan/errors.ts";
import { JsonScanner } from "./scan/json.ts";
import { Place } from "./scan/place.ts";

/** Takes a text that stood inside another. */
export type Inside = (text: string) => void;

const mostDepth = 5;
const mostCharacters = 16 * 1024 * 1024;
const leastBase64 = 8;

// What a character can be a part of.
const separator = 1;
const percent = 2;
const notBase64 = 4;
const wordEnd = 8;
const classes = new Uint8Array(128).fill(notBase64);
for (const character of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_=") classes[character.charCodeAt(0)] = 0;
for (const character of " \t\r\n,;\"'<>()[]{}=&?") classes[character.charCodeAt(0)] = wordEnd | notBase64;
// A base64 text may end in these.
classes["=".charCodeAt(0)] = wordEnd;
for (const character of "#|:") classes[character.charCodeAt(0)] = separator | notBase64;
classes["/".charCodeAt(0)] = separator;
classes["%".charCodeAt(0)] = percent | notBase64;

const separators = /[#|:/]+/;
const wordEnds = /[\s,;|"'<>()[\]{}=&?#:/]+/;

/** Texts inside texts; a text that could not be opened for its size or depth is counted. */
export class Unfolder {
  /** Texts that were too large or too deep to be opened. */
  unopened = 0;
  readonly #inside: Inside;
  #left = mostCharacters;

  constructor(inside: Inside) {
    this.#inside = inside;
  }

  /** Opens a text of a record. The text itself is not given. */
  text(text: string): void {
    this.#left = mostCharacters;
    this.#open(text, 0);
  }

  /** Opens a binary value, written in base64. */
  binary(base64: string): void {
    this.#left = mostCharacters;
    this.#bytes(Buffer.from(base64, "base64"), 1, true);
  }

  /** Opens bytes. */
  bytes(bytes: Uint8Array): void {
    this.#left = mostCharacters;
    this.#bytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), 1, true);
  }

  #open(text: string, depth: number): void {
    let found = 0;
    for (let i = 0; i < text.length; i++) found |= classes[text.charCodeAt(i)] ?? notBase64;
    const first = text.charCodeAt(0);
    if (first === 123 || first === 91 || first === 34 || first === 32 || first === 10) this.#json(text, depth);
    if ((found & percent) !== 0) this.#percent(text, depth);
    if ((found & notBase64) === 0) this.#base64(text, depth);
    if ((found & separator) !== 0) this.#parts(text, depth);
    if ((found & wordEnd) !== 0) this.#words(text);
    if (text.startsWith("eyJ") && text.includes(".")) for (const part of text.split(".")) this.#base64(part, depth);
  }

  // What came out of an encoding: itself, and what is inside.
  #opened(text: string, depth: number): void {
    this.#inside(text);
    this.#open(text, depth);
  }

  #words(text: string): void {
    for (const word of text.split(wordEnds)) if (word !== "" && word !== text) this.#inside(word);
  }

  #parts(text: string, depth: number): void {
    const tail = /;base64,(.*)$/s.exec(text)?.[1];
    if (tail !== undefined) this.#base64(tail, depth);
    for (const part of text.split(separators)) {
      if (part === "") continue;
      this.#inside(part);
      if (this.#goesOn(part.length, depth)) this.#open(part, depth + 1);
    }
  }

  #json(text: string, depth: number): void {
    if (!/^\s*[[{"]/.test(text) || !this.#goesOn(text.length, depth)) return;
    try {
      const scanner = new JsonScanner(Place.root(), (_place, inner, kind) => {
        if (kind === "null" || kind === "boolean" || inner === "") return;
        this.#inside(inner);
        this.#open(inner, depth + 1);
      });
      scanner.push(text);
      scanner.end();
    } catch (error) {
      // It only looked like JSON; what came before the mistake has been given.
      if (!(error instanceof ScanError)) throw error;
    }
  }

  #percent(text: string, depth: number): void {
    const decoded = percentDecoded(text);
    if (decoded !== text && this.#goesOn(decoded.length, depth)) this.#opened(decoded, depth + 1);
  }

  #base64(text: string, depth: number): void {
    if (text.length < leastBase64 || !beginsAsContent(text) || !this.#goesOn(text.length, depth)) return;
    const bytes = Buffer.from(text, "base64");
    this.#bytes(bytes, depth + 1, false);
  }

  #bytes(bytes: Buffer, depth: number, isBinary: boolean): void {
    if (bytes.length === 0) return;
    const packed = (bytes[0] === 0x1f && bytes[1] === 0x8b) || (bytes[0] === 0x78 && ((bytes[0] << 8) | (bytes[1] ?? 0)) % 31 === 0);
    if (packed && this.#unpacked(bytes, depth)) return;
    if (isUtf8(bytes)) this.#opened(bytes.toString("utf8"), depth);
    // Values in a foreign binary form, such as Protocol Buffers, are runs of text between other bytes.
    else if (isBinary) for (const run of bytes.toString("latin1").match(/[\x20-\x7e]{3,}/g) ?? []) this.#opened(run, depth);
  }

  #unpacked(bytes: Buffer, depth: number): boolean {
    try {
      const options = { maxOutputLength: Math.max(1, this.#left) };
      const unpacked = bytes[0] === 0x1f ? gunzipSync(bytes, options) : inflateSync(bytes, options);
      if (this.#goesOn(unpacked.length, depth)) this.#bytes(unpacked, depth + 1, true);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") return false;
      this.unopened++;
      return true;
    }
  }

  #goesOn(characters: number, depth: number): boolean {
    this.#left -= characters;
    if (depth < mostDepth && this.#left >= 0) return true;
    this.unopened++;
    return false;
  }
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const sextets = new Uint8Array(128);
for (const [i, character] of [...base64Digits].entries()) sextets[character.charCodeAt(0)] = i;
sextets["-".charCodeAt(0)] = 62;
sextets["_".charCodeAt(0)] = 63;

// Most words have only characters of base64. Text and gzip are told from them by the first three bytes.
function beginsAsContent(text: string): boolean {
  const a = sextets[text.charCodeAt(0)] ?? 0;
  const b = sextets[text.charCodeAt(1)] ?? 0;
  const c = sextets[text.charCodeAt(2)] ?? 0;
  const d = sextets[text.charCodeAt(3)] ?? 0;
  const bytes = [(a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d] as const;
  if ((bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes[0] === 0x78) return true;
  return (
    isContentByte(bytes[0]) &&
    bytes[0] < 0xf8 &&
    !(bytes[0] >= 0x80 && bytes[0] < 0xc2) &&
    isContentByte(bytes[1]) &&
    isContentByte(bytes[2])
  );
}

const isContentByte = (byte: number): boolean => (byte >= 32 ? byte !== 127 : byte === 9 || byte === 10 || byte === 13);

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    // Some of it is percent-encoded and some is not.
    return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
  }
}
