/** What the renderers know while they render: the variables' names, where an item is handed on, and where problems are reported. */
import type { Ending } from "../../build/finish.ts";
import type { Scope } from "../../build/scope.ts";
import type { State } from "../../build/states.ts";
import type { Storage } from "../../build/storage.ts";
import type { Root } from "../../expressions/index.ts";
import type { Shapes } from "./shapes.ts";

/** What a machine is rendered from. */
export interface RenderInput {
  readonly owners: ReadonlyMap<Root, Scope>;
  readonly live: ReadonlySet<Root>;
  readonly endings: ReadonlyMap<State, Ending>;
  readonly storages: ReadonlyMap<Root, Storage>;
  report(message: string, state: string, remedy?: string): void;
}

export interface RenderContext extends RenderInput {
  /** The variables, without their dollar sign. */
  readonly names: ReadonlyMap<Root, string>;
  /** What is known about the values of the variables. */
  readonly shapes: Shapes;
}

/** A place in a definition, for messages. */
export interface Place {
  readonly context: RenderContext;
  readonly state: string;
  readonly field: string;
  /** Where the contract's result begins in the raw result, for what `keep` makes of it. */
  readonly raw?: readonly string[];
  /** How the elements of `pluck` and `filter` around are called. */
  readonly elements?: ReadonlyMap<Root, string>;
}
