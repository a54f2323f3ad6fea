/** Which results are read anywhere: the others are not stored, and states that only make them are left out. */
import { type Root, readsOf } from "../expressions/index.ts";
import type { Scope } from "./scope.ts";
import { ownReads } from "./state-reads.ts";
import { type State, scopesIn } from "./states.ts";

/** Whether a scope's output is wanted by the state around it. */
export function outputIsRead(state: State, live: ReadonlySet<Root>): boolean {
  // Who reads a hand-written state's result isn't known: other hand-written states may.
  if (state.type === "Handwritten" || (state.type === "DistributedMap" && state.writer)) return true;
  return state.result !== undefined && live.has(state.result);
}

function collect(scope: Scope, wantsOutput: boolean, live: Set<Root>): void {
  if (wantsOutput) for (const { root } of readsOf(scope.output)) live.add(root);
  for (const state of scope.all) {
    if (state.type === "Pass" && state.droppable && !(state.result && live.has(state.result))) continue;
    for (const { root } of ownReads(state)) live.add(root);
    for (const inner of scopesIn(state)) collect(inner, outputIsRead(state, live), live);
  }
}

/** The variables that are read, from the top's output on. */
export function liveRoots(top: Scope): ReadonlySet<Root> {
  const live = new Set<Root>();
  for (let before = -1; before !== live.size; ) {
    before = live.size;
    collect(top, true, live);
  }
  return live;
}
