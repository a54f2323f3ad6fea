/** Data flow: what a state reads is assigned on every path that leads to it, Catch and jumps included. */

import type { Scope } from "../build/scope.ts";
import { slotsOf } from "../build/slots.ts";
import { readsInScope } from "../build/state-reads.ts";
import { type State, scopesIn } from "../build/states.ts";
import type { Root } from "../expressions/index.ts";
import { byName, type Checked } from "./problem.ts";

interface Edge {
  readonly from: State;
  readonly to: string;
  readonly assigns: Root | undefined;
}

function edgesOf(scope: Scope): readonly Edge[] {
  return scope.all.flatMap((state) =>
    slotsOf(state).flatMap(({ by, catcher, to }) => {
      if (to === undefined) return [];
      const assigns = by === "next" ? state.result : by === "catch" && catcher?.keepsFailure ? scope.failure : undefined;
      return [{ from: state, to, assigns }];
    }),
  );
}

/** What is surely assigned when a state is entered: less with every round, until nothing changes. */
function assignedAtEntry(scope: Scope, edges: readonly Edge[]): ReadonlyMap<string, ReadonlySet<Root>> {
  const entry = new Map<string, ReadonlySet<Root>>();
  if (scope.start === undefined) return entry;
  entry.set(scope.start, new Set());
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to, assigns } of edges) {
      const before = entry.get(from.name);
      if (!before) continue;
      const after = new Set(before);
      if (assigns) after.add(assigns);
      const known = entry.get(to);
      const both = known ? new Set([...known].filter((root) => after.has(root))) : after;
      if (known && both.size === known.size) continue;
      entry.set(to, both);
      changed = true;
    }
  }
  return entry;
}

/** A state before `name` from which one can come without the variable. */
function without(root: Root, name: string, edges: readonly Edge[], entry: ReadonlyMap<string, ReadonlySet<Root>>): string | undefined {
  return edges.find(({ from, to, assigns }) => to === name && assigns !== root && entry.has(from.name) && !entry.get(from.name)?.has(root))
    ?.from.name;
}

function checkScope(scope: Scope, { owners, live, report }: Checked): void {
  const edges = edgesOf(scope);
  const entry = assignedAtEntry(scope, edges);
  const makers = new Map<Root, string>(scope.all.flatMap((state) => (state.result ? [[state.result, state.name] as const] : [])));
  for (const state of byName(scope).values()) {
    const assigned = entry.get(state.name);
    if (!assigned) continue;
    const missing = new Set(
      readsInScope(state, live, owners)
        .map(({ root }) => root)
        .filter((root) => (root === scope.failure || (root.kind === "result" && owners.get(root) === scope)) && !assigned.has(root)),
    );
    for (const root of missing) {
      const what = root === scope.failure ? "the failure" : `the result of "${makers.get(root) ?? root.name}"`;
      const by = without(root, state.name, edges, entry);
      report(
        `it reads ${what}, which is not there on every way${by === undefined ? "" : ` (for example from "${by}")`}.`,
        state.name,
        "Read it only after it is assigned, or give every way a value of its own with choice().",
      );
    }
  }
}

/** Checks the scope and those inside it. */
export function checkAssigned(scope: Scope, checked: Checked): void {
  checkScope(scope, checked);
  for (const state of scope.all) for (const inner of scopesIn(state)) checkAssigned(inner, checked);
}
