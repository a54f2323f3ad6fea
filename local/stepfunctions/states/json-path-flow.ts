/** The way of data in JSONPath states: InputPath, Parameters, ResultSelector, ResultPath, OutputPath, and the fields named Path. */
import { applyInputPath, applyOutputPath, applyParameters, applyResultPath } from "../data-flow.ts";
import type { Assign, MapState, State, TaskState } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { evaluateField } from "../expression.ts";
import { Data, isObject, type JsonObject } from "../json.ts";
import { fillTemplate } from "../template.ts";
import type { Assignments } from "../variables.ts";
import type { Ending, Flow, TaskFields } from "./flow.ts";
import type { Outcome, StateCall } from "./state-call.ts";

/** Every field that any JSONPath state may have; validation has seen to it that only the right ones are there. */
type Fields = Partial<
  Pick<TaskState, "InputPath" | "OutputPath" | "Assign" | "Parameters" | "ResultSelector" | "ResultPath" | "Credentials" | "Next"> &
    Pick<MapState, "ItemsPath" | "ItemSelector">
>;

export class JsonPathFlow implements Flow {
  readonly #state: Fields;
  readonly #call: StateCall;
  readonly #input: unknown;

  constructor(state: State, call: StateCall) {
    this.#state = state as Fields;
    this.#call = call;
    this.#input = applyInputPath(this.#state.InputPath, call.on(call.input.value));
    call.scope.inspect?.("afterInputPath", this.#input);
  }

  payload(): unknown {
    const payload = applyParameters(this.#state.Parameters, this.#call.on(this.#input));
    this.#call.scope.inspect?.("afterParameters", payload);
    return payload;
  }

  integer(name: string, holder: object = this.#state): number | undefined {
    return this.#read(name, holder, "integer", Number.isInteger);
  }

  number(name: string): number | undefined {
    return this.#read(name, this.#state, "float", Number.isFinite);
  }

  task(): TaskFields {
    const { Credentials } = this.#state;
    return {
      timeoutSeconds: this.#seconds("TimeoutSeconds"),
      heartbeatSeconds: this.#seconds("HeartbeatSeconds"),
      payload: this.payload(),
      credentials: Credentials === undefined ? undefined : this.template(Credentials),
    };
  }

  #seconds(name: "TimeoutSeconds" | "HeartbeatSeconds"): number | undefined {
    const { literal, path } = fieldOf(this.#state, name);
    if (path === undefined) return literal;
    const value = evaluateField(path, this.#call.on(this.#input));
    if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
    throw this.#failure(`The ${name}Path parameter does not reference a positive integer: ${path} == ${shown(value)}`);
  }

  template(value: unknown): unknown {
    return fillTemplate(value, this.#call.on(this.#input));
  }

  parameters({ Parameters }: { readonly Parameters?: unknown }): unknown {
    return this.template(Parameters ?? {});
  }

  items(): readonly unknown[] {
    const path = this.#state.ItemsPath ?? "$";
    const items = evaluateField(path, this.#call.on(this.#input));
    if (!Array.isArray(items)) {
      // AWS leaves out that a path goes into the context object.
      throw new StateFailure(errorNames.runtime, `Reference path "${path.replace(/^\$\$/, "$")}" must point to array.`);
    }
    this.#call.scope.inspect?.("afterItemsPath", items);
    return items;
  }

  item(mapContext: JsonObject): unknown {
    const selector = this.#state.ItemSelector ?? this.#state.Parameters;
    if (selector === undefined) return (mapContext.Item as JsonObject).Value;
    return fillTemplate(selector, this.#call.on(this.#input, mapContext));
  }

  finish(result: unknown): Outcome {
    const { ResultSelector, ResultPath, OutputPath, Assign, Next } = this.#state;
    const raw = this.#call.input.value;
    const assigned = assignFrom(Assign, result, this.#call);
    const selected = ResultSelector === undefined ? result : fillTemplate(ResultSelector, this.#call.on(result));
    const placed = applyResultPath(ResultPath, raw, selected, this.#call.on(raw));
    this.#call.scope.inspect?.("afterResultSelector", selected);
    this.#call.scope.inspect?.("afterResultPath", placed);
    return { output: applyOutputPath(OutputPath, this.#call.on(placed)), next: Next, assigned };
  }

  pass(next: string | undefined, { Assign }: Ending = this.#state): Outcome {
    const assigned = assignFrom(Assign, this.#input, this.#call);
    return { output: applyOutputPath(this.#state.OutputPath, this.#call.on(this.#input)), next, assigned };
  }

  #read(name: string, holder: object, kind: string, fits: (value: unknown) => boolean): number | undefined {
    const { literal, path } = fieldOf(holder, name);
    if (path === undefined) return literal;
    const value = evaluateField(path, this.#call.on(this.#input));
    // AWS takes a number in a text as well.
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (fits(number)) return number as number;
    throw this.#failure(`The ${name}Path field refers to value "${shown(value)}" which is not a valid ${kind}: ${path}`);
  }

  #failure(detail: string): StateFailure {
    return new StateFailure(errorNames.runtime, this.#call.describe(detail));
  }
}

/** What Assign gives; `$` is the result, or in a Catcher the error. */
export function assignFrom(assign: Assign | undefined, input: unknown, call: StateCall): Assignments | undefined {
  if (assign === undefined) return undefined;
  const filled = fillTemplate(assign, call.on(input)) as JsonObject;
  return new Map(Object.entries(filled).map(([name, value]) => [name, new Data(value)]));
}

function fieldOf(holder: object, name: string): { literal: number | undefined; path: string | undefined } {
  const fields = isObject(holder) ? holder : {};
  return { literal: fields[name] as number | undefined, path: fields[`${name}Path`] as string | undefined };
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
