/** The Map state: inline iterations here, child executions in distributed-map.ts. */
import { applyInputPath, applyOutputPath, applyResultPath } from "../data-flow.ts";
import { itemProcessor, type MapState } from "../definition/asl.ts";
import { BranchAborted, errorNames, StateFailure } from "../errors.ts";
import { evaluateField } from "../expression.ts";
import type { Cursor } from "../history.ts";
import { Data, type JsonObject } from "../json.ts";
import { maxInlineConcurrency } from "../quotas.ts";
import { fillTemplate } from "../template.ts";
import { runBeside } from "./branches.ts";
import { runDistributedMap } from "./distributed-map.ts";
import { runMachine } from "./run-machine.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runMap(state: MapState, call: StateCall): Promise<Outcome> {
  const raw = call.input.value;
  const input = applyInputPath(state.InputPath, call.on(raw));
  const distributed = itemProcessor(state).ProcessorConfig?.Mode === "DISTRIBUTED";
  const values = distributed ? await runDistributedMap(state, input, call) : await runInline(state, input, call);
  const result = state.ResultSelector === undefined ? values : fillTemplate(state.ResultSelector, call.on(values));
  const placed = applyResultPath(state.ResultPath, raw, result, call.on(raw));
  return { output: applyOutputPath(state.OutputPath, call.on(placed)), next: state.Next };
}

async function runInline(state: MapState, input: unknown, call: StateCall): Promise<unknown[]> {
  const { scope } = call;
  const { history } = scope.execution;
  const items = itemsOf(state, input, call);
  const atOnce = Math.min(maxConcurrency(state, input, call) || maxInlineConcurrency, maxInlineConcurrency);
  const started = history.add(scope.cursor, "MapStateStarted", { name: "mapStateStarted", value: { length: items.length } });
  const iterations = new Iterations(state, input, items, call, started);
  const outputs = await runBeside(scope, items.length, atOnce, (index, slot, signal) => iterations.run(index, slot, signal));
  history.addBeside(scope.cursor, "MapStateSucceeded");
  return outputs.map(({ value }) => value);
}

/** The iterations of one inline Map; those of a slot follow each other in the history. */
class Iterations {
  readonly #state: MapState;
  readonly #input: unknown;
  readonly #items: readonly unknown[];
  readonly #call: StateCall;
  readonly #started: number;
  readonly #slots: number[] = [];
  #failed = false;

  constructor(state: MapState, input: unknown, items: readonly unknown[], call: StateCall, started: number) {
    this.#state = state;
    this.#input = input;
    this.#items = items;
    this.#call = call;
    this.#started = started;
  }

  async run(index: number, slot: number, signal: AbortSignal): Promise<Data> {
    const { scope, name } = this.#call;
    const { history } = scope.execution;
    const cursor: Cursor = { previousEventId: this.#slots[slot] ?? this.#started };
    const details = { name, index };
    history.add(cursor, "MapIterationStarted", { name: "mapIterationStarted", value: details });
    const mapContext: JsonObject = { Item: { Index: index, Value: this.#items[index] } };
    try {
      const input = new Data(selectItem(this.#state, this.#input, mapContext, this.#call));
      const iterations = [...scope.iterations, index];
      const machine = itemProcessor(this.#state);
      const output = await runMachine(input, { ...scope, machine, cursor, signal, iterations, mapContext, inParallel: false });
      this.#slots[slot] = cursor.previousEventId;
      const succeeded = history.addBeside(cursor, "MapIterationSucceeded", { name: "mapIterationSucceeded", value: details });
      if (!this.#failed) scope.cursor.previousEventId = succeeded;
      return output;
    } catch (error) {
      this.#end(error, cursor, details);
      throw error;
    }
  }

  #end(error: unknown, cursor: Cursor, details: JsonObject): void {
    const { scope } = this.#call;
    if (!this.#failed) scope.cursor.previousEventId = cursor.previousEventId;
    if (error instanceof StateFailure && !error.fatal && !this.#failed) {
      scope.execution.history.addBeside(cursor, "MapIterationFailed", { name: "mapIterationFailed", value: details });
    } else if (error instanceof BranchAborted) {
      scope.execution.history.addBeside(cursor, "MapIterationAborted", { name: "mapIterationAborted", value: details });
    }
    this.#failed = true;
  }
}

/** What an iteration gets: ItemSelector (formerly Parameters) filled in, or the item itself. */
export function selectItem(state: MapState, input: unknown, mapContext: JsonObject, call: StateCall): unknown {
  const selector = state.ItemSelector ?? state.Parameters;
  return selector === undefined ? (mapContext.Item as JsonObject).Value : fillTemplate(selector, call.on(input, mapContext));
}

/** @throws StateFailure States.Runtime when ItemsPath leads to something that is no array */
export function itemsOf(state: MapState, input: unknown, call: StateCall): readonly unknown[] {
  const path = state.ItemsPath ?? "$";
  const items = evaluateField(path, call.on(input));
  if (Array.isArray(items)) return items;
  throw new StateFailure(errorNames.runtime, `Reference path "${path}" must point to array.`);
}

/** MaxConcurrency or what MaxConcurrencyPath leads to; 0 stands for as many as the service allows. */
export function maxConcurrency(state: MapState, input: unknown, call: StateCall): number {
  if (state.MaxConcurrencyPath === undefined) return state.MaxConcurrency ?? 0;
  return integerAt(state.MaxConcurrencyPath, "MaxConcurrencyPath", input, call);
}

/** The integer that a field like MaxConcurrencyPath leads to. */
export function integerAt(path: string, field: string, input: unknown, call: StateCall): number {
  const value = evaluateField(path, call.on(input));
  if (typeof value === "number" && Number.isInteger(value)) return value;
  throw notNumber(field, value, "integer", path, call);
}

export function notNumber(field: string, value: unknown, kind: "integer" | "float", path: string, call: StateCall): StateFailure {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return new StateFailure(
    errorNames.runtime,
    call.describe(`The ${field} field refers to value "${shown}" which is not a valid ${kind}: ${path}`),
  );
}
