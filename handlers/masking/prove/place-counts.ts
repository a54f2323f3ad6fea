/** What was counted at each place of a store; places are named, values never. */

/** Counts of one place. */
export interface PlaceCounts {
  readonly where: string;
  readonly place: string;
  /** Texts and numbers that were looked at, the empty ones included. */
  compared: number;
  nulls: number;
  empty: number;
  /** Values that a rule keeps: counted, not judged. */
  kept: number;
  /**
   * Kept values that are, or hold, originals of a masked place: no rule forbids them, but an owner should know. Looked for in
   * the first 4,096 values of a place and in one of eight of the others.
   */
  keptOriginals: number;
  /** Numbers that pass because no rule and no name calls them personal. */
  passed: number;
  /** Texts that are, or hold, an original. */
  found: number;
  /** Texts that no rule of the place could have given. */
  unlike: number;
  /** Texts whose inside was too large or too deep to be looked at. */
  unopened: number;
}

/** The counts of a place that nobody has looked at. */
export const nothingCounted = {
  compared: 0,
  nulls: 0,
  empty: 0,
  kept: 0,
  keptOriginals: 0,
  passed: 0,
  found: 0,
  unlike: 0,
  unopened: 0,
} as const;

const mostPlaces = 5000;

/** The counts of all places; beyond 5,000 different ones all others count as "…". */
export class Counts {
  readonly #byPlace = new Map<string, PlaceCounts>();

  /** The counts of a place. */
  of(where: string, names: readonly string[]): PlaceCounts {
    const place = plainPlace(names);
    return this.#get(where, place) ?? this.#add(where, this.#byPlace.size < mostPlaces ? place : "…");
  }

  /** All counts, in the order of their places. */
  all(): readonly PlaceCounts[] {
    const id = ({ where, place }: PlaceCounts): string => `${where}\u0000${place}`;
    return [...this.#byPlace.values()].sort((a, b) => (id(a) < id(b) ? -1 : 1));
  }

  #get(where: string, place: string): PlaceCounts | undefined {
    return this.#byPlace.get(`${where}\u0000${place}`);
  }

  #add(where: string, place: string): PlaceCounts {
    const known = this.#get(where, place);
    if (known !== undefined) return known;
    const counts: PlaceCounts = { where, place, ...nothingCounted };
    this.#byPlace.set(`${where}\u0000${place}`, counts);
    return counts;
  }
}

const plainName = /^[\p{L}_$][\p{L}\p{N}_$ #-]{0,63}$/u;

// A place is made of names of members, which may be data themselves.
function plainPlace(names: readonly string[]): string {
  const shown = names.map((name) => (/^#[a-z]+$/.test(name) || (plainName.test(name) && !/[0-9]{7}/.test(name)) ? name : "*"));
  return shown.join(".").slice(0, 200);
}
