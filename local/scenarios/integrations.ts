/** A task's result and arguments in the shape that its integration gives them. */
import type { AnyTask } from "../../workflows/kit/index.ts";

/** The raw result of the Task: what Lambda or a child execution wraps around the contract's output. */
export function wrapResult({ target }: AnyTask, output: unknown): unknown {
  // What SendTaskSuccess sends is the whole result.
  if ("callback" in target && target.callback) return output;
  if (target.kind === "lambda") return { ExecutedVersion: "$LATEST", StatusCode: 200, Payload: output };
  if (target.kind === "child") return { Status: "SUCCEEDED", Output: output };
  return output;
}

/** The contract's input in the Task's evaluated parameters. */
export function unwrapArguments({ target }: AnyTask, parameters: unknown): unknown {
  const given = (parameters ?? {}) as Record<string, unknown>;
  if (target.kind === "lambda") {
    const { operation: _, ...input } = (given.Payload ?? {}) as Record<string, unknown>;
    return input;
  }
  if (target.kind === "child") {
    const { AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: _, ...input } = (given.Input ?? {}) as Record<string, unknown>;
    return input;
  }
  return given;
}
