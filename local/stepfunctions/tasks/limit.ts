/** Bounds work in time: ends it when its seconds are over or when its branch is aborted. */
import type { Clock } from "../clock.ts";
import { errorNames, StateFailure } from "../errors.ts";

/**
 * Runs `work` until it ends, `seconds` have passed (States.Timeout) or `signal` is aborted (its reason).
 *
 * @param seconds undefined for no limit
 */
export async function withTimeout<T>(
  work: (signal: AbortSignal) => Promise<T>,
  seconds: number | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const timer = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const giveUp = (reason: unknown): void => {
      controller.abort(reason);
      settle(() => reject(reason));
    };
    const abort = (): void => giveUp(signal.reason);
    const settle = (finish: () => void): void => {
      signal.removeEventListener("abort", abort);
      timer.abort();
      finish();
    };
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    work(controller.signal).then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
    if (seconds === undefined) return;
    clock.sleep(seconds, "timeout", timer.signal).then(
      () => giveUp(new StateFailure(errorNames.timeout)),
      () => undefined,
    );
  });
}

/**
 * Work outside the engine (a service, a mock, an object store): a virtual clock stands still meanwhile, and it is given up when
 * `signal` is aborted.
 */
export function outside<T>(clock: Clock, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return orAborted(clock.outside === undefined ? work() : clock.outside(work), signal);
}

/** Gives a promise up when `signal` is aborted. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
