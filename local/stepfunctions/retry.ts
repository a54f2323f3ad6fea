/** Retry and Catch: which of them takes an error, and how long a retry waits. */
import type { Catcher, Retrier } from "./definition/asl.ts";
import { errorNames, type StateFailure } from "./errors.ts";

/** How often each Retrier of a state has retried since the state was entered. */
export type RetryCounts = Map<Retrier, number>;

/** The Retrier that still takes this error, or undefined. */
export function findRetrier(retriers: readonly Retrier[] | undefined, failure: StateFailure, counts: RetryCounts): Retrier | undefined {
  const retrier = matchingRetrier(retriers, failure);
  if (retrier === undefined) return undefined;
  return (counts.get(retrier) ?? 0) < (retrier.MaxAttempts ?? 3) ? retrier : undefined;
}

/** The Retrier that names this error, whether or not it still retries. */
export function matchingRetrier(retriers: readonly Retrier[] | undefined, failure: StateFailure): Retrier | undefined {
  return failure.fatal ? undefined : retriers?.find(({ ErrorEquals }) => takes(ErrorEquals, failure));
}

/** The Catcher that takes this error, or undefined. */
export function findCatcher(catchers: readonly Catcher[] | undefined, failure: StateFailure): Catcher | undefined {
  return failure.fatal ? undefined : catchers?.find(({ ErrorEquals }) => takes(ErrorEquals, failure));
}

/**
 * Seconds before the next attempt.
 *
 * @param retries how many retries this Retrier has done already
 * @param random a number from 0 to below 1, for JitterStrategy FULL
 */
export function retryDelay(retrier: Retrier, retries: number, random: () => number): number {
  const delay = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** retries;
  const bounded = Math.min(delay, retrier.MaxDelaySeconds ?? 31_622_400);
  return retrier.JitterStrategy === "FULL" ? bounded * random() : bounded;
}

function takes(names: readonly string[], { error, alias }: StateFailure): boolean {
  return names.some((name) => {
    if (name === error || (alias !== undefined && name === alias)) return true;
    return name === errorNames.all || (name === errorNames.taskFailed && error !== errorNames.timeout);
  });
}
