/** Which state of the old machine is which of the new one, and which scope is which. */
import type { Graph, Node, Scope } from "../graph.ts";

/** The pairs found so far. Every state and every scope has at most one partner. */
export class Pairs {
  readonly #after = new Map<Node, Node>();
  readonly #before = new Map<Node, Node>();
  readonly #scopeAfter = new Map<Scope, Scope>();
  readonly #scopeBefore = new Map<Scope, Scope>();
  readonly before: Graph;
  readonly after: Graph;

  constructor(before: Graph, after: Graph) {
    this.before = before;
    this.after = after;
  }

  /** What a state or scope of the old machine is now. */
  now(of: Node): Node | undefined {
    return this.#after.get(of);
  }
  /** What a state of the new machine was. */
  was(of: Node): Node | undefined {
    return this.#before.get(of);
  }
  scopeNow(of: Scope): Scope | undefined {
    return this.#scopeAfter.get(of);
  }
  /** How many scopes have a partner. */
  get scopeCount(): number {
    return this.#scopeAfter.size;
  }
  scopeWas(of: Scope): Scope | undefined {
    return this.#scopeBefore.get(of);
  }

  pair(before: Node, after: Node): void {
    this.#after.set(before, after);
    this.#before.set(after, before);
  }

  pairScopes(before: Scope, after: Scope): void {
    this.#scopeAfter.set(before, after);
    this.#scopeBefore.set(after, before);
  }

  /** The states without a partner. */
  get gone(): readonly Node[] {
    return this.before.nodes.filter((node) => !this.#after.has(node));
  }
  get fresh(): readonly Node[] {
    return this.after.nodes.filter((node) => !this.#before.has(node));
  }

  /** Whether a scope or a state of the old machine is in the new one. */
  hasPartner(before: Scope | Node): boolean {
    return "nodes" in before ? this.#scopeAfter.has(before) : this.#after.has(before);
  }
  /** Whether a scope or a state of the new machine was in the old one. */
  hadPartner(after: Scope | Node): boolean {
    return "nodes" in after ? this.#scopeBefore.has(after) : this.#before.has(after);
  }

  /** Whether a state of the old machine is still in its scope. */
  stayed(before: Node): boolean {
    const after = this.now(before);
    return after !== undefined && this.scopeNow(before.scope) === after.scope;
  }
  /** Whether a state of the new machine was in its scope already. */
  wasThere(after: Node): boolean {
    const before = this.was(after);
    return before !== undefined && this.stayed(before);
  }
}
