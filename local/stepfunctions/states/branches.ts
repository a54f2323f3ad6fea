/** Runs parts of a machine beside each other: the first that fails ends the others. */
import { setMaxListeners } from "node:events";
import { BranchAborted, StateFailure } from "../errors.ts";
import type { Scope } from "../scope.ts";

/**
 * Runs `count` parts, at most `atOnce` of them at a time.
 *
 * @param run runs part `index` in `slot` (0 to atOnce - 1); its signal is aborted when another part fails
 * @throws what the first failing part threw, when all have ended
 */
export async function runBeside<T>(
  scope: Scope,
  count: number,
  atOnce: number,
  run: (index: number, slot: number, signal: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const results = new Array<T>(count);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const forward = (): void => controller.abort(scope.signal.reason);
  if (scope.signal.aborted) throw scope.signal.reason;
  scope.signal.addEventListener("abort", forward, { once: true });
  let next = 0;
  let failed = false;
  let failure: unknown;
  const worker = async (slot: number): Promise<void> => {
    while (next < count && !failed) {
      const index = next;
      next += 1;
      try {
        results[index] = await run(index, slot, controller.signal);
      } catch (error) {
        if (failed) continue;
        failed = true;
        failure = error;
        controller.abort(reasonFor(error));
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, (_, slot) => worker(slot)));
  } finally {
    scope.signal.removeEventListener("abort", forward);
  }
  if (failed) throw failure;
  return results;
}

/** An error that ends the whole execution ends the other branches without a trace; any other one leaves their abort in the history. */
function reasonFor(error: unknown): unknown {
  return error instanceof StateFailure && !error.fatal ? new BranchAborted("Another branch failed") : error;
}
