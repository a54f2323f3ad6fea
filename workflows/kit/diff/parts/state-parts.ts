/** Everything that changed in one state. */
import { edgesOf, type JsonObject } from "../../asl/index.ts";
import type { Part } from "../change.ts";
import { END, type Node } from "../graph.ts";
import { objectsOf, without } from "../json.ts";
import type { Pairs } from "../match/index.ts";
import { catchParts } from "./catches.ts";
import { choiceParts } from "./choices.ts";
import { edgePart } from "./edge-part.ts";
import type { SameText } from "./field-changes.ts";
import { fieldParts } from "./fields.ts";
import { retryParts } from "./retries.ts";
import { insideParts } from "./scopes.ts";
import { type Target, Targets, targetOf } from "./targets.ts";

const LISTS = ["Choices", "Retry", "Catch"] as const;

/** The fields that no other part reads. */
function ownFields({ state, ways, inside }: Node): JsonObject {
  const read: string[] = ["Next", "Default"].filter((key) => typeof state[key] === "string");
  if (ways.some(({ to }) => to === END)) read.push("End");
  for (const key of LISTS) if (objectsOf(state[key]).length > 0) read.push(key);
  if (inside.length > 0)
    read.push(state.Type === "Parallel" ? "Branches" : Object.hasOwn(state, "ItemProcessor") ? "ItemProcessor" : "Iterator");
  return without(state, read);
}

/** Where the state goes on, by Next or Default. */
function wayOf({ state, scope, ways }: Node, by: "next" | "default"): Target | undefined {
  const edge = edgesOf(state).find((one) => one.by === by);
  if (edge) return targetOf(scope, edge.to);
  return by === "next" && ways.some(({ to }) => to === END) ? END : undefined;
}

/** The changes between a state and what it is now, but for its name and its scope. */
export function stateParts(before: Node, after: Node, pairs: Pairs, same: SameText): readonly Part[] {
  const targets = new Targets(pairs, !pairs.stayed(before));
  return [
    ...fieldParts(ownFields(before), ownFields(after), "", same),
    ...choiceParts(before, after, targets, same),
    ...edgePart(targets, wayOf(before, "next"), wayOf(after, "next"), "next", "Next"),
    ...edgePart(targets, wayOf(before, "default"), wayOf(after, "default"), "otherwise", "Default"),
    ...retryParts(before.state.Retry, after.state.Retry, same),
    ...catchParts(before, after, targets, same),
    ...insideParts(before, after, pairs, same),
  ];
}
