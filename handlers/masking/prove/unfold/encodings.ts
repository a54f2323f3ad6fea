/** What a text says where it is written in hexadecimal digits, base64 or percent-encoding. */
import { mayHold } from "./bytes.ts";
import { classesIn, notBase64 } from "./character-classes.ts";

const leastCharacters = 8;
const notHex = /[^0-9A-Fa-f]/;

/**
 * The bytes of hexadecimal digits, with `0x` or PostgreSQL's `\x` before them or not, or of base64 in either alphabet, padded
 * or not, in one line or several; undefined for every other text, and where the first bytes show that they are no text.
 *
 * @param least - bytes below which they are not wanted
 */
export function encodedBytes(text: string, least: number): Buffer | undefined {
  if (text.length < leastCharacters || text.length * 3 < least * 4) return undefined;
  const digits = text.replace(/^[0\\]?x/, "");
  if (digits.length >= leastCharacters && !notHex.test(digits)) return digits.length < 2 * least ? undefined : bytesOf(digits, "hex");
  return (classesIn(text) & notBase64) === 0 ? bytesOf(text, "base64") : undefined;
}

// The first two bytes tell nearly half of all random ones from text.
function bytesOf(text: string, encoding: "hex" | "base64"): Buffer | undefined {
  return mayHold(Buffer.from(text.slice(0, 4), encoding)) ? Buffer.from(text, encoding) : undefined;
}

/** The text without its percent-encoding. */
export function percentDecoded(text: string): string {
  // Characters of one byte each, so that those of several bytes come together again.
  const bytes = Buffer.from(text).toString("latin1");
  const decoded = bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return Buffer.from(decoded, "latin1").toString("utf8");
}
