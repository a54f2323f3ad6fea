/** Records the states as a workflow's body is called. */

import type { Problem } from "../errors.ts";
import { type Expr, type Root, rootExpression, rootOf } from "../expressions/index.ts";
import type { ErrorOptions, Target } from "../steps/index.ts";
import type { Tasks } from "../task.ts";
import { leads } from "./lead.ts";
import { variableName } from "./names.ts";
import { Scope, type ScopeKind } from "./scope.ts";
import type { Catcher, State } from "./states.ts";

/** A target with the scope that it belongs to. */
export interface ScopedTarget extends Target {
  readonly scope: Scope;
}

export class Recorder {
  readonly workflow: string;
  readonly tasks: Tasks;
  readonly top = new Scope({ kind: "top", label: "" }, undefined);
  readonly input = rootOf("input", "input");
  readonly context = rootOf("context", "context");
  /** Which scope's data a variable belongs to. */
  readonly owners = new Map<Root, Scope>();
  readonly problems: Problem[] = [];
  readonly usedTasks = new Set<string>();
  /** The steps in the order in which the source names them. */
  readonly #order = new Map<string, number>();
  scope = this.top;

  constructor(workflow: string, tasks: Tasks) {
    this.workflow = workflow;
    this.tasks = tasks;
    this.owners.set(this.input, this.top);
    this.owners.set(this.context, this.top);
    this.owners.set(this.top.failure, this.top);
  }

  report(message: string, state?: string, remedy?: string): void {
    this.problems.push({
      workflow: this.workflow,
      message,
      ...(state === undefined ? {} : { state }),
      ...(remedy === undefined ? {} : { remedy }),
    });
  }

  /** Notes that the source comes to a step, for the order of the problems. */
  mention(step: string): void {
    if (!this.#order.has(step)) this.#order.set(step, this.#order.size);
  }

  /** Everything that is wrong, in the order of the source: what concerns no step first. */
  get inOrder(): readonly Problem[] {
    const steps = [...this.#order.keys()];
    const tasks = Object.keys(this.tasks);
    const place = ({ state }: Problem): number => {
      if (state === undefined) return -tasks.length - 1;
      const known = this.#order.get(state);
      if (known !== undefined) return known;
      // A state that is generated for a step has the step's name in front of its own.
      const step = steps.findLast((name) => state.startsWith(name));
      if (step !== undefined) return this.#order.get(step) ?? 0;
      return tasks.includes(state) ? tasks.indexOf(state) - tasks.length : steps.length;
    };
    return this.problems
      .map((problem) => ({ problem, at: place(problem) }))
      .sort((a, b) => a.at - b.at)
      .map(({ problem }) => problem);
  }

  /** A new variable of the current scope (or of the one that is given). */
  variable(kind: Root["kind"], name: string, scope: Scope = this.scope): Root {
    const root = rootOf(kind, name);
    this.owners.set(root, scope);
    return root;
  }

  resultOf(state: string): Root {
    return this.variable("result", variableName(state));
  }

  read<V>(root: Root): Expr<V> {
    return rootExpression<V>(root);
  }

  /** Appends a state whose `Next` and ignored errors stay open, and whose guarded errors go to the guard's target. */
  append<S extends State>(state: S): S {
    const { scope } = this;
    this.mention(state.name);
    scope.add(state);
    if (state.type !== "Choice" && state.type !== "Fail" && state.type !== "Succeed" && !(state.type === "Pass" && state.ends)) {
      scope.open.push(Scope.nextOf(state));
    }
    for (const catcher of state.catch ?? []) {
      if (catcher.next === undefined) scope.open.push({ state, by: "catch", to: leads(catcher, "next") });
    }
    return state;
  }

  /** The Catch of a state: its own, then the errors that it ignores, then the guard's. */
  catchers(name: string, options: ErrorOptions<string>): readonly Catcher[] {
    const { scope } = this;
    const catchers: Catcher[] = (options.catch ?? []).map(({ errors, to }) => ({ errors, next: to.name, keepsFailure: true }));
    if (options.ignore && options.ignore.length > 0) catchers.push({ errors: options.ignore, next: undefined, keepsFailure: false });
    const guard = scope.guards.at(-1);
    if (guard) catchers.push({ errors: ["States.ALL"], next: guard.name, keepsFailure: true });
    // Nothing after a Catch of all errors can be reached: what the guard adds there is left out.
    const all = catchers.findIndex(({ errors }) => errors.includes("States.ALL"));
    if (all !== -1 && all < catchers.length - (guard ? 2 : 1)) {
      this.report(
        "a catch or ignore stands behind one of States.ALL.",
        name,
        "States.ALL has to be the last one; nothing reaches those after it.",
      );
    }
    return all === -1 ? catchers : catchers.slice(0, all + 1);
  }

  /** Records what `body` does in a scope of its own. */
  inScope<R>(kind: ScopeKind, begin: (scope: Scope) => void, body: () => R): { readonly scope: Scope; readonly value: R } {
    const outer = this.scope;
    const scope = new Scope(kind, outer);
    this.owners.set(scope.failure, scope);
    begin(scope);
    this.scope = scope;
    try {
      const value = body();
      scope.output = value;
      return { scope, value };
    } finally {
      this.scope = outer;
    }
  }
}
