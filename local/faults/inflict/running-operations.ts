/** Which operations the functions carry out at this moment. */
import type { LocalAws } from "../../aws/index.ts";

/** Listens until `stop`. */
export function runningOperations(aws: Pick<LocalAws, "onEvent">): {
  running(functionName: string, operation: string | undefined): boolean;
  stop(): void;
} {
  const invocations = new Map<string, { readonly functionName: string; readonly operation: string | undefined }>();
  const stop = aws.onEvent((event) => {
    if (event.type !== "function") return;
    const { requestId, functionName, operation } = event;
    if (event.phase === "start") invocations.set(requestId, { functionName, operation });
    else invocations.delete(requestId);
  });
  return {
    running: (functionName, operation) =>
      [...invocations.values()].some((one) => one.functionName === functionName && one.operation === operation),
    stop,
  };
}
