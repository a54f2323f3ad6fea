/** `start --plan`: what a run that started now would do, as the masking function says it; no lock, no trace. */
import { GetExecutionHistoryCommand } from "@aws-sdk/client-sfn";
import { z } from "zod";
import { preview } from "../../handlers/masking/contract.ts";
import { staging } from "../../handlers/shared/layout.ts";
import { readTextIfThere } from "../../handlers/shared/objects.ts";
import { readPointers } from "../../handlers/shared/pointers.ts";
import { PlanReport as RunPlan } from "../../handlers/shared/reports.ts";
import { aboutNow } from "./about.ts";
import { begin } from "./begin.ts";
import { OperatorError } from "./errors.ts";
import { describe } from "./executions.ts";
import type { Operator } from "./operator.ts";
import type { PlanReport } from "./reports.ts";
import { newestRun, readSummary } from "./runs.ts";
import { whyNotStarted } from "./start.ts";

const pollSeconds = 1;
/** A function has 15 minutes. */
const mostPolls = 960;

/**
 * Asks for the plan. Only the function can see production, so an execution that does nothing but look asks it.
 *
 * @throws OperatorError when there would be no plan, with the reason
 */
export async function readPlan(operator: Operator): Promise<PlanReport> {
  const [ahead, pointers, newest, refused] = await Promise.all([
    lookAhead(operator),
    readPointers(operator.clients.ssm, operator.environment),
    newestRun(operator, "live"),
    whyNotStarted(operator),
  ]);
  const summary = newest === undefined ? undefined : await readSummary(operator, newest);
  const before = newest === undefined ? undefined : await rulesHashOf(operator, newest);
  return {
    ...aboutNow(operator),
    command: "start",
    asOf: ahead.asOf,
    ageSeconds: Math.max(0, Math.round((operator.now() - new Date(ahead.asOf).getTime()) / 1000)),
    snapshotArn: ahead.snapshotArn,
    objectsAsOf: ahead.objectsAsOf,
    rulesHash: ahead.rulesHash,
    ...(before === undefined ? {} : { rulesChanged: before !== ahead.rulesHash }),
    services: ahead.services.map((service) => ({ ...service, live: pointers.get(service.name)?.run ?? "" })),
    held: ahead.held,
    heldInAll: ahead.heldInAll,
    masking: ahead.masking,
    ...(summary === undefined
      ? {}
      : {
          last: {
            runId: summary.runId,
            held: summary.held,
            degraded: summary.degraded,
            ...(summary.changes === undefined ? {} : { changes: summary.changes }),
          },
        }),
    ...(refused === undefined ? {} : { refused }),
  };
}

async function rulesHashOf({ clients, stagingBucket }: Operator, runId: string): Promise<string | undefined> {
  const text = await readTextIfThere(clients.s3, stagingBucket, staging.plan(runId));
  return text === undefined ? undefined : RunPlan.parse(JSON.parse(text)).rulesHash;
}

const Result = z.object({ Payload: preview.output });

async function lookAhead(operator: Operator): Promise<z.infer<typeof preview.output>> {
  const { sfn } = operator.clients;
  const executionArn = await begin(operator, "preview", { preview: true });
  for (let poll = 0; poll < mostPolls; poll++) {
    if ((await describe(sfn, executionArn))?.status !== "RUNNING") break;
    await operator.pause(pollSeconds);
  }
  const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, includeExecutionData: true, maxResults: 100 }));
  for (const { taskSucceededEventDetails: succeeded, taskFailedEventDetails: failed } of events.reverse()) {
    if (failed !== undefined) throw new OperatorError(`A run would fail at its plan: ${failed.error ?? ""}: ${sentenceIn(failed.cause)}`);
    if (succeeded?.output !== undefined) return Result.parse(JSON.parse(succeeded.output)).Payload;
  }
  throw new OperatorError(`The look ahead gave no plan: see the execution ${executionArn}.`);
}

/** The function's own words in what Step Functions says of a failure. */
function sentenceIn(cause = ""): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return String(errorMessage).slice(0, 600);
  } catch {
    return cause.slice(0, 600);
  }
}
