/** `start`: starts a run of `daily-refresh`, unless somebody is at work. */

import { readRun, runOfExecution } from "../../handlers/shared/control/index.ts";
import { aboutNow } from "./about.ts";
import { audited } from "./audit.ts";
import { begin, follow, type Say, whoIsAtWork } from "./begin.ts";
import { OperatorError } from "./errors.ts";
import { stoppedInside } from "./inside-the-switch.ts";
import { readLock } from "./lock.ts";
import type { Operator } from "./operator.ts";
import type { StartReport } from "./reports.ts";
import { whyOf } from "./runs.ts";

/** How a command that starts something talks. */
export interface Conversation {
  readonly say: Say;
  /** Returns once the operator has agreed. */
  agree(question: string): Promise<void>;
  /** Whether the execution is followed to its end. */
  readonly wait: boolean;
  readonly signal?: AbortSignal;
}

/** Why a run would be refused now, in a sentence; undefined when it would start. */
export async function whyNotStarted(operator: Operator): Promise<string | undefined> {
  const busy = await whoIsAtWork(operator);
  if (busy !== undefined) return busy;
  const lock = await readLock(operator);
  if (lock?.runs === true)
    return `Run ${lock.runId} holds the lock since ${lock.since ?? "an unknown time"} (execution ${lock.execution}).`;
  const inside = await stoppedInside(operator);
  if (inside !== undefined)
    return `Run ${inside} stopped inside the switch: services may have its data or that from before. Finish it (resume) or go back (rollback) first.`;
  return undefined;
}

/**
 * Starts a run.
 *
 * @throws OperatorError when somebody is at work, holds the lock, or a run stopped inside the switch
 */
export async function startRun(operator: Operator, talk: Conversation): Promise<StartReport> {
  const why = await whyNotStarted(operator);
  if (why !== undefined) throw new OperatorError(`${why} Nothing was started.`);
  const lock = await readLock(operator);
  if (lock !== undefined)
    talk.say(`Run ${lock.runId} still holds the lock, but its execution has ended: the new run takes the lock over, and cleans up first.`);
  await talk.agree(`Start a refresh of ${operator.environment} in account ${operator.account}, ${operator.region}?`);
  const done = await audited(operator, { command: "start", run: "" }, () => carryOut(operator, talk, "refresh", {}));
  return { ...aboutNow(operator), command: "start", ...done };
}

/** Starts an execution, and follows it where that is wanted. */
export async function carryOut(
  operator: Operator,
  { say, wait, signal }: Conversation,
  ...[asked, request]: [Parameters<typeof begin>[1], Parameters<typeof begin>[2]]
): Promise<{ execution: string; outcome: "started" | "succeeded" | "failed"; error?: string }> {
  const execution = await begin(operator, asked, request);
  say(`Started ${execution}.`);
  if (!wait) return { execution, outcome: "started" };
  const ended = await follow(operator, execution, say, signal);
  if (ended.status === "SUCCEEDED") return { execution, outcome: "succeeded" };
  const { error, message } = whyOf(await readRun(operator.control, await runOfExecution(operator.control, execution)));
  say(`It ended ${ended.status}${error === undefined ? "" : `: ${error}${message === undefined ? "" : `: ${message}`}`}.`);
  return { execution, outcome: "failed", error: error ?? ended.status };
}
