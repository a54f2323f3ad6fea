/** The logging configuration of a state machine: kept and given back, checked as AWS checks it; nothing is logged. */
import { ApiError } from "./errors.ts";
import type { JsonObject } from "./json.ts";

/** @throws ApiError InvalidLoggingConfiguration unless a machine that logs has exactly one destination */
export function readLogging(given: JsonObject | undefined): JsonObject {
  const logging: JsonObject = { level: "OFF", includeExecutionData: false, ...given };
  const destinations = Array.isArray(logging.destinations) ? logging.destinations.length : 0;
  if (destinations > 1 || (logging.level !== "OFF" && destinations === 0)) {
    throw new ApiError("InvalidLoggingConfiguration", "Invalid Logging Configuration: Must specify exactly one Log Destination.");
  }
  return logging;
}
