/** What a character costs in JSON: its bytes in UTF-8, or those of its escape, for each UTF-16 unit that `.length` counts. */

/** A range of code points, both ends included. */
export type Range = readonly [number, number];

/** Ranges with their worst cost, as `JSON.stringify` writes them: dearest first. */
const COSTS: readonly (readonly [Range, number])[] = [
  // Control characters are written as six: backslash, u and four digits; five of them have short escapes.
  [[0x00, 0x07], 6],
  [[0x0b, 0x0b], 6],
  [[0x0e, 0x1f], 6],
  // A surrogate without its partner is escaped too.
  [[0xd800, 0xdfff], 6],
  [[0x800, 0xd7ff], 3],
  [[0xe000, 0xffff], 3],
  [[0x08, 0x0a], 2],
  [[0x0c, 0x0d], 2],
  [[0x22, 0x22], 2],
  [[0x5c, 0x5c], 2],
  [[0x80, 0x7ff], 2],
  // Four bytes, but two units.
  [[0x10000, 0x10ffff], 2],
  [[0x20, 0x7f], 1],
];

/** Bytes of any character at all. */
export const ANY_CHARACTER = 6;

/** The most bytes that a unit of these characters takes; 0 when there are none. */
export function costOf(ranges: readonly Range[]): number {
  const hit = COSTS.find(([[from, to]]) => ranges.some(([low, high]) => low <= to && high >= from));
  return hit?.[1] ?? 0;
}

const encoder = new TextEncoder();

/** Bytes of a known value as JSON; 0 for what JSON leaves out. */
export const bytesOf = (value: unknown): number => {
  const text = JSON.stringify(value);
  return text === undefined ? 0 : encoder.encode(text).length;
};
