/** Counts what masking did to a store without a schema; reports and the proof read it. */
import type { Action } from "../decide/index.ts";

/** An undeclared member or attribute. */
export interface UndeclaredCount {
  action: Action;
  count: number;
}

/** What was done; plain data. */
export interface FormatCounters {
  records: number;
  /** Texts read. */
  texts: number;
  /** Texts that a rule masked. */
  masked: number;
  /** Texts that `keep` let through. */
  kept: number;
  /** Undeclared texts that were redacted, keyed or emptied. */
  redacted: number;
  /** Values that became null: by rule, numbers with a personal name, what a rule does not fit. */
  nulled: number;
  /** Numbers and booleans that passed. */
  passed: number;
  /** Texts that are the same before and after, which their rule does not explain: leaks. */
  unchanged: number;
  /** Names of members that were hashed because they look like data. */
  names: number;
  /** Texts outside a step's domain, by step. */
  readonly fallbacks: Map<string, number>;
  /** Texts by rule. */
  readonly byRule: Map<string, number>;
  /** Undeclared members by path. */
  readonly undeclared: Map<string, UndeclaredCount>;
}

const mostNames = 2000;

/** Counters at zero. */
export function newCounters(): FormatCounters {
  return {
    records: 0,
    texts: 0,
    masked: 0,
    kept: 0,
    redacted: 0,
    nulled: 0,
    passed: 0,
    unchanged: 0,
    names: 0,
    fallbacks: new Map(),
    byRule: new Map(),
    undeclared: new Map(),
  };
}

/** One more of something in a map; beyond 2,000 different names all others count as "…". */
export function count(map: Map<string, number>, name: string, by = 1): void {
  const key = map.has(name) || map.size < mostNames ? name : "…";
  map.set(key, (map.get(key) ?? 0) + by);
}

/** The count of an undeclared place, to be counted up; beyond 2,000 different places all others share "…". */
export function undeclaredCount(counters: FormatCounters, path: string, action: Action): UndeclaredCount {
  const key = counters.undeclared.has(path) || counters.undeclared.size < mostNames ? path : "…";
  let found = counters.undeclared.get(key);
  if (found === undefined) {
    found = { action, count: 0 };
    counters.undeclared.set(key, found);
  }
  return found;
}
