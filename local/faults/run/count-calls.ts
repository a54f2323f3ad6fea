/** Counts the calls of a night without faults, so that a fault at a call that no night makes needs no night of its own. */
import type { LocalAws } from "../../aws/index.ts";
import { functionName, handlerNames } from "../../refresh/names.ts";
import type { NightReport } from "../../refresh/report/index.ts";
import { madeBy, type runningOperations } from "../inflict/index.ts";
import type { CallDisturbance } from "../list/index.ts";

/** How often a function's operation made a call that needs a permission; undefined when the operation did not run at all. */
export interface CallCounts {
  of(call: Pick<CallDisturbance, "handler" | "operation" | "action">): number | undefined;
}

/** Runs a night and counts. */
export async function countCalls(
  aws: Pick<LocalAws, "interfere" | "onEvent">,
  { running }: ReturnType<typeof runningOperations>,
  night: () => Promise<NightReport>,
): Promise<{ first: NightReport; calls: CallCounts }> {
  const counts = new Map<string, number>();
  const seen = new Map<string, { handler: string; operation: string | undefined }>();
  const stop = aws.onEvent((event) => {
    const handler = event.type === "function" ? handlerNames.find((name) => functionName(name) === event.functionName) : undefined;
    if (event.type !== "function" || handler === undefined) return;
    seen.set(keyOf(handler, event.operation), { handler, operation: event.operation });
  });
  aws.interfere({
    beforeCall(call) {
      for (const { handler, operation } of seen.values()) {
        if (!madeBy(handler, call) || !running(functionName(handler), operation)) continue;
        for (const action of new Set(call.actions)) {
          const key = keyOf(handler, operation, action);
          counts.set(key, (counts.get(key) ?? 0) + 1);
        }
      }
    },
  });
  const first = await night();
  stop();
  aws.interfere();
  return {
    first,
    calls: {
      of: ({ handler, operation, action }) =>
        seen.has(keyOf(handler, operation)) ? (counts.get(keyOf(handler, operation, action)) ?? 0) : undefined,
    },
  };
}

const keyOf = (...parts: readonly (string | undefined)[]): string => parts.join(" ");
