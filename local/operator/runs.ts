/** The runs behind executions: what the control table and the run's summary know of each. */
import { type Run, readGenerations, readRun, runOfExecution } from "../../handlers/shared/control/index.ts";
import { inParallel } from "../../handlers/shared/in-parallel.ts";
import { staging } from "../../handlers/shared/layout.ts";
import { readTextIfThere } from "../../handlers/shared/objects.ts";
import { SummaryReport } from "../../handlers/shared/reports.ts";
import { type Execution, secondsOf } from "./executions.ts";
import type { Operator } from "./operator.ts";
import type { RunLine } from "./reports.ts";

const atOnce = 5;
const mostMessage = 300;

/** The run of an execution, "" where it made none. */
export const runIdOfExecution = async ({ control }: Operator, { arn, named }: Execution): Promise<string> =>
  named === "" ? await runOfExecution(control, arn) : named;

/** A line for each execution. */
export function runLines(operator: Operator, executions: readonly Execution[]): Promise<RunLine[]> {
  return inParallel(atOnce, executions, async (execution): Promise<RunLine> => {
    const runId = await runIdOfExecution(operator, execution);
    const run = runId === "" ? undefined : await readRun(operator.control, runId);
    const counted = execution.status === "SUCCEEDED" && execution.asked !== "rollback" ? await readSummary(operator, runId) : undefined;
    return {
      runId,
      execution: execution.arn,
      asked: execution.asked,
      status: execution.status,
      state: run?.status ?? "unknown",
      startedAt: execution.startedAt.toISOString(),
      seconds: secondsOf(execution, operator.now()),
      ...(counted === undefined ? {} : { services: counted.services, held: counted.held, degraded: counted.degraded }),
      ...(execution.status === "SUCCEEDED" ? {} : whyOf(run)),
    };
  });
}

/** Where and why a run failed, as it was recorded. */
export function whyOf(run: Run | undefined): { error?: string; message?: string } {
  return {
    ...(run?.error === undefined ? {} : { error: run.error.slice(0, 256) }),
    ...(run?.message === undefined ? {} : { message: run.message.slice(0, mostMessage) }),
  };
}

/** The sums of a run; undefined where it wrote none. */
export async function readSummary({ clients, stagingBucket }: Operator, runId: string): Promise<SummaryReport | undefined> {
  if (runId === "") return undefined;
  const text = await readTextIfThere(clients.s3, stagingBucket, staging.summary(runId));
  return text === undefined ? undefined : SummaryReport.parse(JSON.parse(text));
}

/** The newest run whose status is one of these and whose generation is in the ledger; undefined when none is. */
export async function newestRun({ control }: Operator, ...statuses: readonly Run["status"][]): Promise<string | undefined> {
  for (const { runId } of (await readGenerations(control)).reverse()) {
    const run = await readRun(control, runId);
    if (run !== undefined && statuses.includes(run.status)) return runId;
  }
  return undefined;
}
