/** Reads production's data for its originals, where the prover has both: what was before, and what came out. */
import type { Lists, Template } from "./definition/index.ts";
import { fingerprinterOf, type ProverKeys } from "./fingerprint.ts";
import type { FingerprintSet } from "./fingerprint-set.ts";
import type { ScopeRules } from "./judge.ts";
import { type Original, originalsOf } from "./originals.ts";
import type { Look, Place } from "./scan/place.ts";

/**
 * A look for scanners over data before its masking: the prover finds by itself what it will search for, and believes no masker.
 *
 * @returns a function for one scope; it adds to the set
 * @example
 * ```ts
 * const before = new JsonScanner(Place.root(), recordOriginals(originals, { keys, lists: rules.lists }, scopeRules));
 * ```
 */
export function recordOriginals(
  set: FingerprintSet,
  { keys, lists }: { readonly keys: ProverKeys; readonly lists: Lists },
  rules: ScopeRules,
): Look {
  const printer = fingerprinterOf(keys);
  const byTemplate = new Map<Template, Original>();
  const byPlace = new WeakMap<Place, readonly Original[]>();
  const originalsAt = (place: Place): readonly Original[] => {
    const found = rules.templatesOf(place).filter((template) => template !== undefined);
    return found.map((template) => {
      const original = byTemplate.get(template) ?? originalsOf(template, keys, lists);
      byTemplate.set(template, original);
      return original;
    });
  };
  return (place, text, kind) => {
    if (text === "" || kind === "null" || kind === "boolean" || kind === "name" || kind === "binary") return;
    let originals = byPlace.get(place);
    if (originals === undefined) {
      originals = originalsAt(place);
      byPlace.set(place, originals);
    }
    // Where conditions leave several rules, a value is an original only if each of them would have given it room enough.
    if (originals.length === 0 || originals.some((original) => original(text) === undefined)) return;
    printer.read(text);
    set.addWords(printer.high, printer.low);
  };
}
