/** Finds the child executions and automations of some runs that still run. */
import { DescribeExecutionCommand, ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { DescribeAutomationExecutionsCommand, GetAutomationExecutionCommand, type SSMClient } from "@aws-sdk/client-ssm";

const mostExecutions = 50;
const mostAutomations = 24;

/** ARNs of running executions of these state machines whose input names one of the runs. */
export async function runningExecutions(
  sfn: Pick<SFNClient, "send">,
  stateMachines: readonly string[],
  runs: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = [];
  for (const stateMachineArn of stateMachines) {
    let nextToken: string | undefined;
    do {
      const page = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING", ...(nextToken ? { nextToken } : {}) }),
      );
      for (const { executionArn } of page.executions ?? []) {
        const { input, status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        if (executionArn !== undefined && status === "RUNNING" && runs.has(runOf(input))) found.push(executionArn);
      }
      nextToken = page.nextToken;
    } while (nextToken);
  }
  return found.slice(0, mostExecutions);
}

function runOf(input: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(input ?? "");
    return String((parsed as { runId?: unknown } | null)?.runId ?? "");
  } catch {
    return "";
  }
}

const ended = new Set(["Success", "Failed", "Cancelled", "TimedOut", "Exited", "Rejected", "CompletedWithSuccess", "CompletedWithFailure"]);

/** Ids of automations of the document that have not ended and whose parameter RunId names one of the runs. */
export async function runningAutomations(ssm: Pick<SSMClient, "send">, document: string, runs: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.send(
      new DescribeAutomationExecutionsCommand({
        Filters: [{ Key: "DocumentNamePrefix", Values: [document] }],
        ...(NextToken ? { NextToken } : {}),
      }),
    );
    for (const { AutomationExecutionId, AutomationExecutionStatus = "", DocumentName } of page.AutomationExecutionMetadataList ?? []) {
      if (AutomationExecutionId === undefined || ended.has(AutomationExecutionStatus) || DocumentName !== document) continue;
      const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      if (runs.has(AutomationExecution?.Parameters?.RunId?.[0] ?? "")) found.push(AutomationExecutionId);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return found.slice(0, mostAutomations);
}
