/** The form in which texts are equal that differ only by the case of ASCII letters or by white space at their ends. */
import type { Lists, Template } from "./definition/index.ts";
import { fingerprinterOf, type ProverKeys } from "./fingerprint.ts";
import type { FingerprintSet } from "./fingerprint-set.ts";
import { isOriginalOf, isShort } from "./originals.ts";

const differs = /^\s|[A-Z]|\s$/;

/** The folded form; undefined where it is the text itself, or has so little room that it may be another word in other letters. */
export function foldedOf(text: string): string | undefined {
  if (!differs.test(text)) return undefined;
  const folded = text.trim().replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return isShort(folded) ? undefined : folded;
}

/** Adds a value to the originals: its fingerprint, and that of its folded form, so that a proof finds it in other letters too. */
export function addOriginal(set: FingerprintSet, keys: ProverKeys, value: string): void {
  const printer = fingerprinterOf(keys);
  printer.read(value);
  set.addWords(printer.high, printer.low);
  const folded = foldedOf(value);
  if (folded === undefined) return;
  printer.read(folded);
  set.addFolded(printer.high, printer.low);
}

/** Adds a value to a set of originals if its rule left it room enough. */
export type Collect = (set: FingerprintSet, value: string) => void;

/**
 * Collects the originals of one template.
 *
 * @example
 * ```ts
 * const collect = collectorOf(parseTemplate("{{hash}}"), keys, rules.lists);
 * collect(originals, "ana@corp.example");
 * ```
 */
export function collectorOf(template: Template, keys: ProverKeys, lists: Lists): Collect {
  const isOriginal = isOriginalOf(template, keys, lists);
  return (set, value) => {
    if (isOriginal(value)) addOriginal(set, keys, value);
  };
}
