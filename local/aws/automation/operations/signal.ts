/** SendAutomationSignal: StartStep, Resume and StopStep of interactive executions; the others are for aws:approve, which is not here. */
import { AwsError } from "../../gateway/service.ts";
import type { Execution, StepRecord } from "../execution.ts";
import type { Turn } from "../run/turn.ts";

const APPROVALS = ["Approve", "Reject", "Revoke"];

const invalid = (why: string): AwsError =>
  new AwsError("InvalidAutomationSignalException", `The signal is not valid for the current Automation execution: ${why}.`);
const noStep = (): AwsError =>
  new AwsError(
    "AutomationStepNotFoundException",
    "The specified step name and execution ID don't exist. Verify the information and try again.",
  );

/**
 * Carries a signal out.
 *
 * @throws AwsError InvalidAutomationSignalException, AutomationStepNotFoundException, ValidationException
 */
export function signal(execution: Execution, type: unknown, payload: unknown): void {
  const given = (payload ?? {}) as Readonly<Record<string, readonly string[]>>;
  if (APPROVALS.includes(String(type))) throw invalid(`${String(type)} is for a step of aws:approve, which the local runner does not have`);
  if (type !== "StartStep" && type !== "Resume" && type !== "StopStep") {
    throw new AwsError("ValidationException", "SignalType is Approve, Reject, StartStep, StopStep, Resume or Revoke.");
  }
  const { turn } = execution;
  if (turn === undefined) throw invalid(`${type} is for executions in the Mode Interactive`);
  if (type === "StopStep") stopStep(execution, given.StepExecutionId?.[0]);
  else startStep(execution, turn, type, given.StepName?.[0]);
}

function startStep(execution: Execution, turn: Turn, type: "StartStep" | "Resume", name: string | undefined): void {
  if (!turn.waiting) throw invalid("it does not wait for a signal");
  const step = execution.steps.find((record) => !record.parent && record.definition.name === name);
  if ((name !== undefined || type === "Resume") && step === undefined) throw noStep();
  if (type === "Resume" && !ended(step)) throw invalid(`the step ${String(name)} has neither failed nor been stopped`);
  turn.go(name === undefined ? {} : { step: name });
}

function stopStep({ steps, stops }: Execution, id: string | undefined): void {
  const record = steps.find((step) => step.id === id);
  if (record === undefined) throw noStep();
  const stop = stops.get(record.id);
  if (stop === undefined) throw invalid(`the step ${record.definition.name} is not running`);
  stop.abort();
}

const ended = (step: StepRecord | undefined): boolean => ["Failed", "TimedOut", "Cancelled"].includes(step?.status ?? "");
