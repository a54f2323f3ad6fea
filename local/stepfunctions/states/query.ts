/** The expressions of one visit of a JSONata state: what they see, and their failures as the state's. */
import { QueryFailure } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { evaluateQuery, fillQueryTemplate, type QueryEnvironment, QueryError } from "../jsonata/index.ts";
import type { StateCall } from "./state-call.ts";

/** The members of `$states` that are not always there. */
export interface Known {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
}

export class Query {
  readonly #call: StateCall;
  readonly #environment: QueryEnvironment;

  constructor(call: StateCall, known: Known = {}, mapContext?: JsonObject) {
    const { clock } = call.scope.execution.runtime;
    this.#call = call;
    this.#environment = {
      states: statesOf(call, known, mapContext),
      variables: call.scope.variables.values(),
      now: () => clock.now(),
      pause: () => pause(call),
    };
  }

  /** @throws QueryFailure */
  evaluate(source: string, field: string, expected?: string): Promise<unknown> {
    return this.#worded(evaluateQuery(source, field, this.#environment, expected));
  }

  /** @throws QueryFailure */
  fill(template: unknown, field: string): Promise<unknown> {
    return this.#worded(fillQueryTemplate(template, field, this.#environment));
  }

  async #worded(work: Promise<unknown>): Promise<unknown> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      throw new QueryFailure(this.#call.describe(error.message), error.field, this.#call.enteredId);
    }
  }
}

/** `$states`; the context object is only made for expressions that read it. */
function statesOf(call: StateCall, known: Known, mapContext: JsonObject | undefined): Record<string, unknown> {
  const states: Record<string, unknown> = { input: call.input.value, ...known };
  let context: JsonObject | undefined;
  Object.defineProperty(states, "context", {
    enumerable: true,
    get: () => {
      context ??= call.on(undefined, mapContext).context();
      return context;
    },
  });
  return states;
}

/** Lets the process go on without the executions' time moving. */
async function pause({ scope }: StateCall): Promise<void> {
  const { clock } = scope.execution.runtime;
  const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  await (clock.outside === undefined ? rest() : clock.outside(rest));
  scope.signal.throwIfAborted();
}
