/** Writes down that the run failed, where and why, so that the clean-up and the report know. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { changeRun, runOfExecution } from "../../shared/control/index.ts";
import type { recordFailure } from "../contract.ts";
import type { MaskingContext } from "./context.ts";

/** The operation. A run inside the switch stays there until it is rolled back; one that is live stays live. */
export function recordFailureOperation(context: MaskingContext): Operation<typeof recordFailure> {
  return async ({ execution, error, cause }) => {
    const runId = await runOfExecution(context.control, execution);
    const message = messageOf(cause);
    if (runId !== "") {
      const details = { error, message };
      for (const status of ["switching", "live", "failed"] as const) await changeRun(context.control, runId, status, [status], details);
      await changeRun(context.control, runId, "failed", ["running"], details);
    }
    return { runId, error, message };
  };
}

/**
 * What a cause says to people: a Lambda's `errorMessage`, of a child execution its own cause, otherwise the text; one line,
 * at most 1,024 characters.
 */
export function messageOf(cause: string, depth = 0): string {
  const text = cause.trim();
  if (depth < 8 && text.startsWith("{")) {
    try {
      const parsed = JSON.parse(text) as Record<string, unknown>;
      const inner = parsed.errorMessage ?? parsed.Cause ?? parsed.cause;
      if (typeof inner === "string" && inner !== "") return messageOf(inner, depth + 1);
    } catch {
      // Not JSON after all: the text itself is the message.
    }
  }
  return (text.split("\n")[0] ?? "").slice(0, 1024);
}
