/** Who holds the lock of the refresh, since when, and whether that execution still runs. */
import { holderOf } from "../../handlers/shared/control/index.ts";
import { describe } from "./executions.ts";
import type { Operator } from "./operator.ts";
import type { LockReport } from "./reports.ts";

/** The holder; undefined when the lock is free. */
export async function readLock({ control, clients }: Operator): Promise<LockReport | undefined> {
  const holder = await holderOf(control);
  if (holder === undefined) return undefined;
  const execution = await describe(clients.sfn, holder.executionArn);
  return {
    runId: holder.runId,
    execution: holder.executionArn,
    ...(execution === undefined ? {} : { since: execution.startedAt.toISOString() }),
    expiresAt: new Date(holder.expiresAt).toISOString(),
    runs: execution?.status === "RUNNING",
  };
}
