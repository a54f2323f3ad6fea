/** How a state reads its fields and makes its output: the same questions for JSONPath and for JSONata. */
import type { Assign, State } from "../definition/asl.ts";
import type { JsonObject } from "../json.ts";
import { JsonPathFlow } from "./json-path-flow.ts";
import { JsonataFlow } from "./jsonata-flow.ts";
import type { Outcome, StateCall } from "./state-call.ts";

/** JSONPath answers at once, JSONata doesn't; waiting for what is there already would change the order of events. */
export type Maybe<T> = T | Promise<T>;

/** Where Output and Assign stand: in the state itself, or in one of its Choice rules or Catchers. */
export interface Ending {
  readonly Output?: unknown;
  readonly Assign?: Assign;
}

export interface TaskFields {
  readonly payload: unknown;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** What Credentials give; their RoleArn counts. */
  readonly credentials: unknown;
}

export interface Flow {
  /** What Parameters, Arguments or InputPath make of the input: what the state works on. */
  payload(): Maybe<unknown>;
  /**
   * An integer field: the literal, what its Path leads to, or what its expression gives.
   *
   * @param holder the state, or an object inside it whose place is `place`, `ItemReader/ReaderConfig`
   * @throws StateFailure when it is no integer
   */
  integer(name: string, holder?: object, place?: string): Maybe<number | undefined>;
  /** A number field, like `integer`. */
  number(name: string): Maybe<number | undefined>;
  /** What a Task needs before it can be scheduled. */
  task(): Maybe<TaskFields>;
  /** A template inside the state, filled in. */
  template(value: unknown, place: string): Maybe<unknown>;
  /** Parameters or Arguments of an ItemReader or a ResultWriter. */
  parameters(holder: { readonly Parameters?: unknown; readonly Arguments?: unknown }, place: string): Maybe<unknown>;
  /** The array that a Map goes over. */
  items(): Maybe<readonly unknown[]>;
  /** What one iteration or child execution gets; `mapContext` is the context object's Map. */
  item(mapContext: JsonObject): Maybe<unknown>;
  /** Leaves a state that has a result. */
  finish(result: unknown): Maybe<Outcome>;
  /** Leaves a state that hands its input on. */
  pass(next: string | undefined, ending?: Ending, place?: string): Maybe<Outcome>;
}

export function flowOf(state: State, call: StateCall): Flow {
  return state.QueryLanguage === "JSONata" ? new JsonataFlow(state, call) : new JsonPathFlow(state, call);
}
