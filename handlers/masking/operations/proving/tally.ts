/** Compares the output's texts with the originals' fingerprints and counts. */
import { fingerprint, type MaskingKeys } from "../../engine/index.ts";
import type { FingerprintSet, Leaf } from "../../prove/index.ts";
import type { FoundAt } from "./explain.ts";

const mostNames = 10_000;

/** What one store's scan has seen. */
export interface Tally {
  /** Looks at one text of a record. */
  look(leaf: Leaf, about: Omit<FoundAt, "place" | "text"> & { readonly where: string }): void;
  /** Looks at a fingerprint of the output. */
  lookAt(fingerprint: string, where: string): void;
  readonly scanned: number;
  /** Places with a leak, and how often; never a value. */
  readonly found: ReadonlyMap<string, number>;
}

/** A tally against the originals of all stores together, so that a value that wandered is found too. */
export function createTally(keys: MaskingKeys, originals: FingerprintSet, explained: (found: FoundAt) => boolean): Tally {
  const found = new Map<string, number>();
  // Names of members come again with every record.
  const cleanNames = new Set<string>();
  let scanned = 0;
  const report = (place: string): void => void found.set(place, (found.get(place) ?? 0) + 1);
  return {
    look({ place, text }, { where, ...about }) {
      if (text === "") return;
      scanned++;
      const isName = place.endsWith("#name");
      if (isName && cleanNames.has(text)) return;
      if (!originals.has(fingerprint(keys, text))) {
        if (isName && cleanNames.size < mostNames) cleanNames.add(text);
      } else if (!explained({ ...about, place, text })) report(`${where} ${plain(place)}`);
    },
    lookAt(one, where) {
      scanned++;
      if (originals.has(one)) report(where);
    },
    get scanned() {
      return scanned;
    },
    found,
  };
}

// A place is made of names of members, which may be data themselves.
function plain(place: string): string {
  const names = place.split(".").map((name) => (/^[\p{L}_$][\p{L}\p{N}_$ #-]{0,63}$/u.test(name) && !/[0-9]{7}/.test(name) ? name : "*"));
  return names.join(".").slice(0, 200);
}
