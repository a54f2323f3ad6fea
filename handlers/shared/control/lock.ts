/** The lock of the refresh: a lease with an owner and an expiry. One run at a time holds it. */
import { TaskError } from "../../../workflows/kit/contract/index.ts";
import type { ControlTable } from "./table.ts";

/** Who holds the lock. */
export interface Holder {
  readonly runId: string;
  readonly executionArn: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** The run that it was taken over from, or "". */
  readonly leftover: string;
}

/** What came of asking for the lock; `leftover` is the run that it was taken over from, or "". */
export type Acquired = { readonly acquired: true; readonly leftover: string } | { readonly acquired: false; readonly holder: Holder };

/** How long a lease lasts: the longest wait between two operations of a run is that for a snapshot, four hours. */
export const leaseMilliseconds = 6 * 3_600_000;

const at = ["LOCK", "LOCK"] as const;
const mostAttempts = 5;

/** Who holds the lock now; undefined when nobody does. */
export async function holderOf(table: ControlTable): Promise<Holder | undefined> {
  const item = await table.get(...at);
  if (item === undefined) return undefined;
  return {
    runId: String(item.runId),
    executionArn: String(item.executionArn),
    expiresAt: Number(item.expiresAt),
    leftover: String(item.leftover ?? ""),
  };
}

/**
 * Takes the lock when it is free, when this run holds it already, or from a holder whose lease has expired or whose
 * execution no longer runs. Of two that ask at once, one gets it.
 */
export async function acquireLock(
  table: ControlTable,
  run: { readonly runId: string; readonly executionArn: string },
  context: { readonly now: number; readonly runs: (executionArn: string) => Promise<boolean> },
): Promise<Acquired> {
  const mine = { ...run, expiresAt: context.now + leaseMilliseconds };
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const holder = await holderOf(table);
    if (holder === undefined) {
      if (await table.put(...at, mine, { expression: "attribute_not_exists(pk)" })) return { acquired: true, leftover: "" };
      continue;
    }
    const same = holder.runId === run.runId && holder.executionArn === run.executionArn;
    if (!same && holder.expiresAt > context.now && (await context.runs(holder.executionArn))) return { acquired: false, holder };
    // Only from the holder that was looked at: another run may have taken it over, or the holder renewed it, in between.
    const unchanged = {
      expression: "runId = :run AND executionArn = :execution AND expiresAt = :until",
      values: { ":run": holder.runId, ":execution": holder.executionArn, ":until": holder.expiresAt },
    };
    const leftover = same ? holder.leftover : holder.runId;
    if (await table.put(...at, { ...mine, leftover }, unchanged)) return { acquired: true, leftover };
  }
  const holder = await holderOf(table);
  return { acquired: false, holder: holder ?? { runId: "", executionArn: "", expiresAt: 0, leftover: "" } };
}

/**
 * Extends the lease of a run.
 *
 * @throws TaskError `Refresh.LockLost` when the run does not hold the lock: it has been taken over or cleaned up, and must stop
 */
export async function renewLock(table: ControlTable, runId: string, now: number): Promise<void> {
  const renewed = await table.set(...at, { expiresAt: now + leaseMilliseconds }, { expression: "runId = :run", values: { ":run": runId } });
  if (!renewed)
    throw new TaskError("Refresh.LockLost", `Run ${runId} no longer holds the lock: it was cleaned up or taken over. Start a new run.`);
}

/** Frees the lock when this run holds it, and by this execution where one is named; false when it does not. */
export async function releaseLock(table: ControlTable, runId: string, executionArn?: string): Promise<boolean> {
  const owner =
    executionArn === undefined
      ? { expression: "runId = :run", values: { ":run": runId } }
      : { expression: "runId = :run AND executionArn = :execution", values: { ":run": runId, ":execution": executionArn } };
  return table.remove(...at, owner);
}
