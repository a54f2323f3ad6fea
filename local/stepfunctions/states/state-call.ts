/** One visit of a state: what its file gets to work with. */
import { contextObject } from "../context-object.ts";
import type { Environment } from "../expression.ts";
import type { Data, JsonObject } from "../json.ts";
import type { Scope } from "../scope.ts";
import type { Assignments } from "../variables.ts";

/** What a state hands on; without `next` its machine ends. */
export interface Outcome {
  readonly output: unknown;
  readonly next?: string | undefined;
  /** Variables that have these values from the next state on. */
  readonly assigned?: Assignments | undefined;
}

export class StateCall {
  readonly name: string;
  readonly input: Data;
  readonly scope: Scope;
  /** The id of the state's StateEntered event. */
  readonly enteredId: number;
  /** Milliseconds since 1970. */
  readonly enteredTime: number;
  /** Retries so far; undefined for states that cannot retry. */
  retryCount: number | undefined;
  taskToken: string | undefined;

  constructor(name: string, input: Data, scope: Scope, enteredId: number, enteredTime: number, retries: boolean) {
    this.name = name;
    this.input = input;
    this.scope = scope;
    this.enteredId = enteredId;
    this.enteredTime = enteredTime;
    this.retryCount = retries ? 0 : undefined;
  }

  /** An environment in which `$` is `input`; `map` overrides `$$.Map`. */
  on(input: unknown, map?: JsonObject): Environment {
    return {
      input,
      context: () =>
        contextObject({
          scope: this.scope,
          stateName: this.name,
          enteredTime: this.enteredTime,
          retryCount: this.retryCount,
          taskToken: this.taskToken,
          map,
        }),
      variables: this.scope.variables,
      describe: (detail) => this.describe(detail),
    };
  }

  /** A cause in AWS's form. */
  describe(detail: string): string {
    return `An error occurred while executing the state '${this.name}' (entered at the event id #${this.enteredId}). ${detail}`;
  }
}
