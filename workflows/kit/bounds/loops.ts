/** Loops of a scope: which states lie on one, and the counter that bounds it. */
import { type Slot, slotsOf } from "../build/slots.ts";
import type { State } from "../build/states.ts";
import { type ExpressionNode, nodeOf, type PathNode } from "../expressions/index.ts";

export type Graph = ReadonlyMap<string, readonly string[]>;

/** Which states follow which, among these. */
export const graphOf = (states: readonly State[]): Graph => {
  const names = new Set(states.map(({ name }) => name));
  const targets = (slots: readonly Slot[]): readonly string[] => [
    ...new Set(slots.flatMap(({ to }) => (to !== undefined && names.has(to) ? [to] : []))),
  ];
  return new Map(states.map((state) => [state.name, targets(slotsOf(state))]));
};

/** The states without the others, and the ways between them. */
export const within = (graph: Graph, names: ReadonlySet<string>): Graph =>
  new Map([...graph].filter(([name]) => names.has(name)).map(([name, next]) => [name, next.filter((to) => names.has(to))]));

/** States that can reach each other, in groups; a group comes before those that it leads to (Tarjan's algorithm). */
export function groupsOf(graph: Graph): readonly ReadonlySet<string>[] {
  const groups: Set<string>[] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const open = new Set<string>();
  const visit = (name: string): void => {
    index.set(name, index.size);
    low.set(name, index.get(name) ?? 0);
    stack.push(name);
    open.add(name);
    for (const to of graph.get(name) ?? []) {
      if (!index.has(to)) visit(to);
      if (open.has(to)) low.set(name, Math.min(low.get(name) ?? 0, low.get(to) ?? 0));
    }
    if (low.get(name) !== index.get(name)) return;
    const group = new Set<string>();
    for (let last = stack.pop(); last !== undefined; last = last === name ? undefined : stack.pop()) {
      group.add(last);
      open.delete(last);
    }
    groups.push(group);
  };
  for (const name of graph.keys()) if (!index.has(name)) visit(name);
  return groups.reverse();
}

/** A Pass that counts, and how often a loop may come by it. */
export interface Counter {
  readonly pass: string;
  readonly visits: number;
}

const keyOf = ({ segments }: PathNode): string => segments.join("\0");
const fieldsOf = (state: State): readonly (readonly [string, ExpressionNode])[] =>
  state.type === "Pass" && typeof state.value === "object" && state.value !== null
    ? Object.entries(state.value as Record<string, unknown>).map(([key, value]) => [key, nodeOf(value)] as const)
    : [];

/** The field that a Pass increases by a literal: `{ made: add(calls.made, 1) }`. */
function increased(state: State): { readonly path: PathNode; readonly by: number } | undefined {
  for (const [key, node] of fieldsOf(state)) {
    const [path, step] = node.kind === "call" && node.function === "add" ? node.arguments : [];
    if (path?.kind !== "path" || path.root !== state.result || keyOf(path) !== key) continue;
    if (step?.kind === "literal" && typeof step.value === "number" && step.value >= 1) return { path, by: step.value };
  }
  return undefined;
}

/** The least number that a counter begins with; undefined when that is not written down. */
function beginning({ root, segments }: PathNode, states: readonly State[]): number | undefined {
  const begins = states
    .filter(({ result }) => result === root)
    .map((state) => fieldsOf(state).find(([key]) => key === segments.join("\0"))?.[1])
    .map((node) => (node?.kind === "literal" && typeof node.value === "number" ? node.value : Number.NaN));
  const least = Math.min(...begins);
  return Number.isFinite(least) ? least : undefined;
}

/** The literal at which a condition surely holds: `gte(counter, 20)`. */
function limitIn(node: ExpressionNode, path: PathNode): number | undefined {
  if (node.kind !== "infix") return undefined;
  const [left, right] = node.operands;
  if (left?.kind !== "path" || right?.kind !== "literal" || typeof right.value !== "number") return undefined;
  if (left.root !== path.root || keyOf(left) !== keyOf(path)) return undefined;
  return node.operator === "gte" ? right.value : node.operator === "gt" ? right.value + 1 : undefined;
}

/** The literal at which a Choice surely leaves the loop: no rule before it may stay inside. */
function exitLimit(state: State, loop: ReadonlySet<string>, path: PathNode): number | undefined {
  if (state.type !== "Choice") return undefined;
  for (const { condition, next } of state.rules) {
    if (next !== undefined && loop.has(next)) return undefined;
    const limit = limitIn(nodeOf(condition), path);
    if (limit !== undefined) return limit;
  }
  return undefined;
}

/** Whether no way leads from the first state back to itself without the second. */
function everyTurn(through: string, name: string, graph: Graph): boolean {
  const rest = within(graph, new Set([...graph.keys()].filter((other) => other !== name)));
  return ![...groupsOf(rest)].some((group) => group.has(through) && isLoop(group, rest));
}

/** Whether a group of states is a loop: more than one, or one that leads to itself. */
export const isLoop = (group: ReadonlySet<string>, graph: Graph): boolean =>
  group.size > 1 || [...group].some((name) => graph.get(name)?.includes(name));

/**
 * The counter of a loop: a Pass that every turn comes by and that only increases, and a Choice that every turn comes by and
 * that leaves the loop at a literal. Undefined when nothing bounds the loop.
 *
 * @param loop - the graph of the loop alone
 * @param states - all states of the scope, by name
 */
export function counterOf(loop: Graph, states: ReadonlyMap<string, State>): Counter | undefined {
  const members = [...loop.keys()].flatMap((name) => states.get(name) ?? []);
  const others = [...states.values()].filter(({ name }) => !loop.has(name));
  for (const pass of members) {
    const counts = increased(pass);
    if (!counts || members.some((state) => state !== pass && state.result === counts.path.root)) continue;
    const from = beginning(counts.path, others);
    if (from === undefined) continue;
    for (const state of members) {
      const limit = exitLimit(state, new Set(loop.keys()), counts.path);
      if (limit === undefined || !everyTurn(pass.name, state.name, loop)) continue;
      return { pass: pass.name, visits: Math.max(0, Math.ceil((limit - from) / counts.by)) };
    }
  }
  return undefined;
}
