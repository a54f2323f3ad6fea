/** Reads production's data for its originals, where the prover has both: what was before, and what came out. */
import type { Lists, Template } from "./definition/index.ts";
import type { ProverKeys } from "./fingerprint.ts";
import type { FingerprintSet } from "./fingerprint-set.ts";
import { addOriginal } from "./folded.ts";
import type { ScopeRules } from "./judge.ts";
import { type IsOriginal, isOriginalOf } from "./originals.ts";
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
  const byTemplate = new Map<Template, IsOriginal>();
  const byPlace = new WeakMap<Place, readonly IsOriginal[]>();
  const testsAt = (place: Place): readonly IsOriginal[] => {
    const found = rules.templatesOf(place).filter((template) => template !== undefined);
    return found.map((template) => {
      const isOriginal = byTemplate.get(template) ?? isOriginalOf(template, keys, lists);
      byTemplate.set(template, isOriginal);
      return isOriginal;
    });
  };
  return (place, text, kind) => {
    if (text === "" || kind === "null" || kind === "boolean" || kind === "name" || kind === "binary") return;
    let tests = byPlace.get(place);
    if (tests === undefined) {
      tests = testsAt(place);
      byPlace.set(place, tests);
    }
    // Where conditions leave several rules, a value is an original only if each of them would have given it room enough.
    if (tests.length > 0 && tests.every((isOriginal) => isOriginal(text))) addOriginal(set, keys, text);
  };
}
