/** Which original values the proof looks for everywhere, and when an unchanged value is no leak. */
import { formatRoom, type Lists, type Row, resultOf, roomOf, type Template } from "./definition/index.ts";
import { fingerprinterOf, type ProverKeys } from "./fingerprint.ts";

/** From here on a masked value that equals an original is no coincidence. In bits. */
export const provableBits = 40;

/** A text of fewer characters is always short: a letter has the most room, of log2 25 bits. */
export const leastProvable = Math.ceil(provableBits / Math.log2(25));

/** Whether a keyed result can equal a text by chance: fewer than 2^40 texts are like it. */
export const isShort = (text: string): boolean => formatRoom(text) < provableBits;

/** Whether the proof looks for a value everywhere: its rule left it a room of 2^40 or more. */
export type IsOriginal = (value: string) => boolean;

/** Tells the originals of one template. */
export function isOriginalOf(template: Template, keys: ProverKeys, lists: Lists): IsOriginal {
  const bits = roomOf(template, { keys, lists });
  return (value) => bits(value) >= provableBits;
}

/** The fingerprint of an original value whose rule left it room enough; undefined for all others. */
export type Original = (value: string) => string | undefined;

/**
 * Fingerprints originals of one template: those with a room of 2^40 or more.
 *
 * @example
 * ```ts
 * const original = originalsOf(parseTemplate("{{hash}}"), keys, rules.lists);
 * const found = original("ana@corp.example"); if (found !== undefined) set.add(found);
 * ```
 */
export function originalsOf(template: Template, keys: ProverKeys, lists: Lists): Original {
  const isOriginal = isOriginalOf(template, keys, lists);
  const printer = fingerprinterOf(keys);
  return (value) => (isOriginal(value) ? printer.hex(value) : undefined);
}

/**
 * Whether the rule explains that a value is the same before and after, in its own place.
 *
 * It does exactly when masking/v1, as the prover reads it, gives the value itself: `keep`; `redact` or `format` with nothing
 * to change; `year` of a January 1st; a fixed point of `perm`; an address, a number or a name that a keyed choice happened to
 * give. Nothing is guessed from counts: an unchanged value is worked out under the real key, so an engine that returned its
 * input would be found even where that can happen by chance.
 *
 * @param row - the other fields of the record, for `date:N:FIELD`; without it the day is its own key
 */
export function isExplained(template: Template, value: string, keys: ProverKeys, lists: Lists, row?: Row): boolean {
  return value === "" || resultOf(template, value, { keys, lists, row }) === value;
}
