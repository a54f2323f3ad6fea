/** Retries in words. */
import type { RetryRule } from "../../steps/index.ts";
import { sayDuration } from "./duration.ts";

/** What Lambda's service itself may answer; written out it would hide what a state retries beside it. */
export const LAMBDA_SERVICE = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
];

/** Delays that are written out one by one. */
const SHOWN = 4;

/** The error names, each in code marks; Lambda's own under one name. */
export function sayErrors(errors: readonly string[]): readonly string[] {
  if (errors.includes("States.ALL")) return ["any error"];
  const ofLambda = LAMBDA_SERVICE.every((name) => errors.includes(name));
  const others = errors.filter((name) => !ofLambda || !LAMBDA_SERVICE.includes(name));
  return [...others.map((name) => `\`${name}\``), ...(ofLambda ? ["errors of the Lambda service"] : [])];
}

/** The delays in seconds: each the one before times the backoff, none longer than the longest. */
function delaysOf({ every = 1, max = 3, backoff = 2, maxDelay }: RetryRule<string>): readonly number[] {
  return Array.from({ length: max }, (_, index) => Math.min(every * backoff ** index, maxDelay ?? Number.POSITIVE_INFINITY));
}

/**
 * A rule in words, without its errors.
 *
 * @example
 * ```ts
 * sayRetry({ errors: ["S3.Throttled"], every: 5, max: 3, backoff: 2 }); // "3 times, after 5 s, 10 s and 20 s"
 * ```
 */
export function sayRetry(rule: RetryRule<string>): string {
  const delays = delaysOf(rule);
  if (delays.length === 0) return "not at all";
  const times = delays.length === 1 ? "once" : `${delays.length} times`;
  const jitter = rule.jitter ? ", each delay drawn between 0 and that" : "";
  const round = (seconds: number): string => sayDuration(Number(seconds.toPrecision(6)));
  const [first = 0, ...others] = delays;
  if (others.length > 0 && others.every((delay) => delay === first)) return `${times}, every ${round(first)}${jitter}`;
  const all = delays.length <= SHOWN ? delays.map(round) : [...delays.slice(0, SHOWN - 1).map(round), "…", round(delays.at(-1) ?? 0)];
  const last = all.at(-1) ?? "";
  const said = all.length === 1 ? last : all.includes("…") ? all.join(", ") : `${all.slice(0, -1).join(", ")} and ${last}`;
  return `${times}, after ${said}${jitter}`;
}
