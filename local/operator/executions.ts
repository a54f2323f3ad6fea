/** The executions of `daily-refresh`: what each was asked for, and which still run. */
import { DescribeExecutionCommand, type ExecutionStatus, ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { inParallel } from "../../handlers/shared/in-parallel.ts";
import { RunId } from "../../handlers/shared/names.ts";
import type { Operator } from "./operator.ts";
import type { Asked } from "./reports.ts";

/** An execution. */
export interface Execution {
  readonly arn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly stoppedAt: Date | undefined;
  readonly asked: Asked;
  /** The run that `resume` or `rollback` names, otherwise "". */
  readonly named: string;
}

const atOnce = 5;
/** So many executions are looked at for those that are no previews. */
const mostLookedAt = 60;

/** What an input asks for; one that cannot be read is a refresh, which fails. */
export function askedOf(input: string | undefined): { readonly asked: Asked; readonly named: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(input ?? "");
  } catch {
    parsed = undefined;
  }
  const given =
    typeof parsed === "object" && parsed !== null ? new Map<string, unknown>(Object.entries(parsed)) : new Map<string, unknown>();
  if (given.has("preview")) return { asked: "preview", named: "" };
  for (const [member, asked] of [
    ["rollBack", "rollback"],
    ["resume", "resume"],
  ] as const) {
    if (given.has(member)) return { asked, named: RunId.safeParse(given.get(member)).data ?? "" };
  }
  return { asked: "refresh", named: "" };
}

/** The newest executions that are no previews, newest first. */
export async function lastExecutions({ clients: { sfn }, machines }: Operator, most: number): Promise<Execution[]> {
  const found: Execution[] = [];
  let nextToken: string | undefined;
  let looked = 0;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machines.refresh, maxResults: 2 * most, ...(nextToken ? { nextToken } : {}) }),
    );
    const arns = (page.executions ?? []).flatMap(({ executionArn }) => executionArn ?? []);
    looked += arns.length;
    const described = await inParallel(atOnce, arns, (arn) => describe(sfn, arn));
    found.push(...described.filter((one) => one !== undefined && one.asked !== "preview").map((one) => one as Execution));
    nextToken = page.nextToken;
  } while (nextToken !== undefined && found.length < most && looked < mostLookedAt);
  return found.slice(0, most);
}

/** The execution; undefined where Step Functions does not know it, or has forgotten it. */
export async function describe(sfn: Pick<SFNClient, "send">, executionArn: string): Promise<Execution | undefined> {
  try {
    const { status, startDate, stopDate, input } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === undefined || startDate === undefined) return undefined;
    return { arn: executionArn, status, startedAt: startDate, stoppedAt: stopDate, ...askedOf(input) };
  } catch (error) {
    if (["ExecutionDoesNotExist", "InvalidArn"].includes((error as Error).name)) return undefined;
    throw error;
  }
}

/** The execution of `daily-refresh` that runs and is no preview; undefined when none does. */
export async function runningExecution(operator: Operator): Promise<Execution | undefined> {
  const { clients, machines } = operator;
  for (const arn of await running(clients.sfn, machines.refresh)) {
    const one = await describe(clients.sfn, arn);
    if (one !== undefined && one.status === "RUNNING" && one.asked !== "preview") return one;
  }
  return undefined;
}

/** How many clean-ups run. */
export async function runningCleanUps({ clients, machines }: Operator): Promise<number> {
  return (await running(clients.sfn, machines.cleanUp)).length;
}

async function running(sfn: Pick<SFNClient, "send">, stateMachineArn: string): Promise<string[]> {
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING", maxResults: 20 }));
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}

/** Seconds that it took, or has taken by now. */
export const secondsOf = ({ startedAt, stoppedAt }: Execution, now: number): number =>
  Math.max(0, Math.round(((stoppedAt?.getTime() ?? now) - startedAt.getTime()) / 100) / 10);
