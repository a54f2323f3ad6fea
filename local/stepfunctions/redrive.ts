/** Whether an execution can be redriven, and why not, in AWS's words. */
import type { Execution } from "./execution.ts";
import { maxHistoryEvents } from "./quotas.ts";

export interface RedriveState {
  readonly redriveStatus: "REDRIVABLE" | "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN";
  readonly redriveStatusReason?: string;
}

/** Milliseconds after its end in which an execution can be redriven. */
const redrivablePeriod = 14 * 86_400_000;

/** @param now milliseconds since 1970 */
export function redriveState({ status, stopDate, history, start }: Execution, now: number): RedriveState {
  if (status === "RUNNING" || status === "SUCCEEDED") return not(`Execution is ${status} and cannot be redriven`);
  if (start.express !== undefined) return not("Execution is of an EXPRESS state machine and cannot be redriven");
  if (history.events.length >= maxHistoryEvents - 1) return not("Execution history event limit exceeded");
  if (stopDate !== undefined && now - stopDate > redrivablePeriod) return not("Execution redrivable period exceeded");
  return { redriveStatus: start.mapRunArn === undefined ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN" };
}

function not(redriveStatusReason: string): RedriveState {
  return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason };
}
