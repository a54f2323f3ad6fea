/** Finds the pairs of two machines: by name, by name elsewhere, then by content and place. */
import type { Graph, Node, Scope } from "../graph.ts";
import { Pairs } from "./pairs.ts";
import { renamedStates } from "./renamed-states.ts";
import { Contents } from "./similarity.ts";

/** A state that moved and kept its name has at least this much in common. */
const MOVED = 0.3;

/** Branches have no names: those belong together that have most names in common, then those in the same position. */
function pairInside(before: Node, after: Node, pairs: Pairs): void {
  const common = (a: Scope, b: Scope): number => [...a.nodes.keys()].filter((name) => b.nodes.has(name)).length;
  const candidates = before.inside.flatMap((a, i) => after.inside.map((b, j) => ({ a, b, same: common(a, b), far: Math.abs(i - j) })));
  candidates.sort((x, y) => y.same - x.same || x.far - y.far);
  for (const { a, b, same, far } of candidates) {
    if (same === 0 && far > 0 && before.inside.length !== after.inside.length) continue;
    if (!pairs.scopeNow(a) && !pairs.scopeWas(b)) pairScopes(a, b, pairs);
  }
}

/** The states of two scopes that have the same name and type. */
function pairScopes(before: Scope, after: Scope, pairs: Pairs): void {
  pairs.pairScopes(before, after);
  for (const [name, node] of before.nodes) {
    const other = after.nodes.get(name);
    if (!other || other.state.Type !== node.state.Type || pairs.now(node) || pairs.was(other)) continue;
    pairNodes(node, other, pairs);
  }
}

function pairNodes(before: Node, after: Node, pairs: Pairs): void {
  pairs.pair(before, after);
  pairInside(before, after, pairs);
}

/** The same name in another scope. */
function pairMoved(pairs: Pairs, contents: Contents): void {
  const names = new Map<string, Node[]>();
  for (const node of pairs.fresh) names.set(node.name, [...(names.get(node.name) ?? []), node]);
  const gone = new Map<string, Node[]>();
  for (const node of pairs.gone) gone.set(node.name, [...(gone.get(node.name) ?? []), node]);
  for (const [name, [before, ...more]] of gone) {
    const [after, ...others] = names.get(name) ?? [];
    if (!before || !after || more.length + others.length > 0 || before.state.Type !== after.state.Type) continue;
    if (pairs.now(before) || pairs.was(after)) continue;
    if (contents.likeness(before, after) >= MOVED) pairNodes(before, after, pairs);
  }
}

/** The same name in the same scope, and another type: it is another state under its name. */
function pairRetyped(pairs: Pairs): void {
  for (const before of pairs.gone) {
    const after = pairs.scopeNow(before.scope)?.nodes.get(before.name);
    if (after && !pairs.was(after)) pairNodes(before, after, pairs);
  }
}

/** The pairs of two machines. */
export function matchStates(before: Graph, after: Graph): Pairs {
  const pairs = new Pairs(before, after);
  const contents = new Contents(before, after);
  pairScopes(before.top, after.top, pairs);
  pairMoved(pairs, contents);
  for (const [old, now] of renamedStates(pairs, contents)) {
    const scopes = pairs.scopeCount;
    pairNodes(old, now, pairs);
    // A renamed Map brings its states along; those that left it are looked for again.
    if (pairs.scopeCount !== scopes) pairMoved(pairs, contents);
  }
  pairRetyped(pairs);
  return pairs;
}

/** The same pairs, when the old machine is written with other names for its data. */
export function withGraph(pairs: Pairs, before: Graph): Pairs {
  const copy = new Pairs(before, pairs.after);
  const twins: readonly (readonly [Scope, Scope])[] = [
    [pairs.before.top, before.top],
    ...pairs.before.nodes.flatMap(({ inside }, index) =>
      inside.map((scope, at) => [scope, before.nodes[index]?.inside[at] ?? before.top] as const),
    ),
  ];
  for (const [old, twin] of twins) {
    const now = pairs.scopeNow(old);
    if (now) copy.pairScopes(twin, now);
  }
  for (const [index, node] of before.nodes.entries()) {
    const now = pairs.now(pairs.before.nodes[index] ?? node);
    if (now) copy.pair(node, now);
  }
  return copy;
}
