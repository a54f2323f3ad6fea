/** The leak check: production's texts, searched in everything that the test environment holds. */
import type { Place, Reader, Sink } from "./cells.ts";
import { indexNeedles, WINDOW } from "./needles.ts";
import { roomOf, saysNothing, VERY_WIDE, WIDE } from "./room.ts";
import type { RuleKinds } from "./rule-kinds.ts";

/** The result: counts and places, never a value. */
export interface LeakReport {
  /** Different texts of production that were searched for. */
  readonly values: number;
  /** Texts of the test environment that were looked at, keys and names included. */
  readonly scanned: number;
  /** Texts of the test environment in which a value of production stands. */
  readonly found: number;
  readonly places: readonly { readonly place: string; readonly found: number }[];
}

/** Shorter texts are compared in their own place only. */
const SHORTEST = 4;

/** What one place held in production that can also come about by chance. */
interface Narrow {
  readonly values: Map<string, number>;
  cells: number;
  hits: number;
}

/**
 * Reads production, then the test environment, and counts what stands in both.
 *
 * A value with room (see room.ts) is looked for everywhere, inside longer texts too. One without is looked for
 * as a whole text, or between the borders of words when it is long enough, wherever the rule cannot have made it by chance; where
 * the rule can, the number of unchanged texts of that place must be what chance gives.
 *
 * @example
 * ```ts
 * const { found, places } = await checkLeaks(readProduction, readTest, ruleKinds(maps));
 * ```
 */
export async function checkLeaks(production: Reader, test: Reader, rules: RuleKinds): Promise<LeakReport> {
  const values = new Set<string>();
  const kept = new Set<string>();
  const narrow = new Map<string, Narrow>();
  await production({
    text: (place, raw) => {
      const text = raw.trim();
      if (rules.of(place) === "keep") {
        kept.add(text);
        return;
      }
      if (text === "" || saysNothing(text)) return;
      if (text.length >= SHORTEST) values.add(text);
      const room = roomOf(text);
      if (room >= WIDE) return;
      const here = narrow.get(place.label) ?? { values: new Map(), cells: 0, hits: 0 };
      here.values.set(text, room);
      narrow.set(place.label, here);
    },
    bytes: () => undefined,
  });
  for (const text of kept) values.delete(text);

  const needles = [...values];
  const rooms = Float64Array.from(needles, roomOf);
  const index = indexNeedles(needles);
  const short = new Map(needles.flatMap((text, i) => (Buffer.byteLength(text) < WINDOW ? [[text, i] as const] : [])));
  const found = new Map<string, number>();
  let scanned = 0;
  let buffer = Buffer.alloc(65_536);

  const search = (bytes: Uint8Array, length: number, lenient: boolean): boolean => {
    let hit = false;
    index.scan(bytes, length, (needle, start, end) => {
      if (hit) return;
      const room = rooms[needle] ?? 0;
      const whole = start === 0 && end === length;
      const bounded = whole || (isBorder(bytes, start - 1, length) && isBorder(bytes, end, length));
      if (room >= WIDE) hit = bounded || room >= VERY_WIDE;
      else hit = bounded && !lenient;
    });
    return hit;
  };
  const report = (place: string, count = 1): void => void found.set(place, (found.get(place) ?? 0) + count);
  await test({
    text: (place, raw) => {
      scanned++;
      const text = raw.trim();
      if (text === "") return;
      const kind = rules.of(place);
      // Declared harmless, and the very text that production shows here.
      if (kind === "keep" && kept.has(text)) return;
      const lenient = kind !== "hides";
      const here = kind === "keep" ? undefined : narrow.get(place.label);
      if (here) {
        here.cells++;
        if (here.values.has(text) && !kept.has(text)) here.hits++;
      }
      if (text.length * 3 > buffer.length) buffer = Buffer.alloc(text.length * 4);
      const length = buffer.write(text);
      if (length < WINDOW ? short.has(text) && !lenient : search(buffer, length, lenient)) report(place.label);
    },
    bytes: (place, bytes) => {
      scanned++;
      if (search(bytes, bytes.length, false)) report(place.label);
    },
  } satisfies Sink);

  for (const [label, here] of narrow) {
    const beyond = here.hits - byChance(here);
    if (beyond > 0 && !found.has(label)) report(label, beyond);
  }
  const places = [...found].map(([place, count]) => ({ place, found: count })).sort((a, b) => b.found - a.found);
  return { values: needles.length, scanned, found: places.reduce((sum, place) => sum + place.found, 0), places };
}

/** How many texts of a place may equal one of its originals although every one was changed: five standard deviations. */
function byChance({ values, cells }: Narrow): number {
  let expected = 0;
  for (const room of values.values()) expected += cells / room;
  return expected < 0.001 ? 0 : Math.ceil(expected + 5 * Math.sqrt(expected));
}

/** Whether a word may begin or end here: outside, or no letter or digit. */
function isBorder(bytes: Uint8Array, at: number, length: number): boolean {
  if (at < 0 || at >= length) return true;
  const byte = bytes[at] ?? 0;
  return !((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 128);
}

export type { Place };
