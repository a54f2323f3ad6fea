/** Recognises renamed states by what they hold and by their neighbours. */
import { aroundOf, type Node } from "../graph.ts";
import type { Pairs } from "./pairs.ts";
import { placeOf } from "./place.ts";
import { type Contents, nameLikeness } from "./similarity.ts";

/** Above this many pairs a state is compared only with those at about its own place in the text. */
const MOST_PAIRS = 20_000;
const NEAR = 20;
/** A renamed state has at least this much in common. */
const RENAMED = 0.5;
/** What stands for itself, without a neighbour that agrees. */
const UNMISTAKABLE = { likeness: 0.8, substance: 1.5 } as const;

/** Two states of which one may have become the other. */
interface Candidate {
  readonly before: Node;
  readonly after: Node;
  readonly likeness: number;
  readonly names: number;
  /** Puts equals in an order that is the same when old and new change places, and in any order of states. */
  readonly tie: string;
  /** From 0 to 1,000; undefined when their neighbours must be looked at again. */
  score: number | undefined;
}

const isWork = ({ state }: Node): boolean => state.Type === "Task" || state.Type === "Map" || state.Type === "Parallel";
const isFinal = ({ state }: Node): boolean => state.Type === "Fail" || state.Type === "Succeed";
const placeText = (node: Node): string => JSON.stringify([...aroundOf(node), node.name]);

function candidatesOf(pairs: Pairs, contents: Contents): Candidate[] {
  const { gone, fresh } = pairs;
  const all = gone.length * fresh.length <= MOST_PAIRS;
  return gone.flatMap((before, at) => {
    const others = all ? fresh : fresh.slice(Math.max(0, at - NEAR), at + NEAR + 1);
    return others.flatMap((after): readonly Candidate[] => {
      if (before.state.Type !== after.state.Type) return [];
      const likeness = contents.likeness(before, after);
      if (isWork(before) && likeness < RENAMED) return [];
      const tie = [placeText(before), placeText(after)].sort().join();
      return [{ before, after, likeness, names: nameLikeness(before.name, after.name), tie, score: undefined }];
    });
  });
}

/** Says whether it is a rename, and how sure that is. */
function scoreOf({ before, after, likeness, names }: Candidate, pairs: Pairs, contents: Contents): number {
  const { known, common } = placeOf(before, after, pairs);
  const substance = Math.min(contents.substance(before), contents.substance(after));
  const sameScope = pairs.scopeNow(before.scope) === after.scope;
  const isRename =
    (likeness >= UNMISTAKABLE.likeness && substance >= UNMISTAKABLE.substance) ||
    (sameScope && likeness >= RENAMED && common > 0) ||
    (sameScope && !isWork(before) && known >= (isFinal(before) ? 1 : 2) && common === known);
  return isRename ? Math.round(500 * likeness + 350 * (known === 0 ? 0 : common / known) + 150 * names) : 0;
}

/** The states next to a state, whose places are better known once it has a partner. */
const neighbours = ({ from, ways }: Node): readonly unknown[] => [...from.map(({ node }) => node), ...ways.map(({ to }) => to)];

/** The renamed states, the surest first; the caller pairs each before it takes the next. */
export function* renamedStates(pairs: Pairs, contents: Contents): Generator<readonly [Node, Node], void, void> {
  let left = candidatesOf(pairs, contents);
  let scopes = pairs.scopeCount;
  for (;;) {
    let best: Candidate | undefined;
    for (const candidate of left) {
      candidate.score ??= scoreOf(candidate, pairs, contents);
      if (candidate.score === 0) continue;
      const more = best === undefined ? 1 : candidate.score - (best.score ?? 0);
      if (more > 0 || (more === 0 && best && candidate.tie < best.tie)) best = candidate;
    }
    if (!best) return;
    yield [best.before, best.after];
    left = left.filter(({ before, after }) => !pairs.now(before) && !pairs.was(after));
    const near = new Set([...neighbours(best.before), ...neighbours(best.after)]);
    const all = scopes !== pairs.scopeCount;
    scopes = pairs.scopeCount;
    for (const candidate of left) if (all || near.has(candidate.before) || near.has(candidate.after)) candidate.score = undefined;
  }
}
