/** What the renderers know while they render: where variables are stored, and where problems are reported. */
import type { Ending } from "../../build/finish.ts";
import type { Scope } from "../../build/scope.ts";
import type { State } from "../../build/states.ts";
import type { Storage } from "../../build/storage.ts";
import type { Root } from "../../expressions/index.ts";

export interface RenderContext {
  readonly owners: ReadonlyMap<Root, Scope>;
  readonly live: ReadonlySet<Root>;
  readonly endings: ReadonlyMap<State, Ending>;
  readonly storages: ReadonlyMap<Root, Storage>;
  report(message: string, state: string, remedy?: string): void;
}

/** A place in a definition, for messages. */
export interface Place {
  readonly context: RenderContext;
  readonly state: string;
  readonly field: string;
  /** Where the raw result begins, for what `keep` makes of it. */
  readonly raw?: readonly string[];
}
