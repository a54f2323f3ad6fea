/** The way of data in JSONata states: Arguments, Output and Assign, and expressions in any other field. */
import type { MapState, State, TaskState } from "../definition/asl.ts";
import { QueryFailure } from "../errors.ts";
import { Data, isObject, type JsonObject } from "../json.ts";
import { asExpression } from "../jsonata/index.ts";
import type { Assignments } from "../variables.ts";
import type { Ending, Flow, TaskFields } from "./flow.ts";
import { Query } from "./query.ts";
import type { Outcome, StateCall } from "./state-call.ts";

/** Every field that any JSONata state may have; validation has seen to it that only the right ones are there. */
type Fields = Partial<
  Pick<TaskState, "Arguments" | "Output" | "Assign" | "Credentials" | "Next"> & Pick<MapState, "Items" | "ItemSelector">
>;

export class JsonataFlow implements Flow {
  readonly #state: Fields;
  readonly #call: StateCall;
  readonly #query: Query;

  constructor(state: State, call: StateCall) {
    this.#state = state as Fields;
    this.#call = call;
    this.#query = new Query(call);
  }

  payload(): unknown {
    const { Arguments } = this.#state;
    return Arguments === undefined ? this.#call.input.value : this.#arguments(Arguments);
  }

  async #arguments(template: unknown): Promise<unknown> {
    const filled = await this.#query.fill(template, "Arguments");
    this.#call.scope.inspect?.("afterArguments", filled);
    return filled;
  }

  async integer(name: string, holder: object = this.#state, place?: string): Promise<number | undefined> {
    const field = place === undefined ? name : `${place}/${name}`;
    const value = await this.#number(holder, name, field);
    if (value === undefined || Number.isInteger(value)) return value;
    throw this.#failure(`The ${name} field must be an integer but was: ${value}`, field);
  }

  number(name: string): Promise<number | undefined> {
    return this.#number(this.#state, name, name);
  }

  async task(): Promise<TaskFields> {
    const { Credentials } = this.#state;
    return {
      timeoutSeconds: await this.#seconds("TimeoutSeconds"),
      heartbeatSeconds: await this.#seconds("HeartbeatSeconds"),
      payload: await this.payload(),
      credentials: Credentials === undefined ? undefined : await this.template(Credentials, "Credentials"),
    };
  }

  async #seconds(name: "TimeoutSeconds" | "HeartbeatSeconds"): Promise<number | undefined> {
    const value = await this.integer(name);
    if (value === undefined || value > 0) return value;
    throw this.#failure(`The ${name} field must be a positive integer but was: ${value}`, name);
  }

  template(value: unknown, place: string): Promise<unknown> {
    return this.#query.fill(value, place);
  }

  async parameters({ Arguments }: { readonly Arguments?: unknown }, place: string): Promise<unknown> {
    return Arguments === undefined ? {} : this.#query.fill(Arguments, `${place}/Arguments`);
  }

  async items(): Promise<readonly unknown[]> {
    const { Items } = this.#state;
    if (Items === undefined) {
      const input = this.#call.input.value;
      if (Array.isArray(input)) return input;
      throw this.#failure(`Map state input must be an array but was: ${JSON.stringify(input)}`);
    }
    const source = asExpression(Items);
    return (source === undefined ? this.#query.fill(Items, "Items") : this.#query.evaluate(source, "Items", "array")) as Promise<unknown[]>;
  }

  item(mapContext: JsonObject): unknown {
    const { ItemSelector } = this.#state;
    if (ItemSelector === undefined) return (mapContext.Item as JsonObject).Value;
    return new Query(this.#call, {}, mapContext).fill(ItemSelector, "ItemSelector");
  }

  finish(result: unknown): Promise<Outcome> {
    return endWith(this.#state, "", result, new Query(this.#call, { result }), this.#state.Next);
  }

  pass(next: string | undefined, ending: Ending = this.#state, place = ""): Promise<Outcome> {
    return endWith(ending, place, this.#call.input.value, this.#query, next);
  }

  async #number(holder: object, name: string, field: string): Promise<number | undefined> {
    const value = isObject(holder) ? holder[name] : undefined;
    const source = asExpression(value);
    return (source === undefined ? value : await this.#query.evaluate(source, field, "number")) as number | undefined;
  }

  #failure(detail: string, location?: string): QueryFailure {
    return new QueryFailure(this.#call.describe(detail), location, this.#call.enteredId);
  }
}

/**
 * Leaves a state by its Output and Assign; all their expressions see the variables as they were when the state was entered.
 *
 * @param place where they stand inside the state, `Catch[0]/` for example
 * @param otherwise the output when there is no Output
 */
export async function endWith(
  { Output, Assign }: Ending,
  place: string,
  otherwise: unknown,
  query: Query,
  next: string | undefined,
): Promise<Outcome> {
  const assigned = Assign === undefined ? undefined : toAssignments(await query.fill(Assign, `${place}Assign`));
  const output = Output === undefined ? otherwise : await query.fill(Output, `${place}Output`);
  return { output, next, assigned };
}

function toAssignments(filled: unknown): Assignments {
  return new Map(Object.entries(filled as JsonObject).map(([name, value]) => [name, new Data(value)]));
}
