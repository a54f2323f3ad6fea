/** The Map state: inline iterations here, child executions in distributed-map.ts. */
import { itemProcessor, type MapState } from "../definition/asl.ts";
import { BranchAborted, StateFailure } from "../errors.ts";
import type { Cursor } from "../history.ts";
import { Data, type JsonObject } from "../json.ts";
import { maxInlineConcurrency } from "../quotas.ts";
import { runBeside } from "./branches.ts";
import { runDistributedMap } from "./distributed-map.ts";
import { type Flow, flowOf } from "./flow.ts";
import { runMachine } from "./run-machine.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runMap(state: MapState, call: StateCall): Promise<Outcome> {
  const flow = flowOf(state, call);
  const distributed = itemProcessor(state).ProcessorConfig?.Mode === "DISTRIBUTED";
  return flow.finish(distributed ? await runDistributedMap(state, flow, call) : await runInline(state, flow, call));
}

async function runInline(state: MapState, flow: Flow, call: StateCall): Promise<unknown[]> {
  const { scope } = call;
  const { history } = scope.execution;
  const items = await flow.items();
  const atOnce = Math.min((await flow.integer("MaxConcurrency")) || maxInlineConcurrency, maxInlineConcurrency);
  const started = history.add(scope.cursor, "MapStateStarted", { name: "mapStateStarted", value: { length: items.length } });
  const iterations = new Iterations(state, flow, items, call, started);
  const outputs = await runBeside(scope, items.length, atOnce, (index, slot, signal) => iterations.run(index, slot, signal));
  history.addBeside(scope.cursor, "MapStateSucceeded");
  return outputs.map(({ value }) => value);
}

/** The iterations of one inline Map; those of a slot follow each other in the history. */
class Iterations {
  readonly #state: MapState;
  readonly #flow: Flow;
  readonly #items: readonly unknown[];
  readonly #call: StateCall;
  readonly #started: number;
  readonly #slots: number[] = [];
  #failed = false;

  constructor(state: MapState, flow: Flow, items: readonly unknown[], call: StateCall, started: number) {
    this.#state = state;
    this.#flow = flow;
    this.#items = items;
    this.#call = call;
    this.#started = started;
  }

  async run(index: number, slot: number, signal: AbortSignal): Promise<Data> {
    const { scope, name } = this.#call;
    const { history } = scope.execution;
    const trail = scope.trail.part(index);
    if (trail.output !== undefined) return trail.output;
    const cursor: Cursor = { previousEventId: this.#slots[slot] ?? this.#started };
    const details = { name, index };
    history.add(cursor, "MapIterationStarted", { name: "mapIterationStarted", value: details });
    const mapContext: JsonObject = { Item: { Index: index, Value: this.#items[index] } };
    const { variables } = trail;
    try {
      const item = this.#flow.item(mapContext);
      const input = new Data(item instanceof Promise ? await item : item);
      const iterations = [...scope.iterations, index];
      const machine = itemProcessor(this.#state);
      const output = await runMachine(input, {
        ...scope,
        machine,
        cursor,
        signal,
        iterations,
        variables,
        trail,
        mapContext,
        inParallel: false,
      });
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
