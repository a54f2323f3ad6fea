/** The lines of a section, and how many changes there are. */
import type { Change } from "../change.ts";
import { count, visible } from "../words.ts";

/** A line of text or a row of a table. */
export interface Line {
  readonly risky: boolean;
  /** The state; empty for the whole machine. */
  readonly label: string;
  readonly words: string;
  /** How many changes it says. */
  readonly changes: number;
}

/** From this many states on an equal change is said once. */
const MANY = 3;

/** The state's name; with the states around it where the name alone could be two. */
function labelsOf(changes: readonly Change[]): (change: Change) => string {
  const places = new Map<string, Set<string>>();
  for (const { state, around } of changes) {
    if (state !== undefined) places.set(state, (places.get(state) ?? new Set()).add(JSON.stringify(around)));
  }
  return ({ state, around }) => {
    if (state === undefined) return "";
    const unclear = (places.get(state)?.size ?? 0) > 1;
    return visible(unclear ? [...around, state].join(" / ") : state);
  };
}

/** A line a change; one for a change that many states share, such as the number of a common Retry. */
export function linesOf(changes: readonly Change[]): readonly Line[] {
  const label = labelsOf(changes);
  const alike = new Map<string, Change[]>();
  for (const change of changes) {
    const key = change.subject === "state" || change.state === undefined ? undefined : change.words;
    if (key !== undefined) alike.set(key, [...(alike.get(key) ?? []), change]);
  }
  return changes.flatMap((change): readonly Line[] => {
    const { risky, words } = change;
    const same = alike.get(words) ?? [];
    const together = change.state !== undefined && same.includes(change) && same.length >= MANY;
    if (!together) return [{ risky, label: label(change), words, changes: 1 }];
    if (same[0] !== change) return [];
    const states = same.map(label).join(", ");
    return [{ risky: same.some((one) => one.risky), label: `${same.length} states`, words: `${words} (${states})`, changes: same.length }];
  });
}

/** `3 changes, 1 risky`. */
export function countWords(changes: readonly Change[]): string {
  const risky = changes.filter((change) => change.risky).length;
  return risky === 0 ? count(changes.length, "change") : `${count(changes.length, "change")}, ${risky} risky`;
}
