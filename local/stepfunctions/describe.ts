/** How executions look from outside: DescribeExecution, ListExecutions, EventBridge's status event, and `.sync` results. */
import type { ExecutionDescription, ExecutionStatusEvent, ExecutionSummary } from "./engine-types.ts";
import type { Execution } from "./execution.ts";
import type { JsonObject } from "./json.ts";

export function executionSummary(execution: Execution): ExecutionSummary {
  const { start, status, startDate, stopDate } = execution;
  return {
    executionArn: start.arn,
    stateMachineArn: start.stateMachineArn,
    name: start.name,
    status,
    startDate,
    ...(stopDate === undefined ? {} : { stopDate }),
    ...(start.mapRunArn === undefined ? {} : { mapRunArn: start.mapRunArn }),
    ...(start.itemCount === undefined ? {} : { itemCount: start.itemCount }),
    redriveCount: 0,
  };
}

export function executionDescription(execution: Execution): ExecutionDescription {
  const { itemCount: _, ...summary } = executionSummary(execution);
  const { output, error, cause, start } = execution;
  return {
    ...summary,
    input: start.input.text,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output: output.text, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    ...redrive(execution),
  };
}

/** What a `.sync` Task and ResultWriter's files say of an execution: PascalCase members, dates in milliseconds. */
export function childDescription(execution: Execution): JsonObject {
  const { start, status, startDate, stopDate, output, error, cause } = execution;
  const { redriveStatus, redriveStatusReason } = redrive(execution);
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: start.arn,
    Input: start.input.text,
    InputDetails: { Included: true },
    Name: start.name,
    ...(output === undefined ? {} : { Output: output.text, OutputDetails: { Included: true } }),
    ...(status === "SUCCEEDED" ? { RedriveCount: 0, RedriveStatus: redriveStatus, RedriveStatusReason: redriveStatusReason } : {}),
    StartDate: startDate,
    StateMachineArn: start.stateMachineArn,
    Status: status,
    StopDate: stopDate,
  };
}

export function statusEvent(execution: Execution): ExecutionStatusEvent {
  const { start, status, startDate, stopDate, output, error, cause } = execution;
  const { redriveStatus, redriveStatusReason } = redrive(execution);
  return {
    executionArn: start.arn,
    stateMachineArn: start.stateMachineArn,
    name: start.name,
    status,
    startDate,
    stopDate: stopDate ?? null,
    input: start.input.text,
    inputDetails: { included: true },
    output: output?.text ?? null,
    outputDetails: output === undefined ? null : { included: true },
    error: error ?? null,
    cause: cause ?? null,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus,
    redriveStatusReason: redriveStatusReason ?? null,
  };
}

function redrive({ status }: Execution): { redriveStatus: string; redriveStatusReason?: string } {
  if (status === "RUNNING") return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: "Execution is RUNNING and cannot be redriven" };
  if (status === "SUCCEEDED")
    return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven" };
  return { redriveStatus: "REDRIVABLE" };
}
