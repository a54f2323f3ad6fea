/** Data flow: what a state reads is assigned on every path that leads to it, Catch and jumps included. */

import type { Scope } from "../build/scope.ts";
import { slotsOf } from "../build/slots.ts";
import { readsInScope } from "../build/state-reads.ts";
import { type State, scopesIn } from "../build/states.ts";
import type { Read, Root } from "../expressions/index.ts";
import { byName, type Checked } from "./problem.ts";
import { type Change, changeOf, type Fact, factsAfter, factsOf, overwritten } from "./replaced.ts";

interface Edge {
  readonly from: State;
  readonly to: string;
  readonly change: Change;
}

function edgesOf(scope: Scope): readonly Edge[] {
  return scope.all.flatMap((state) =>
    slotsOf(state).flatMap(({ by, catcher, to }) =>
      to === undefined ? [] : [{ from: state, to, change: changeOf(state, by, catcher, scope) }],
    ),
  );
}

/** What is surely there when a state is entered: less with every round, until nothing changes. */
function factsAtEntry(
  scope: Scope,
  edges: readonly Edge[],
  handedIn: ReadonlySet<Fact>,
  fields: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<Fact>> {
  const entry = new Map<string, ReadonlySet<Fact>>();
  if (scope.start === undefined) return entry;
  entry.set(scope.start, handedIn);
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to, change } of edges) {
      const before = entry.get(from.name);
      if (!before) continue;
      const after = factsAfter(before, change, fields);
      const known = entry.get(to);
      const both = known ? new Set([...known].filter((fact) => after.has(fact))) : after;
      if (known && both.size === known.size) continue;
      entry.set(to, both);
      changed = true;
    }
  }
  return entry;
}

function checkScope(scope: Scope, { owners, live, report }: Checked): void {
  const edges = edgesOf(scope);
  const states = [...byName(scope).values()];
  const makers = new Map<Root, string>(states.flatMap((state) => (state.result ? [[state.result, state.name] as const] : [])));
  const reads = new Map<State, readonly Read[]>(states.map((state) => [state, readsInScope(state, live, owners)]));
  const isMade = (root: Root): boolean => root === scope.failure || (makers.has(root) && owners.get(root) === scope);
  const fields = overwritten(scope);
  const handedIn = [...reads.values()].flat().map(({ root }) => root);
  const entry = factsAtEntry(scope, edges, new Set<Fact>([...handedIn.filter((root) => !isMade(root)), ...fields]), fields);
  /** A state before this one from which one can come without the fact. */
  const without = (fact: Fact, name: string): string | undefined =>
    edges.find(({ from, to, change }) => {
      const before = entry.get(from.name);
      return to === name && before !== undefined && !factsAfter(before, change, fields).has(fact);
    })?.from.name;
  for (const [state, read] of reads) {
    const there = entry.get(state.name);
    if (!there) continue;
    const missing = new Map(
      read.flatMap((of) => factsOf(of, fields).flatMap((fact) => (there.has(fact) ? [] : [[fact, of.root] as const]))),
    );
    for (const [fact, root] of missing) {
      const by = without(fact, state.name);
      const example = by === undefined ? "" : ` (for example from "${by}")`;
      if (isMade(root)) {
        const what = root === scope.failure ? "the failure" : `the result of "${makers.get(root) ?? root.name}"`;
        report(
          `it reads ${what}, which is not there on every way${example}.`,
          state.name,
          "Read it only after it is assigned, or give every way a value of its own with choice().",
        );
      } else {
        report(
          `it reads "${root.name}", which a hand-written state has replaced on a way to it${example}.`,
          state.name,
          "Read it before, from that state's own result, or give that state a ResultPath.",
        );
      }
    }
  }
}

/** Checks the scope and those inside it. */
export function checkAssigned(scope: Scope, checked: Checked): void {
  checkScope(scope, checked);
  for (const state of scope.all) for (const inner of scopesIn(state)) checkAssigned(inner, checked);
}
