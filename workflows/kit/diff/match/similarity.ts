/** How alike two states are, by what they hold; what many states hold says little. */
import type { Json } from "../../asl/index.ts";
import type { Graph, Node } from "../graph.ts";
import { canonical, isObject, member, objectsOf } from "../json.ts";

/** Where a state leads and what is inside it is judged elsewhere. */
const NO_CONTENT = new Set(["Next", "End", "Default", "ItemProcessor", "Iterator", "Branches", "Retry"]);

/** A renamed state leaves its result under another name, and texts speak of it by another: such names say nothing. */
const nameless = (text: string): string => text.replace(/(?<!\$)\$\.?[A-Za-z_]\w*/g, "$").replace(/"[^"]*"/g, '""');

function entriesOf(value: Json, path: string, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const [index, entry] of (value as readonly Json[]).entries()) entriesOf(entry, `${path}[${index}]`, into);
  } else if (isObject(value)) {
    for (const key of Object.keys(value)) if (key !== "Next") entriesOf(member(value, key) ?? null, `${path}.${key}`, into);
  } else into.add(`${path}=${typeof value === "string" ? nameless(value) : String(value)}`);
}

function contentOf({ state, inside }: Node): ReadonlySet<string> {
  const found = new Set<string>();
  for (const key of Object.keys(state)) if (!NO_CONTENT.has(key)) entriesOf(state[key] ?? null, key, found);
  // One entry a rule: a long list of what may pass is no content of the state.
  for (const rule of objectsOf(state.Retry)) found.add(`Retry=${canonical(rule)}`);
  for (const { nodes } of inside) for (const name of nodes.keys()) found.add(`inside ${name}`);
  return found;
}

/** The contents of all states of two machines. */
export class Contents {
  readonly #of = new Map<Node, ReadonlySet<string>>();
  readonly #weight = new Map<string, number>();
  readonly #substance = new Map<Node, number>();

  constructor(before: Graph, after: Graph) {
    for (const { nodes } of [before, after]) {
      const often = new Map<string, number>();
      for (const node of nodes) {
        const content = contentOf(node);
        this.#of.set(node, content);
        for (const entry of content) often.set(entry, (often.get(entry) ?? 0) + 1);
      }
      for (const [entry, times] of often) this.#weight.set(entry, Math.min(this.#weight.get(entry) ?? 1, 1 / times));
    }
    for (const [node, content] of this.#of) this.#substance.set(node, this.#sum(content));
  }

  /** Halves and thirds add up to the same in any order. */
  #sum(entries: Iterable<string>): number {
    let sum = 0;
    for (const entry of entries) sum += Math.round((this.#weight.get(entry) ?? 1) * 1e6);
    return sum / 1e6;
  }

  /** From 0 (nothing in common) to 1 (the same). */
  likeness(before: Node, after: Node): number {
    const [a, b] = [this.#of.get(before) ?? new Set<string>(), this.#of.get(after) ?? new Set<string>()];
    const common = this.#sum([...a].filter((entry) => b.has(entry)));
    const all = this.substance(before) + this.substance(after) - common;
    return all === 0 ? 1 : common / all;
  }

  /** How much a state holds that others do not hold: two empty states are alike, and it says nothing. */
  substance(node: Node): number {
    return this.#substance.get(node) ?? 0;
  }
}

/** How alike two names are, from 0 to 1: what they begin and end with. */
export function nameLikeness(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a[start] === b[start]) start++;
  let end = 0;
  while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return (start + end) / Math.max(a.length, b.length, 1);
}
