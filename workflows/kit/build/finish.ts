/** Ends every scope: drops what nobody reads, and says which state carries the output. */
import { isExpression, nodeOf, type Root } from "../expressions/index.ts";
import { outputIsRead } from "./live.ts";
import { partName } from "./names.ts";
import type { Scope } from "./scope.ts";
import { END, type Slot, slotsOf } from "./slots.ts";
import { type State, scopesIn } from "./states.ts";

/** How a state ends its scope: with its own result as the output, or with nothing. */
export type Ending = "result" | "nothing";

/** Leaves out the Pass states whose result nobody reads, and leads around them. */
function drop(scope: Scope, live: ReadonlySet<Root>): void {
  const around = new Map<string, string | undefined>();
  const keeps = (state: State): boolean => {
    if (state.type !== "Pass" || !state.droppable || (state.result && live.has(state.result))) return true;
    around.set(state.name, state.next);
    return false;
  };
  for (const list of [scope.states, scope.sections]) list.splice(0, list.length, ...list.filter(keeps));
  const resolve = (name: string | undefined): string | undefined => {
    let to = name;
    for (let hops = 0; to !== undefined && around.has(to) && hops <= around.size; hops += 1) to = around.get(to);
    return to;
  };
  for (const state of scope.all) for (const slot of slotsOf(state)) slot.set(resolve(slot.to));
  scope.start = resolve(scope.start);
}

/** The state whose result is the whole output, when there is just that one way to the end. */
function carrier(slots: readonly Slot[], output: unknown): Ending | undefined {
  const [only, second] = slots;
  if (!only || second || only.by !== "next" || only.state.type === "Handwritten") return undefined;
  if (output === undefined) return "nothing";
  if (!isExpression(output) || !only.state.result) return undefined;
  const node = nodeOf(output);
  return node.kind === "path" && node.root === only.state.result && node.segments.length === 0 ? "result" : undefined;
}

function endScope(scope: Scope, output: unknown, endings: Map<State, Ending>): void {
  const slots = scope.all.flatMap(slotsOf).filter(({ to }) => to === END);
  const startsAtEnd = scope.start === undefined || scope.start === END;
  if (slots.length === 0 && !startsAtEnd) return;
  const ending = startsAtEnd ? undefined : carrier(slots, output);
  const [only] = slots;
  if (ending && only) {
    only.set(undefined);
    endings.set(only.state, ending);
    return;
  }
  const name = (part: string, top: string): string => (scope.kind === "top" ? top : partName(scope.label, part));
  const last: State =
    output === undefined
      ? { type: "Succeed", name: name("done", "Succeeded"), next: undefined }
      : { type: "Pass", name: name("output", "Output"), next: undefined, value: output, droppable: false, ends: true };
  scope.states.push(last);
  for (const slot of slots) slot.set(last.name);
  if (startsAtEnd) scope.start = last.name;
}

/** Ends the scope and those inside it. */
export function finish(scope: Scope, wantsOutput: boolean, live: ReadonlySet<Root>, endings: Map<State, Ending>): void {
  for (const exit of scope.open) exit.to(END);
  scope.open = [];
  drop(scope, live);
  for (const state of scope.all) for (const inner of scopesIn(state)) finish(inner, outputIsRead(state, live), live, endings);
  endScope(scope, wantsOutput ? scope.output : undefined, endings);
}
