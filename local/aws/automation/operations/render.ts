/** Executions and steps in the shapes of the SSM API. */

import { defaultTimeoutSeconds } from "../actions/index.ts";
import { type Execution, isTerminal, type StepRecord } from "../execution.ts";
import { outputTexts } from "../outputs.ts";

/** AWS gives at most so many steps with GetAutomationExecution; DescribeAutomationStepExecutions has them all. */
const maximumSteps = 100;

/** `AutomationExecution` of GetAutomationExecution. */
export function renderExecution(execution: Execution): Record<string, unknown> {
  const steps = execution.steps.slice(0, maximumSteps);
  return {
    ...common(execution),
    StepExecutions: steps.map((record) => renderStep(execution, record)),
    StepExecutionsTruncated: steps.length < execution.steps.length,
    Parameters: execution.parameterTexts,
    Variables: Object.fromEntries([...execution.variables].map(([name, value]) => [name, outputTexts(value)])),
    ProgressCounters: progress(execution),
  };
}

/** One of `AutomationExecutionMetadataList`: everything but the steps, so it stays small however many there are. */
export const renderMetadata = (execution: Execution): Record<string, unknown> => ({ ...common(execution), AutomationType: "Local" });

/** One of `StepExecutions`. */
export function renderStep({ document }: Execution, record: StepRecord): Record<string, unknown> {
  const { definition, failure } = record;
  const steps = record.parent ? [] : document.mainSteps;
  const next = definition.nextStep ?? steps[steps.indexOf(definition) + 1]?.name;
  return {
    StepName: definition.name,
    Action: definition.action,
    TimeoutSeconds: definition.timeoutSeconds ?? defaultTimeoutSeconds.get(definition.action),
    OnFailure: definition.onFailure,
    MaxAttempts: definition.maxAttempts,
    ...times("Execution", record.startedAt, record.endedAt),
    StepStatus: record.status,
    ...(record.status === "Success" ? { ResponseCode: "0" } : {}),
    Inputs: record.inputs,
    Outputs: Object.fromEntries(Object.entries(record.outputs).map(([name, value]) => [name, stepOutput(name, value)])),
    ...(failure
      ? {
          FailureMessage: failure.message,
          FailureDetails: { FailureStage: failure.stage, FailureType: failure.type, Details: failure.details },
        }
      : {}),
    StepExecutionId: record.id,
    OverriddenParameters: {},
    IsEnd: definition.isEnd,
    ...(next === undefined || definition.isEnd ? {} : { NextStep: next }),
    IsCritical: definition.isCritical ?? definition.onFailure !== "Continue",
    ValidNextSteps: validNextSteps(record, next),
    ...(record.parent ? { ParentStepDetails: record.parent } : {}),
  };
}

/** A script's Payload is one JSON text, whatever it is. */
const stepOutput = (name: string, value: unknown): string[] =>
  name === "Payload" ? [JSON.stringify(value) ?? "null"] : outputTexts(value);

function common(execution: Execution): Record<string, unknown> {
  const current = execution.steps.find(({ status }) => status === "InProgress");
  return {
    AutomationExecutionId: execution.id,
    DocumentName: execution.documentName,
    DocumentVersion: execution.documentVersion,
    AutomationExecutionStatus: execution.status,
    ...times("Execution", execution.startedAt, execution.endedAt),
    Outputs: execution.outputs,
    Mode: execution.turn === undefined ? "Auto" : "Interactive",
    ExecutedBy: execution.executedBy,
    ...(execution.failureMessage === undefined ? {} : { FailureMessage: execution.failureMessage }),
    ...(current && !isTerminal(execution.status)
      ? { CurrentStepName: current.definition.name, CurrentAction: current.definition.action }
      : {}),
    Targets: [],
    ResolvedTargets: { ParameterValues: [], Truncated: false },
  };
}

function times(prefix: string, startedAt: number | undefined, endedAt: number | undefined): Record<string, number> {
  return {
    ...(startedAt === undefined ? {} : { [`${prefix}StartTime`]: startedAt / 1000 }),
    ...(endedAt === undefined ? {} : { [`${prefix}EndTime`]: endedAt / 1000 }),
  };
}

function validNextSteps({ definition }: StepRecord, next: string | undefined): string[] {
  if (definition.action !== "aws:branch") return next === undefined || definition.isEnd ? [] : [next];
  const choices = (definition.inputs.Choices ?? []) as { NextStep: string }[];
  const fallback = definition.inputs.Default;
  return [...choices.map(({ NextStep }) => NextStep), ...(typeof fallback === "string" ? [fallback] : [])];
}

function progress({ steps }: Execution): Record<string, number> {
  const count = (status: string): number => steps.filter((record) => record.status === status).length;
  return {
    TotalSteps: steps.length,
    SuccessSteps: count("Success"),
    FailedSteps: count("Failed"),
    CancelledSteps: count("Cancelled"),
    TimedOutSteps: count("TimedOut"),
  };
}
