/** What a check is given, and how it reports. */
import type { Scope } from "../build/scope.ts";
import type { State } from "../build/states.ts";
import type { Root } from "../expressions/index.ts";

export interface Checked {
  readonly top: Scope;
  readonly owners: ReadonlyMap<Root, Scope>;
  readonly live: ReadonlySet<Root>;
  report(message: string, state?: string, remedy?: string): void;
}

/** The states of a scope by name. */
export const byName = (scope: Scope): ReadonlyMap<string, State> => new Map(scope.all.map((state) => [state.name, state]));
