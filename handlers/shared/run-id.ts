/** The run's name, made from when its execution started and what the execution is called. */
import { createHash } from "node:crypto";

/**
 * `<UTC start as yyyymmdd't'hhmm>-<4 hex of the execution's name>`: the same execution always gets the same.
 *
 * @param startTime - ISO 8601
 * @throws RangeError when the start time is no time
 * @example
 * ```ts
 * runIdOf("2026-11-24T02:00:00.123Z", "nightly"); // "20261124t0200-…"
 * ```
 */
export function runIdOf(startTime: string, executionName: string): string {
  const start = new Date(startTime);
  if (Number.isNaN(start.getTime())) throw new RangeError("The execution's start time is not an ISO 8601 time.");
  const stamp = start.toISOString().slice(0, 16).replaceAll(/[-:]/g, "").toLowerCase();
  return `${stamp}-${createHash("sha256").update(executionName, "utf8").digest("hex").slice(0, 4)}`;
}

/** When a run began, to the minute, as its name says. */
export function startOfRun(runId: string): Date {
  const [, year, month, day, hour, minute] = /^(\d{4})(\d{2})(\d{2})t(\d{2})(\d{2})-/.exec(runId) ?? [];
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute)));
}
