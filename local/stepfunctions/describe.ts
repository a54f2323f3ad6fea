/** How executions look from outside: DescribeExecution, ListExecutions, EventBridge's status event, and `.sync` results. */
import type { ExecutionDescription, ExecutionStatusEvent, ExecutionSummary, SyncExecution } from "./engine-types.ts";
import { type Execution, qualifiersOf } from "./execution.ts";
import type { JsonObject } from "./json.ts";
import { redriveState } from "./redrive.ts";

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
    ...qualifiersOf(start),
    redriveCount: execution.redriveCount,
    ...(execution.redriveDate === undefined ? {} : { redriveDate: execution.redriveDate }),
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
    ...redriveState(execution, execution.now()),
  };
}

/** What StartSyncExecution says of an execution that has ended; AWS bills in steps of 100 ms and 64 MB. */
export function syncDescription(execution: Execution): SyncExecution {
  const { start, startDate, stopDate = startDate } = execution;
  const { status, input, inputDetails, output, outputDetails, error, cause } = executionDescription(execution);
  return {
    executionArn: start.arn,
    stateMachineArn: start.stateMachineArn,
    name: start.name,
    startDate,
    stopDate,
    status: status as SyncExecution["status"],
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    input,
    inputDetails,
    ...(output === undefined || outputDetails === undefined ? {} : { output, outputDetails }),
    billingDetails: { billedMemoryUsedInMB: 64, billedDurationInMilliseconds: Math.max(1, Math.ceil((stopDate - startDate) / 100)) * 100 },
  };
}

/** What a `.sync` Task and ResultWriter's files say of an execution: PascalCase members, dates in milliseconds. */
export function childDescription(execution: Execution): JsonObject {
  const { start, status, startDate, stopDate, output, error, cause } = execution;
  const { redriveStatus, redriveStatusReason } = redriveState(execution, execution.now());
  return {
    ...(cause === undefined ? {} : { Cause: cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: start.arn,
    Input: start.input.text,
    InputDetails: { Included: true },
    Name: start.name,
    ...(output === undefined ? {} : { Output: output.text, OutputDetails: { Included: true } }),
    ...(status === "SUCCEEDED"
      ? { RedriveCount: execution.redriveCount, RedriveStatus: redriveStatus, RedriveStatusReason: redriveStatusReason }
      : {}),
    StartDate: startDate,
    StateMachineArn: start.stateMachineArn,
    Status: status,
    StopDate: stopDate,
  };
}

export function statusEvent(execution: Execution): ExecutionStatusEvent {
  const { start, status, startDate, stopDate, output, error, cause } = execution;
  const { redriveStatus, redriveStatusReason } = redriveState(execution, execution.now());
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
    stateMachineVersionArn: start.stateMachineVersionArn ?? null,
    stateMachineAliasArn: start.stateMachineAliasArn ?? null,
    redriveCount: execution.redriveCount,
    redriveDate: execution.redriveDate ?? null,
    redriveStatus,
    redriveStatusReason: redriveStatusReason ?? null,
  };
}
