/** The quotas of the service that executions meet. */
import { errorNames, StateFailure } from "./errors.ts";
import type { Data } from "./json.ts";

/** Bytes of UTF-8 in the input, output or result of a state. */
export const maxDataBytes = 262_144;
/** Bytes of UTF-8 that the variables of an execution may hold together; what one state assigns is bounded by maxDataBytes. */
export const maxVariableBytes = 10_485_760;
/** Events in the history of a standard execution. */
export const maxHistoryEvents = 25_000;
/** Iterations of an inline Map that run at once. */
export const maxInlineConcurrency = 40;
/** Child executions of a distributed Map that run at once; here fewer, since they share one process. */
export const maxChildConcurrency = 1_000;
/** Seconds that an express execution may take. */
export const maxExpressSeconds = 300;
/** Seconds that a wait may take. */
export const maxWaitSeconds = 31_536_000;

/**
 * Passes `data` on if it is small enough.
 *
 * @param producer what AWS names in the cause: a state, a resource type or a function's ARN
 * @throws StateFailure States.DataLimitExceeded
 */
export function withinLimit(data: Data, producer: string): Data {
  if (data.bytes <= maxDataBytes) return data;
  throw new StateFailure(
    errorNames.dataLimit,
    `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
