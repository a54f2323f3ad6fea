/** Finds any of very many texts inside other texts, with one pass over the bytes and memory in proportion to the texts. */

/** Bytes of a needle that its index is made from; shorter needles are found as whole cells only. */
export const WINDOW = 8;
const FACTOR = 0x01000193;
const { imul } = Math;
const HIGHEST = Array.from({ length: WINDOW - 1 }).reduce<number>((power) => imul(power, FACTOR), 1);
const FILTER_BITS = 24;

/** Called for each place where a needle stands: its number, and the bytes from `start` to, not including, `end`. */
export type Visit = (needle: number, start: number, end: number) => void;

/** An index over needles, built once. */
export interface NeedleIndex {
  /** Reports every needle inside the first `length` bytes. */
  scan(bytes: Uint8Array, length: number, visit: Visit): void;
}

/**
 * Builds the index. Each needle is filed under its rarest window of eight bytes, so that beginnings which many share
 * (`CUSTOMER#C-…`) cost nothing.
 *
 * @param needles - texts of at least eight bytes; others are left out
 */
export function indexNeedles(needles: readonly string[]): NeedleIndex {
  const encoded = needles.map((text) => Buffer.from(text));
  const frequency = new Uint16Array(1 << 20);
  for (const bytes of encoded) {
    eachWindow(bytes, bytes.length, (hash) => {
      const slot = hash >>> 12;
      if ((frequency[slot] ?? 0) < 65_535) frequency[slot] = (frequency[slot] ?? 0) + 1;
    });
  }
  const size = 1 << Math.max(8, Math.ceil(Math.log2(needles.length * 2 + 1)));
  const heads = new Int32Array(size).fill(-1);
  const next = new Int32Array(needles.length).fill(-1);
  const hashes = new Uint32Array(needles.length);
  const offsets = new Int32Array(needles.length);
  const filter = new Uint8Array(1 << (FILTER_BITS - 3));
  encoded.forEach((bytes, needle) => {
    if (bytes.length < WINDOW) return;
    let best = 0;
    let fewest = Number.POSITIVE_INFINITY;
    eachWindow(bytes, bytes.length, (hash, start) => {
      const count = frequency[hash >>> 12] ?? 0;
      if (count >= fewest) return;
      fewest = count;
      best = hash;
      offsets[needle] = start;
    });
    hashes[needle] = best;
    const slot = best & (size - 1);
    next[needle] = heads[slot] ?? -1;
    heads[slot] = needle;
    filter[best >>> (32 - FILTER_BITS + 3)] = (filter[best >>> (32 - FILTER_BITS + 3)] ?? 0) | (1 << ((best >>> (32 - FILTER_BITS)) & 7));
  });
  const scan = (bytes: Uint8Array, length: number, visit: Visit): void => {
    eachWindow(bytes, length, (hash, start) => {
      if (((filter[hash >>> (32 - FILTER_BITS + 3)] ?? 0) & (1 << ((hash >>> (32 - FILTER_BITS)) & 7))) === 0) return;
      for (let needle = heads[hash & (size - 1)] ?? -1; needle >= 0; needle = next[needle] ?? -1) {
        if (hashes[needle] !== hash) continue;
        const from = start - (offsets[needle] ?? 0);
        const text = encoded[needle];
        if (text && stands(text, bytes, from, length)) visit(needle, from, from + text.length);
      }
    });
  };
  return { scan };
}

function stands(text: Uint8Array, bytes: Uint8Array, from: number, length: number): boolean {
  if (from < 0 || from + text.length > length) return false;
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[from + i]) return false;
  return true;
}

/** The rolling hash of every window, as an unsigned 32-bit number. */
function eachWindow(bytes: Uint8Array, length: number, visit: (hash: number, start: number) => void): void {
  let hash = 0;
  for (let i = 0; i < length; i++) {
    if (i >= WINDOW) hash = (hash - imul(bytes[i - WINDOW] ?? 0, HIGHEST)) | 0;
    hash = (imul(hash, FACTOR) + (bytes[i] ?? 0)) | 0;
    if (i >= WINDOW - 1) visit(hash >>> 0, i - WINDOW + 1);
  }
}
