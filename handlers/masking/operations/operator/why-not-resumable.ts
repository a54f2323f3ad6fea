/** Decides whether a run may be resumed; pure, so that an operator is told before anything is started. */
import type { Generation, Run } from "../../../shared/control/index.ts";

/** What has to be known of a run that is to be resumed. */
export interface Stopped {
  readonly runId: string;
  /** Undefined where nobody knows it. */
  readonly run: Run | undefined;
  /** All generations, oldest first. */
  readonly generations: readonly Generation[];
}

const anew = "Start a new run.";
const sentences = {
  running: `stopped before the switch, or never began it: no service has seen anything of it. ${anew}`,
  live: "went through the switch: its data is live, and there is nothing to resume. What it left is cleaned up by the next clean-up.",
  failed: `failed, and no service points at it any more: what it had staged is being deleted. ${anew}`,
  cleaned: `has been cleaned up: what it had staged is deleted. ${anew}`,
} as const;

/**
 * Why the run may not be resumed; undefined when it may: it stopped inside the switch, what it made still stands, and no later
 * run has gone live since.
 *
 * @example
 * ```ts
 * whyNotResumable({ runId, run: await readRun(control, runId), generations: await readGenerations(control) });
 * ```
 */
export function whyNotResumable({ runId, run, generations }: Stopped): string | undefined {
  if (run === undefined) return `Nothing is known of a run ${runId}.`;
  if (run.status !== "switching") return `Run ${runId} ${sentences[run.status]}`;
  const at = generations.findIndex((generation) => generation.runId === runId);
  const generation = generations[at];
  if (generation === undefined || generation.status === "deleting")
    return `The cluster and the tables of run ${runId} are gone or are being deleted. ${anew}`;
  const later = generations.slice(at + 1).find(({ status }) => status === "live");
  if (later !== undefined) return `Run ${later.runId} has gone live since run ${runId} stopped: resuming would bring older data back.`;
  return undefined;
}
