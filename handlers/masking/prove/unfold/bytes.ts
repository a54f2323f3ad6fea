/** What bytes say: what is packed in them, and the texts that they may be. */
import { isUtf8 } from "node:buffer";
import { gunzipSync, inflateSync } from "node:zlib";

type Unpack = typeof gunzipSync;

// By their first two bytes; zlib has four, for how much it was told to try.
const unpackers: ReadonlyMap<number, Unpack> = new Map([
  [0x1f8b, gunzipSync],
  [0x7801, inflateSync],
  [0x785e, inflateSync],
  [0x789c, inflateSync],
  [0x78da, inflateSync],
]);

const beginning = (bytes: Buffer): number => (bytes.length < 2 ? 0 : bytes.readUInt16BE());

/** Whether bytes that begin so may be packed, UTF-8 or UTF-16. */
export function mayHold(bytes: Buffer): boolean {
  const start = beginning(bytes);
  return start < 0x8000 || (start & 0xff) === 0 || start >= 0xfe00 || (start >= 0xc200 && (start & 0xc0) === 0x80);
}

/**
 * What gzip or zlib packed; undefined where nothing is.
 *
 * @param most - bytes that it may have at most
 * @returns "too large" where it has more
 */
export function unpacked(bytes: Buffer, most: number): Buffer | "too large" | undefined {
  try {
    return unpackers.get(beginning(bytes))?.(bytes, { maxOutputLength: most });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE" ? "too large" : undefined;
  }
}

/** The texts that bytes may be: UTF-8, and UTF-16 where they begin with its mark or with a character of the first 256. */
export function textsOf(bytes: Buffer): readonly string[] {
  const texts = isUtf8(bytes) ? [bytes.toString("utf8")] : [];
  const start = beginning(bytes);
  if (start === 0xfffe || (start > 0 && (start & 0xff) === 0)) texts.push(new TextDecoder("utf-16le").decode(bytes));
  if (start === 0xfeff || (start > 0 && start < 0x100)) texts.push(new TextDecoder("utf-16be").decode(bytes));
  return texts;
}

/** Values in a foreign binary form, such as Protocol Buffers, are runs of text between other bytes. */
export function runsIn(bytes: Buffer): readonly string[] {
  return bytes.toString("latin1").match(/[ -~]{3,}/g) ?? [];
}
