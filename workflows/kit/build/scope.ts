/** One machine while it is recorded: the top, a Map's body or a branch. */
import { type Root, rootOf } from "../expressions/index.ts";
import { leads } from "./lead.ts";
import type { State } from "./states.ts";

/** A way out of a state that does not yet lead anywhere. */
export interface Exit {
  readonly state: State;
  readonly by: "next" | "rule" | "catch";
  to(name: string): void;
}

export interface ScopeKind {
  readonly kind: "top" | "map" | "distributed" | "branch" | "handwritten";
  /** How the scope is called in names of generated states: the Map's name, the branch's. */
  readonly label: string;
}

export class Scope {
  readonly kind: ScopeKind["kind"];
  readonly label: string;
  readonly parent: Scope | undefined;
  readonly states: State[] = [];
  /** States of `onFailure` sections: printed after the others. */
  readonly sections: State[] = [];
  /** What Catch hands to the sections of this scope. */
  readonly failure: Root;
  /** The way out for everything that fails, innermost last. */
  readonly guards: { readonly name: string }[] = [];
  /** How many `onFailure` bodies are open: their states are the sections. */
  depth = 0;
  open: Exit[] = [];
  start: string | undefined;
  output: unknown;

  constructor({ kind, label }: ScopeKind, parent: Scope | undefined) {
    this.kind = kind;
    this.label = label;
    this.parent = parent;
    this.failure = rootOf("failure", "failure");
  }

  /** All states, in the order in which they are printed. */
  get all(): readonly State[] {
    return [...this.states, ...this.sections];
  }

  /** Appends a state: every open way leads to it, and its own next is open. */
  add<S extends State>(state: S): S {
    (this.depth > 0 ? this.sections : this.states).push(state);
    if (this.depth === 0) this.start ??= state.name;
    for (const exit of this.open) exit.to(state.name);
    this.open = [];
    return state;
  }

  /** The exit by a state's own `Next`. */
  static nextOf(state: State): Exit {
    return { state, by: "next", to: leads(state, "next") };
  }
}
