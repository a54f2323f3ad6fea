/** Starts an execution of `daily-refresh`, and follows one to its end. */
import { createHash } from "node:crypto";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { OperatorError } from "./errors.ts";
import { describe, type Execution, runningCleanUps, runningExecution } from "./executions.ts";
import { readHistory, stagesOf } from "./history.ts";
import type { Operator } from "./operator.ts";
import type { Asked } from "./reports.ts";
import { runIdOfExecution } from "./runs.ts";

/** What beside the environment stands in the input. */
export type Request = { readonly resume: string } | { readonly rollBack: string } | { readonly preview: true } | Record<never, never>;

/** Where a person hears how it goes. */
export type Say = (line: string) => void;

/** Starts it; gives its ARN. The name says when, by whom of the commands, and what for. */
export async function begin({ clients, machines, environment, who, now }: Operator, asked: Asked, request: Request): Promise<string> {
  const stamp = new Date(now()).toISOString().slice(0, 19).replaceAll(/[-:]/g, "").toLowerCase();
  const caller = createHash("sha256").update(who, "utf8").digest("hex").slice(0, 4);
  const { executionArn } = await clients.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: machines.refresh,
      name: `${asked}-${stamp}-${caller}`,
      input: JSON.stringify({ environment, ...request }),
    }),
  );
  if (executionArn === undefined) throw new OperatorError("Step Functions did not say which execution it started.");
  return executionArn;
}

/** Why nothing may be started now: somebody is at work; undefined when nobody is. */
export async function whoIsAtWork(operator: Operator): Promise<string | undefined> {
  const execution = await runningExecution(operator);
  if (execution !== undefined) {
    const runId = await runIdOfExecution(operator, execution);
    return `${runId === "" ? "A run" : `Run ${runId}`} is at work since ${execution.startedAt.toISOString()}: execution ${nameOf(execution)} (${execution.asked}). Wait for it, or stop it: a clean-up follows by itself.`;
  }
  if ((await runningCleanUps(operator)) > 0)
    return "A clean-up is at work: wait until it has ended (status shows it), then repeat the command.";
  return undefined;
}

/** The execution's own name. */
export const nameOf = ({ arn }: Pick<Execution, "arn">): string => arn.slice(arn.lastIndexOf(":") + 1);

const pollSeconds = 5;
/** An execution may run for 20 hours. */
const mostPolls = (21 * 3_600) / pollSeconds;

/** Says each stage as it ends, until the execution has ended. */
export async function follow(operator: Operator, executionArn: string, say: Say, signal?: AbortSignal): Promise<Execution> {
  let said = 0;
  for (let poll = 0; poll < mostPolls; poll++) {
    signal?.throwIfAborted();
    const execution = await describe(operator.clients.sfn, executionArn);
    if (execution === undefined) throw new OperatorError(`The execution ${executionArn} is not known any more.`);
    const stages = stagesOf(await readHistory(operator.clients.sfn, executionArn), operator.now());
    const over = execution.status === "RUNNING" ? stages.filter(({ status }) => status !== "running") : stages;
    for (const { name, status, seconds } of over.slice(said)) say(`${status === "failed" ? "✖" : "✔"} ${name} (${seconds} s)`);
    said = over.length;
    if (execution.status !== "RUNNING") return execution;
    await operator.pause(pollSeconds);
  }
  throw new OperatorError(`The execution ${executionArn} does not end. Look at it in the console.`);
}
