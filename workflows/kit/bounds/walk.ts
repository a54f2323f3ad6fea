/** The heaviest walk through a scope: every state has a weight, loops turn as often as their counters let them. */
import type { State } from "../build/states.ts";
import { counterOf, type Graph, groupsOf, isLoop, within } from "./loops.ts";

export interface Walked {
  readonly states: ReadonlyMap<string, State>;
  weight(name: string): number;
  /** A loop that nothing bounds. */
  onUnbounded(names: readonly string[]): void;
  /** A loop with a counter, and what its heaviest turn weighs. */
  onLoop?(names: readonly string[], turn: number): void;
}

const heaviest = (weights: readonly (number | undefined)[]): number | undefined => {
  const known = weights.filter((weight) => weight !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
};

/** For each state that can be reached: the most that a walk from `start` to it weighs, both included. */
export function walkFrom(start: string, graph: Graph, walked: Walked): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const group of groupsOf(graph)) {
    // What the walk weighs before it enters the group, by the state where it does.
    const entries = new Map<string, number>();
    for (const name of group) {
      const before = heaviest([...best].filter(([from]) => graph.get(from)?.includes(name)).map(([, weight]) => weight));
      if (name === start) entries.set(name, Math.max(before ?? 0, 0));
      else if (before !== undefined) entries.set(name, before);
    }
    if (entries.size === 0) continue;
    const inside = within(graph, group);
    const reached = isLoop(group, inside)
      ? throughLoop(entries, inside, walked)
      : new Map([...entries].map(([name, weight]) => [name, weight + walked.weight(name)]));
    for (const [name, weight] of reached) best.set(name, weight);
  }
  return best;
}

/** The same within a loop: it comes by its counting Pass so many times, and between two of them the other states once. */
function throughLoop(entries: ReadonlyMap<string, number>, loop: Graph, walked: Walked): ReadonlyMap<string, number> {
  const counter = counterOf(loop, walked.states);
  if (!counter) walked.onUnbounded([...loop.keys()]);
  const pass = counter?.pass ?? ([...loop.keys()][0] as string);
  const visits = counter?.visits ?? 1;
  const rest = within(loop, new Set([...loop.keys()].filter((name) => name !== pass)));
  const toPass = (reached: ReadonlyMap<string, number>): number | undefined =>
    heaviest([...reached].filter(([name]) => loop.get(name)?.includes(pass)).map(([, weight]) => weight));
  const starts = (loop.get(pass) ?? []).filter((name) => name !== pass).map((name) => walkFrom(name, rest, walked));
  const after = new Map<string, number>();
  for (const reached of starts) {
    for (const [name, weight] of reached)
      after.set(name, Math.max(after.get(name) ?? Number.NEGATIVE_INFINITY, weight + walked.weight(pass)));
  }
  const turn = heaviest([toPass(after), loop.get(pass)?.includes(pass) ? walked.weight(pass) : undefined]) ?? 0;
  if (counter) walked.onLoop?.([...loop.keys()], turn);
  const turns = visits > 1 ? (visits - 1) * Math.max(0, turn) : 0;
  const best = new Map<string, number>();
  const take = (name: string, weight: number): void => void best.set(name, Math.max(best.get(name) ?? Number.NEGATIVE_INFINITY, weight));
  for (const [entry, before] of entries) {
    const direct = entry === pass ? new Map<string, number>() : walkFrom(entry, rest, walked);
    for (const [name, weight] of direct) take(name, before + weight);
    const reaches = entry === pass ? 0 : toPass(direct);
    if (reaches === undefined || visits === 0) continue;
    const counted = before + reaches + turns;
    take(pass, counted + walked.weight(pass));
    for (const [name, weight] of after) take(name, counted + weight);
  }
  return best;
}
