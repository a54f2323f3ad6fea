/** The graph: targets exist, every state can be reached, and every state can reach an end. */
import type { Scope } from "../build/scope.ts";
import { slotsOf } from "../build/slots.ts";
import { isEnd, type State, scopesIn } from "../build/states.ts";
import { didYouMean } from "./near.ts";
import { byName, type Checked } from "./problem.ts";

const targets = (state: State): readonly string[] => slotsOf(state).flatMap(({ to }) => (to === undefined ? [] : [to]));

function reach(from: readonly string[], next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    waiting.push(...next(name));
  }
  return seen;
}

function checkScope(scope: Scope, report: Checked["report"]): void {
  const states = byName(scope);
  const back = new Map<string, string[]>();
  for (const state of states.values()) {
    for (const to of targets(state)) {
      if (!states.has(to))
        report(
          `it goes to "${to}", which is not a state of its machine.${didYouMean(to, states.keys())}`,
          state.name,
          "A Map's body and a branch can only go to their own states.",
        );
      back.set(to, [...(back.get(to) ?? []), state.name]);
    }
  }
  const reached = reach(scope.start === undefined ? [] : [scope.start], (name) =>
    targets(states.get(name) ?? ({ type: "Succeed" } as State)),
  );
  for (const { name } of states.values()) {
    if (!reached.has(name)) report("no way leads to it.", name, "Remove it, or go to it: a section needs a catch, a guard or a goto.");
  }
  const ends = [...states.values()].filter((state) => isEnd(state) || targets(state).length === 0);
  const ending = reach(
    ends.map(({ name }) => name),
    (name) => back.get(name) ?? [],
  );
  for (const { name } of states.values()) {
    if (reached.has(name) && !ending.has(name)) report("no way leads from it to an end.", name, "The states go round for ever.");
  }
}

/** Checks the scope and those inside it. */
export function checkEdges(scope: Scope, report: Checked["report"]): void {
  checkScope(scope, report);
  for (const state of scope.all) for (const inner of scopesIn(state)) checkEdges(inner, report);
}
