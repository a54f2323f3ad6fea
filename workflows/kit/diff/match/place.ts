/** How alike the places of two states in their graphs are. */
import { END, type Node, type Way } from "../graph.ts";
import type { Pairs } from "./pairs.ts";

/** What is known about the neighbours of a pair. */
export interface Place {
  /** Neighbours on either side that have a partner, or are the start or the end. */
  readonly known: number;
  /** Those that are neighbours of both. */
  readonly common: number;
}

type Marks = ReadonlySet<string>;

/** The neighbours by the number of their pair; those that have none yet are unknown. */
function marksOf(node: Node, pairOf: (node: Node) => number | undefined): Marks {
  const marks = new Set<string>();
  const put = (direction: string, by: Way["by"], at: number | undefined): void => {
    if (at !== undefined) marks.add(`${direction} ${by === "catch" ? "catch" : "go"} ${at}`);
  };
  if (node.scope.machine.StartAt === node.name) marks.add("start");
  for (const { node: from, by } of node.from) put("from", by, pairOf(from));
  for (const { to, by } of node.ways) put("to", by, to === END ? -1 : pairOf(to));
  return marks;
}

/** Compares the neighbours of a state with those of the state that it may have become. */
export function placeOf(before: Node, after: Node, pairs: Pairs): Place {
  const a = marksOf(before, (node) => (pairs.now(node) ? node.index : undefined));
  const b = marksOf(after, (node) => pairs.was(node)?.index);
  const known = new Set([...a, ...b]);
  return { known: known.size, common: [...known].filter((mark) => a.has(mark) && b.has(mark)).length };
}
