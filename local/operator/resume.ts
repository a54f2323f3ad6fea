/** `resume`: finishes a run that stopped inside the switch. */
import { whyNotResumable } from "../../handlers/masking/operations/operator/index.ts";
import { readGenerations, readRun } from "../../handlers/shared/control/index.ts";
import { aboutNow } from "./about.ts";
import { audited } from "./audit.ts";
import { whoIsAtWork } from "./begin.ts";
import { OperatorError } from "./errors.ts";
import { lastExecutions } from "./executions.ts";
import { readSwitch, stoppedInside } from "./inside-the-switch.ts";
import type { Operator } from "./operator.ts";
import type { ResumeReport, SwitchReport } from "./reports.ts";
import { runIdOfExecution } from "./runs.ts";
import { type Conversation, carryOut } from "./start.ts";

/** What is asked for beside the conversation. */
export interface ResumeOptions {
  /** The run; the one that stopped inside the switch when absent. */
  readonly run?: string;
  readonly dryRun: boolean;
  /** Told what is done and what is left, before anything is asked. */
  readonly show: (found: SwitchReport) => void;
}

/**
 * Resumes a run.
 *
 * @throws OperatorError when there is nothing to resume, with the reason, or somebody is at work
 */
export async function resumeRun(operator: Operator, talk: Conversation, options: ResumeOptions): Promise<ResumeReport> {
  const runId = options.run ?? (await stoppedInside(operator)) ?? (await lastRun(operator));
  const { control } = operator;
  const why = whyNotResumable({ runId, run: await readRun(control, runId), generations: await readGenerations(control) });
  const busy = await whoIsAtWork(operator);
  if (busy !== undefined) throw new OperatorError(`${busy} Nothing was resumed.`);
  if (why !== undefined) throw new OperatorError(`${why} Nothing was resumed.`);
  const found = await readSwitch(operator, runId);
  options.show(found);
  const report = { ...aboutNow(operator), command: "resume" as const, ...found };
  if (options.dryRun) return { ...report, execution: "", outcome: "dry run" };
  await talk.agree(`Resume run ${runId} of ${operator.environment}: publish its objects and switch what is left?`);
  const { execution, outcome } = await audited(operator, { command: "resume", run: runId }, () =>
    carryOut(operator, talk, "resume", { resume: runId }),
  );
  return { ...report, execution, outcome };
}

/** The run of the last execution: it may be told why it cannot be resumed. */
async function lastRun(operator: Operator): Promise<string> {
  for (const execution of await lastExecutions(operator, 5)) {
    const runId = await runIdOfExecution(operator, execution);
    if (runId !== "") return runId;
  }
  throw new OperatorError("No run stopped inside the switch, and there is no earlier one: there is nothing to resume. Start a run.");
}
