/** Takes up a run of an earlier execution: the lock, and the run with it, belong to this execution from then on. */
import { acquireLock, takeOverRun } from "../../../shared/control/index.ts";
import type { MaskingContext } from "../context.ts";
import { executionRuns } from "../execution-status.ts";

/** A run, and the execution that takes it up. */
export interface TakenUp {
  readonly runId: string;
  readonly execution: string;
}

/**
 * Takes the lock for the run, and notes that it is this execution's.
 *
 * @returns undefined, or why not: another run works
 */
export async function takeUp({ clients, control, now }: MaskingContext, { runId, execution }: TakenUp): Promise<string | undefined> {
  const lock = await acquireLock(
    control,
    { runId, executionArn: execution },
    { now: now(), runs: (arn) => executionRuns(clients.sfn, arn) },
  );
  if (!lock.acquired) return `Run ${lock.holder.runId} holds the lock and its execution still runs. Wait for it, or stop it.`;
  await takeOverRun(control, runId, execution, now());
  return undefined;
}
