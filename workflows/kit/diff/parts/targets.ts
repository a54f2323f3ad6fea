/** Says whether an edge leads where it led, and whether the lines of added and removed states say it already. */
import { END, type End, type Node, type Scope } from "../graph.ts";
import type { Pairs } from "../match/index.ts";
import { quoted } from "../words.ts";

/** A state, the end of the scope, or the name of a state that is not there. */
export type Target = Node | End | string;

export const targetOf = (scope: Scope, name: string): Target => scope.nodes.get(name) ?? name;

const isNode = (target: Target): target is Node => typeof target === "object";

/** A target in a sentence. */
export const targetWords = (target: Target): string => {
  if (target === END) return "the end";
  return quoted(isNode(target) ? target.name : target);
};

/** The name of a target; nothing for the end. */
export const targetName = (target: Target): string | null => (target === END ? null : isNode(target) ? target.name : target);

/** What is reached through states that are only on one side; nothing behind a Catch. */
function reached(first: Target, stays: (node: Node) => boolean): ReadonlySet<Target> {
  const found = new Set<Target>();
  const seen = new Set<Target>();
  const open: Target[] = [first];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (!isNode(at) || stays(at)) found.add(at);
    else open.push(...at.ways.filter(({ by }) => by !== "catch").map(({ to }) => to));
  }
  return found;
}

/** Compares the targets of edges. */
export class Targets {
  readonly #pairs: Pairs;
  readonly #moved: boolean;

  /** @param moved - the edges are those of a state that moved: its line says where it is now */
  constructor(pairs: Pairs, moved = false) {
    this.#pairs = pairs;
    this.#moved = moved;
  }

  #now(before: Target): Target {
    return isNode(before) ? (this.#pairs.now(before) ?? before) : before;
  }

  /** Whether it is the same state, also under another name or in another scope. */
  same(before: Target, after: Target): boolean {
    return this.#now(before) === after;
  }

  /** Whether there is nothing to say: the same state, or one that was put in between or taken out. */
  told(before: Target | undefined, after: Target | undefined): boolean {
    if (this.#moved) return true;
    const gone = before !== undefined && isNode(before) && !this.#pairs.stayed(before);
    const fresh = after !== undefined && isNode(after) && !this.#pairs.wasThere(after);
    if (before === undefined || after === undefined) return before === after || gone || fresh;
    if (this.same(before, after) || (gone && fresh)) return true;
    if (!gone && !fresh) return false;
    const now = reached(after, (node) => this.#pairs.wasThere(node));
    return [...reached(before, (node) => this.#pairs.stayed(node))].some((target) => now.has(this.#now(target)));
  }
}
