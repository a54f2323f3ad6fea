/** Time as executions see it: real, scaled (waits and retry delays shrink), or virtual (see virtual-clock.ts). */

/** Why someone sleeps; a scaled clock never shortens timeouts, since they wait for real work. */
export type SleepKind = "wait" | "retry" | "timeout";

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `seconds`; rejects with the signal's reason when that is aborted first. */
  sleep(seconds: number, kind: SleepKind, signal: AbortSignal): Promise<void>;
  /** Seconds that have passed since the clock was made, as the executions see it. */
  elapsed?(): number;
  /** Runs work that happens outside the clock (a call to a service); a virtual clock stands still meanwhile. */
  outside?<T>(work: () => Promise<T>): Promise<T>;
}

/** A timer takes at most 2^31 - 1 milliseconds. */
const longestTimer = 2_147_483_647;

/** The machine's own time. */
export function realClock(): Clock {
  return scaledClock(1);
}

/**
 * Waits and retry delays take `scale` times their length; timeouts keep theirs.
 *
 * @example
 * createEngine({ clock: scaledClock(0.01), integrations }); // Wait 60 takes 0.6 seconds
 */
export function scaledClock(scale: number): Clock {
  if (!Number.isFinite(scale) || scale < 0) throw new RangeError(`The scale of a clock must be 0 or more, not ${scale}`);
  const start = Date.now();
  return {
    now: () => Date.now(),
    sleep: (seconds, kind, signal) => timer(seconds * 1000 * (kind === "timeout" ? 1 : scale), signal),
    elapsed: () => (Date.now() - start) / 1000,
  };
}

function timer(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let left = milliseconds;
    let handle: NodeJS.Timeout;
    const stop = (): void => {
      clearTimeout(handle);
      reject(signal.reason);
    };
    const next = (): void => {
      const part = Math.min(left, longestTimer);
      left -= part;
      handle = setTimeout(left > 0 ? next : done, part);
    };
    const done = (): void => {
      signal.removeEventListener("abort", stop);
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
    next();
  });
}
