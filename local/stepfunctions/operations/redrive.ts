/** Redriving executions that did not end well. */
import { ApiError } from "../errors.ts";
import type { Executions } from "../executions.ts";
import { redriveState } from "../redrive.ts";

export interface RedriveOperations {
  /**
   * Lets an execution go on from the state that it failed in, without doing again what had succeeded.
   *
   * @returns milliseconds since 1970
   * @throws ApiError ExecutionNotRedrivable
   */
  redriveExecution(input: { executionArn: string }): { redriveDate: number };
}

export function redriveOperations(executions: Executions, now: () => number): RedriveOperations {
  return {
    redriveExecution: ({ executionArn }) => {
      const execution = executions.find(executionArn);
      const { redriveStatus, redriveStatusReason } = redriveState(execution, now());
      if (redriveStatus !== "REDRIVABLE") {
        const reason = redriveStatusReason ?? "Execution is a child of a Map Run and can only be redriven with it";
        throw new ApiError("ExecutionNotRedrivable", `${reason}: '${executionArn}'`);
      }
      return { redriveDate: execution.redrive() };
    },
  };
}
