/** What lies in the data when a state is entered: what its scope begins with, and every result that a way to it may have stored. */
import { outputIsRead } from "../build/live.ts";
import type { Scope } from "../build/scope.ts";
import { slotsOf } from "../build/slots.ts";
import { readsInScope } from "../build/state-reads.ts";
import type { DistributedState, MapState, State } from "../build/states.ts";
import { type Read, type Root, readsOf } from "../expressions/index.ts";
import { either, NOTHING, objectOf, partOf, type Size } from "./size.ts";
import type { Bounded, Sizes } from "./variables.ts";

/** The data at a state's entry. */
export interface Entry {
  readonly scope: Scope;
  readonly state: State;
  readonly data: Size;
}

/** Variables that may be stored when a state is entered; a path that stores less is not larger. */
function mayBeStored(scope: Scope, live: ReadonlySet<Root>): ReadonlyMap<string, ReadonlySet<Root>> {
  const entry = new Map<string, Set<Root>>();
  const edges = scope.all.flatMap((state) =>
    slotsOf(state).flatMap(({ by, catcher, to }) => {
      const kept = by === "next" && state.result && (live.has(state.result) || state.result === scope.failure) ? state.result : undefined;
      return to === undefined ? [] : [{ from: state.name, to, stores: by === "catch" && catcher?.keepsFailure ? scope.failure : kept }];
    }),
  );
  if (scope.start !== undefined) entry.set(scope.start, new Set());
  for (let changed = true; changed; ) {
    changed = false;
    for (const { from, to, stores } of edges) {
      const before = entry.get(from);
      if (!before) continue;
      const known = entry.get(to) ?? new Set<Root>();
      const size = entry.has(to) ? known.size : -1;
      for (const root of before) known.add(root);
      if (stores) known.add(stores);
      if (known.size === size) continue;
      entry.set(to, known);
      changed = true;
    }
  }
  return entry;
}

type Tree = Map<string, Tree | Size>;

function plant(tree: Tree, [first, ...others]: readonly string[], size: Size): void {
  if (first === undefined) return;
  const there = tree.get(first);
  if (others.length === 0) tree.set(first, there && !(there instanceof Map) ? either(there, size) : size);
  else if (!there || there instanceof Map) {
    const below: Tree = there ?? new Map();
    tree.set(first, below);
    plant(below, others, size);
  }
}
const sizeOfTree = (tree: Tree): Size =>
  objectOf([...tree].map(([key, part]) => [key, part instanceof Map ? sizeOfTree(part) : part] as const));

/** What an inline Map's ItemSelector carries: the item, and the outer values that the body reads, arrays whole. */
function carried(state: MapState, { owners, live }: Bounded, sizes: Sizes): Size {
  const reads: Read[] = state.body.all.flatMap((inner) => readsInScope(inner, live, owners));
  if (outputIsRead(state, live)) reads.push(...readsOf(state.body.output));
  const tree: Tree = new Map([[state.item.name, sizes.of(state.item)]]);
  for (const { root, segments, optional } of reads) {
    if (owners.get(root) === state.body || root.kind === "context") continue;
    const index = segments.findIndex((key) => typeof key === "number");
    const upTo = index === -1 ? segments : segments.slice(0, index);
    const path = optional ? upTo.slice(0, -1) : upTo;
    const size = path.length === 0 ? sizes.stored(root) : path.reduce(partOf, sizes.of(root));
    plant(tree, root.kind === "input" ? path.map(String) : [root.name, ...path.map(String)], size);
  }
  return sizeOfTree(tree);
}

function handedToChild(state: DistributedState, { owners }: Bounded, sizes: Sizes): Size {
  const roots = [...owners].filter(([root, scope]) => scope === state.body && (root.kind === "item" || root.kind === "batch"));
  return objectOf(roots.map(([root]) => [root.name, sizes.of(root)] as const));
}

/** The data with variables stored beside what is there. */
function withStored(base: Size, roots: ReadonlySet<Root>, sizes: Sizes): Size {
  const placed = new Map<string, Size>();
  for (const root of roots) placed.set(root.name, either(placed.get(root.name), sizes.stored(root)));
  if (base.fields) return { ...base, ...objectOf([...base.fields, ...placed]) };
  const added = objectOf(placed);
  return { ...base, bytes: base.bytes + added.bytes, ...(added.fields ? { fields: added.fields } : {}) };
}

/** The entries of a scope and of those inside it, in the order in which states are printed. */
export function entriesOf(scope: Scope, base: Size, bounded: Bounded, sizes: Sizes): readonly Entry[] {
  const stored = mayBeStored(scope, bounded.live);
  return scope.all.flatMap((state): readonly Entry[] => {
    const data = withStored(base, stored.get(state.name) ?? new Set(), sizes);
    const inner = (of: Scope, begin: Size): readonly Entry[] => entriesOf(of, begin, bounded, sizes);
    const inside =
      state.type === "Map"
        ? inner(state.body, carried(state, bounded, sizes))
        : state.type === "DistributedMap"
          ? inner(state.body, handedToChild(state, bounded, sizes))
          : state.type === "Parallel"
            ? state.branches.flatMap((branch) => inner(branch, data))
            : [];
    return [{ scope, state, data }, ...inside];
  });
}

/** The entries of a whole workflow. */
export function entriesOfWorkflow(bounded: Bounded, sizes: Sizes): readonly Entry[] {
  const [input] = [...bounded.owners].flatMap(([root, scope]) => (root.kind === "input" && scope === bounded.top ? [root] : []));
  return entriesOf(bounded.top, input ? sizes.of(input) : NOTHING, bounded, sizes);
}
