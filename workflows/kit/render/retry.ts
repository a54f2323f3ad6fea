/** A rule of Retry, the same in both query languages. */
import type { RetryRule } from "../steps/index.ts";
import type { Rendered } from "../workflow-type.ts";

/** The rule with its defaults written out: every second, three times, each delay doubled. */
export const renderRetry = ({ errors, every, max, backoff, maxDelay, jitter }: RetryRule<string>): Readonly<Record<string, Rendered>> => ({
  ErrorEquals: errors,
  IntervalSeconds: every ?? 1,
  MaxAttempts: max ?? 3,
  BackoffRate: backoff ?? 2,
  ...(maxDelay === undefined ? {} : { MaxDelaySeconds: maxDelay }),
  ...(jitter ? { JitterStrategy: "FULL" } : {}),
});
