/** Goes over the tokens of JSON in bytes, without making values of them. Offsets are in bytes; all bytes are valid UTF-8. */
import type { Block } from "./block.ts";
import { FormatError } from "./errors.ts";

/** The token does not end in these bytes. */
export const unfinished = -1;
/** A text's flag: it has escapes. */
export const escapedFlag = 1;
/** A text's flag: it has characters above U+007F. */
export const wideFlag = 2;

const [quote, backslash, control, wide] = [1, 2, 3, 4] as const;
const kinds = new Uint8Array(256).fill(control, 0, 32).fill(quote, 34, 35).fill(backslash, 92, 93).fill(wide, 128);
const escapes = new Uint8Array(256);
for (const character of '"\\/bfnrtu') escapes[character.charCodeAt(0)] = 1;

/** Goes over a text from behind its opening quote: `4 * (offset behind the closing quote) + flags`, or unfinished. */
export function textEnd(bytes: Uint8Array, start: number, end: number): number {
  let flags = 0;
  for (let at = start; at < end; at++) {
    const kind = kinds[bytes[at] as number] as number;
    if (kind === 0) continue;
    if (kind === quote) return 4 * (at + 1) + flags;
    if (kind === control) throw new FormatError(controlProblem(bytes[at] as number), at);
    if (kind === wide) flags |= wideFlag;
    else {
      flags |= escapedFlag;
      at = escapeEnd(bytes, at, end);
      if (at === unfinished) return unfinished;
    }
  }
  return unfinished;
}

const controlProblem = (byte: number): string =>
  byte === 10 ? "A text of JSON does not end, or has a line end in it" : "A text of JSON has a control character that must be escaped";

// The offset of the last byte of an escape.
function escapeEnd(bytes: Uint8Array, start: number, end: number): number {
  if (start + 1 >= end) return unfinished;
  const letter = bytes[start + 1] as number;
  if (escapes[letter] === 0) throw new FormatError("A text of JSON has an unknown escape", start);
  if (letter !== 117) return start + 1;
  if (start + 5 >= end) return unfinished;
  for (let at = start + 2; at < start + 6; at++) {
    if (!isHex(bytes[at] as number)) throw new FormatError("A text of JSON has an unknown escape", start);
  }
  return start + 5;
}

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;
const isHex = (byte: number): boolean => isDigit(byte) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102);

/** Goes over a number: the offset behind it, or unfinished when more of it may follow. */
export function numberEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === 45 ? start + 1 : start;
  const whole = at;
  at = digitsEnd(bytes, at, end);
  if (at === whole && at < end) throw new FormatError("This is no JSON value", start);
  if (bytes[whole] === 48 && at > whole + 1) throw new FormatError("A number of JSON begins with 0", start);
  if (at < end && bytes[at] === 46) at = fractionEnd(bytes, at + 1, end);
  if (at < end && (bytes[at] === 101 || bytes[at] === 69)) {
    const sign = bytes[at + 1];
    at = fractionEnd(bytes, sign === 43 || sign === 45 ? at + 2 : at + 1, end);
  }
  return at >= end ? unfinished : at;
}

function digitsEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] as number)) at++;
  return at;
}

function fractionEnd(bytes: Uint8Array, start: number, end: number): number {
  const at = digitsEnd(bytes, start, end);
  if (at === start && at < end) throw new FormatError("A number of JSON lacks digits", start);
  return at;
}

const words = new Map([...["true", "false", "null"].map((word) => [word.charCodeAt(0), Buffer.from(word)] as const)]);

/** Goes over true, false or null: the offset behind it, or unfinished. */
export function wordEnd(bytes: Uint8Array, start: number, end: number): number {
  const word = words.get(bytes[start] as number);
  if (word === undefined) throw new FormatError("This is no JSON value", start);
  for (let i = 1; i < word.length; i++) {
    if (start + i >= end) return unfinished;
    if (bytes[start + i] !== word[i]) throw new FormatError("This is no JSON value", start);
  }
  return start + word.length;
}

/** The text between quotes; `written` are its bytes, each a character. */
export function decodeText(written: string, flags: number): string {
  const text = (flags & wideFlag) === 0 ? written : Buffer.from(written, "latin1").toString("utf8");
  return (flags & escapedFlag) === 0 ? text : (JSON.parse(`"${text}"`) as string);
}

/** Whether JSON writes a text as it is, in bytes that are its characters. */
const isPlain = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);

/** A text as JSON writes it, with its quotes, its bytes as characters. */
export function encodeText(text: string): string {
  return isPlain(text) ? `"${text}"` : Buffer.from(JSON.stringify(text), "utf8").toString("latin1");
}

/** Puts a text in the place of a quoted one. */
export function replaceText(block: Block, start: number, end: number, text: string): void {
  if (isPlain(text)) block.replace(start + 1, end - 1, text);
  else block.replace(start, end, encodeText(text));
}
