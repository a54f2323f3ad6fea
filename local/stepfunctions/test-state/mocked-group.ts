/** A Map or a Parallel whose iterations or branches are mocked: everything around them is evaluated. */
import type { MapState, ParallelState } from "../definition/asl.ts";
import { ApiError, errorNames, StateFailure } from "../errors.ts";
import { childInputs } from "../map/batches.ts";
import { exceedsLimit, readTolerance } from "../map/tolerance.ts";
import { type Flow, flowOf } from "../states/flow.ts";
import type { Outcome, StateCall } from "../states/state-call.ts";
import type { Mock, StateTest } from "./types.ts";

export async function runMockedGroup(state: MapState | ParallelState, mock: Mock, test: StateTest, call: StateCall): Promise<Outcome> {
  const flow = flowOf(state, call);
  if (state.Type === "Map") await goOver(state, mock, test, flow, call);
  if (!("result" in mock)) throw new StateFailure(mock.error, mock.cause);
  return flow.finish(mock.result);
}

async function goOver(state: MapState, mock: Mock, test: StateTest, flow: Flow, call: StateCall): Promise<void> {
  const items = state.ItemReader === undefined ? await flow.items() : (test.itemReaderData ?? []);
  if (test.failedIterations > items.length) {
    const message = "Map iteration failure count must be less than or equal to the number of Map iterations";
    throw new ApiError("ValidationException", message);
  }
  await inspectItems(state, items, flow, call);
  const inspect = call.scope.inspect ?? (() => undefined);
  inspect("maxConcurrency", (await flow.integer("MaxConcurrency")) ?? 0);
  const tolerance = await readTolerance(state, flow, call);
  if (tolerance.byCount) inspect("toleratedFailureCount", tolerance.count);
  if (tolerance.byPercentage) inspect("toleratedFailurePercentage", tolerance.percentage);
  // Otherwise than in an execution, a test without a limit tolerates every failure, as recorded.
  if ("result" in mock && exceedsLimit(tolerance, test.failedIterations, items.length)) {
    throw new StateFailure(errorNames.toleratedFailures, "The specified tolerated failure threshold was exceeded");
  }
}

async function inspectItems(state: MapState, items: readonly unknown[], flow: Flow, call: StateCall): Promise<void> {
  if (state.ItemSelector === undefined && state.ItemBatcher === undefined) return;
  const selected: unknown[] = [];
  for (const [index, value] of items.entries()) selected.push(await flow.item({ Item: { Index: index, Value: value } }));
  if (state.ItemSelector !== undefined) call.scope.inspect?.("afterItemSelector", selected);
  if (state.ItemBatcher === undefined) return;
  const batches = await childInputs(selected, state.ItemBatcher, flow, call);
  call.scope.inspect?.(
    "afterItemBatcher",
    batches.map(({ input }) => input.value),
  );
}
