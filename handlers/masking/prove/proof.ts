/** The proof of one store: no original with room enough occurs anywhere in what the store now holds. */
import { fingerprint, type MaskingKeys } from "../engine/index.ts";
import type { FingerprintSet } from "./fingerprint-set.ts";
import type { Leaf } from "./leaf.ts";

/** What a proof found; it names places, never values. */
export interface ProofResult {
  /** Texts that were compared. */
  readonly values: number;
  /** Originals that were looked for. */
  readonly originals: number;
  readonly found: readonly { readonly place: string; readonly count: number }[];
}

const mostKnown = 10_000;

/** Compares the texts of a store with the fingerprints of production's. */
export interface Proof {
  /** Looks at one text; true when it is an original. */
  check(leaf: Leaf): boolean;
  /** Looks at a fingerprint that the database computed. */
  checkFingerprint(place: string, found: string): boolean;
  /** Notes a value that stayed unchanged in its place without an explanation. */
  report(place: string, count?: number): void;
  result(): ProofResult;
}

/**
 * A proof against the originals of all stores together, so that a value that wandered from one store to another is found.
 *
 * @example
 * ```ts
 * const proof = createProof(keys, originals);
 * for (const leaf of scanNdjson(line)) proof.check(leaf);
 * proof.result().found; // [] or [{ place: "email", count: 3 }]
 * ```
 */
export function createProof(keys: MaskingKeys, originals: FingerprintSet): Proof {
  const found = new Map<string, number>();
  let values = 0;
  const report = (place: string, count = 1): void => void found.set(place, (found.get(place) ?? 0) + count);
  const checkFingerprint = (place: string, text: string): boolean => {
    values++;
    const hit = originals.has(text);
    if (hit) report(place);
    return hit;
  };
  // Names of members and redacted texts come again and again.
  const known = new Map<string, string>();
  const fingerprintOf = (text: string): string => {
    if (text.length > 64) return fingerprint(keys, text);
    let print = known.get(text);
    if (print === undefined) {
      if (known.size >= mostKnown) known.clear();
      print = fingerprint(keys, text);
      known.set(text, print);
    }
    return print;
  };
  return {
    check: ({ place, text }) => text !== "" && checkFingerprint(place, fingerprintOf(text)),
    checkFingerprint,
    report,
    result: () => ({
      values,
      originals: originals.size,
      found: [...found].map(([place, count]) => ({ place, count })).sort((a, b) => (a.place < b.place ? -1 : 1)),
    }),
  };
}
