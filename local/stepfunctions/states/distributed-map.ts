/** The distributed Map: a Map Run, whose items are the inputs of child executions of their own. */
import { setMaxListeners } from "node:events";
import type { MapState } from "../definition/asl.ts";
import { BranchAborted, ExecutionStopped, errorNames, StateFailure } from "../errors.ts";
import { type ChildInput, childInputs } from "../map/batches.ts";
import { readItems } from "../map/item-reader.ts";
import { MapRunLimits } from "../map/limits.ts";
import { transform, writeResults } from "../map/result-writer.ts";
import { exceeds, readTolerance } from "../map/tolerance.ts";
import { maxChildConcurrency } from "../quotas.ts";
import type { ChildOutcome, MapRun } from "../scope.ts";
import { errorDetails } from "../tasks/task-events.ts";
import { runBeside } from "./branches.ts";
import type { Flow } from "./flow.ts";
import type { StateCall } from "./state-call.ts";

export async function runDistributedMap(state: MapState, flow: Flow, call: StateCall): Promise<unknown> {
  const { scope } = call;
  const { history, runtime } = scope.execution;
  const given = state.ItemReader === undefined ? await flow.items() : undefined;
  const concurrency = (await flow.integer("MaxConcurrency")) ?? 0;
  history.add(scope.cursor, "MapStateStarted", { name: "mapStateStarted", value: { length: given?.length ?? 0 } });
  const limits = new MapRunLimits(concurrency, await readTolerance(state, flow, call));
  const run = runtime.startMapRun({
    execution: scope.execution,
    state,
    stateName: call.name,
    iterations: scope.iterations,
    limits,
  });
  const started = history.add(scope.cursor, "MapRunStarted", { name: "mapRunStarted", value: { mapRunArn: run.arn } });
  try {
    const items = given ?? (await readItems(state.ItemReader as NonNullable<MapState["ItemReader"]>, flow, call));
    const children = await childInputs(await selectItems(items, flow), state.ItemBatcher, flow, call);
    run.expect(items.length, children.length);
    const { outcomes, failed } = await runChildren(run, children, limits, items.length, call);
    const result = await results(state, run, outcomes, flow, call);
    if (exceeds(limits.tolerance, failed, items.length)) {
      throw new StateFailure(errorNames.toleratedFailures, "The specified tolerated failure threshold was exceeded");
    }
    run.finish("SUCCEEDED");
    history.add(scope.cursor, "MapRunSucceeded");
    history.addBeside(scope.cursor, "MapStateSucceeded");
    scope.cursor.previousEventId = started;
    return result;
  } catch (error) {
    end(error, run, call);
    throw error;
  }
}

async function selectItems(items: readonly unknown[], flow: Flow): Promise<unknown[]> {
  const selected: unknown[] = [];
  for (const [index, value] of items.entries()) selected.push(await flow.item({ Item: { Index: index, Value: value } }));
  return selected;
}

/** Runs children until all have ended or too many have failed; then the rest is stopped. */
async function runChildren(
  run: MapRun,
  children: readonly ChildInput[],
  limits: MapRunLimits,
  total: number,
  call: StateCall,
): Promise<{ outcomes: ChildOutcome[]; failed: number }> {
  const stopper = new AbortController();
  setMaxListeners(0, stopper.signal);
  const forward = (): void => stopper.abort();
  call.scope.signal.addEventListener("abort", forward, { once: true });
  const outcomes: ChildOutcome[] = [];
  let failed = 0;
  const runOne = async (index: number, _slot: number, signal: AbortSignal): Promise<void> => {
    await limits.enter();
    const child = children[index] as ChildInput;
    let outcome: ChildOutcome | undefined;
    try {
      if (!stopper.signal.aborted) outcome = await run.runChild({ ...child, index, signal: stopper.signal });
    } finally {
      limits.leave();
    }
    if (outcome === undefined) return;
    if (signal.aborted) throw signal.reason;
    outcomes[index] = outcome;
    if (outcome.status === "SUCCEEDED") return;
    failed += child.items;
    if (exceeds(limits.tolerance, failed, total)) stopper.abort();
  };
  try {
    await runBeside(call.scope, children.length, maxChildConcurrency, runOne);
  } finally {
    call.scope.signal.removeEventListener("abort", forward);
  }
  return { outcomes: outcomes.filter((outcome) => outcome !== undefined), failed };
}

/** The outputs of the children that succeeded, or where ResultWriter has put them. */
async function results(state: MapState, run: MapRun, outcomes: ChildOutcome[], flow: Flow, call: StateCall): Promise<unknown> {
  const succeeded = outcomes.filter(({ status }) => status === "SUCCEEDED");
  run.written();
  if (state.ResultWriter === undefined) return succeeded.map(({ output }) => output?.value ?? null);
  if (state.ResultWriter.Resource === undefined) return transform(state.ResultWriter, succeeded);
  return writeResults(state.ResultWriter, run.arn, outcomes, flow, call);
}

function end(error: unknown, run: MapRun, call: StateCall): void {
  const { history } = call.scope.execution;
  if (error instanceof StateFailure && !error.fatal) {
    run.finish("FAILED");
    history.add(call.scope.cursor, "MapRunFailed", {
      name: "mapRunFailed",
      value: errorDetails({ error: error.error, detail: error.detail }),
    });
    return;
  }
  run.finish(error instanceof ExecutionStopped || error instanceof BranchAborted ? "ABORTED" : "FAILED");
  if (error instanceof BranchAborted) history.addBeside(call.scope.cursor, "MapRunAborted");
}
