/** `unlock`: frees the lock of a run whose execution has ended. */
import { releaseLock } from "../../handlers/shared/control/index.ts";
import { aboutNow } from "./about.ts";
import { audited } from "./audit.ts";
import { OperatorError } from "./errors.ts";
import { runningCleanUps } from "./executions.ts";
import { readLock } from "./lock.ts";
import type { Operator } from "./operator.ts";
import type { LockReport, UnlockReport } from "./reports.ts";
import type { Conversation } from "./start.ts";

/**
 * Frees the lock, when its holder is still the one that was looked at.
 *
 * @param show - told who holds it, before anything is asked; undefined: nobody
 * @throws OperatorError when the holder's execution or a clean-up runs, or the lock has changed hands in between
 */
export async function unlock(
  operator: Operator,
  talk: Pick<Conversation, "agree">,
  show: (lock: LockReport | undefined) => void,
): Promise<UnlockReport> {
  const lock = await readLock(operator);
  show(lock);
  const report = { ...aboutNow(operator), command: "unlock" as const };
  if (lock === undefined) return { ...report, released: false };
  if (lock.runs)
    throw new OperatorError("That run is still at work: the lock stays. Stop its execution first; a clean-up then frees it by itself.");
  if ((await runningCleanUps(operator)) > 0)
    throw new OperatorError("A clean-up is at work, which frees the lock at its end: wait for it (status shows it). The lock stays.");
  await talk.agree(`Free the lock of run ${lock.runId} in ${operator.environment}?`);
  const { outcome } = await audited(operator, { command: "unlock", run: lock.runId }, async () => ({
    outcome: (await releaseLock(operator.control, lock.runId, lock.execution)) ? ("released" as const) : ("refused" as const),
    execution: "",
  }));
  if (outcome !== "released") throw new OperatorError("The lock has changed hands in between: it stays.");
  return { ...report, lock, released: true };
}
