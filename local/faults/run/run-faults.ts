/** Runs faults one after the other on local AWSs, a fresh one after every violation. */

import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { secondsSince } from "../../refresh/session.ts";
import type { Fault } from "../list/index.ts";
import { type FaultSession, type FaultSessionOptions, startFaultSession } from "./fault-session.ts";
import { type FaultResult, runFault } from "./run-fault.ts";

export interface RunFaultsOptions extends FaultSessionOptions {
  /** So many local AWSs at once. */
  readonly processes: number;
  /** Told before and after each fault. */
  onFault?(fault: Fault): void;
  onResult?(result: FaultResult, done: number): void;
}

/**
 * Runs them; their results are in the order in which they ended.
 *
 * @throws BadFirstNight when already the night without a fault goes wrong
 */
export async function runFaults(faults: readonly Fault[], options: RunFaultsOptions): Promise<readonly FaultResult[]> {
  const waiting = [...faults];
  const results: FaultResult[] = [];
  const work = async (): Promise<void> => {
    let session: FaultSession | undefined;
    try {
      for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
        options.signal.throwIfAborted();
        options.onFault?.(fault);
        if (fault.outOfReach === undefined && session === undefined) session = await startFaultSession(options);
        const result = session === undefined ? outOfReach(fault) : await judged(session, fault, options.signal);
        results.push(result);
        options.onResult?.(result, results.length);
        if (result.outcome === "violated") {
          await session?.end();
          session = undefined;
        }
      }
    } finally {
      await session?.end();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.processes, faults.length) }, work));
  return results;
}

const outOfReach = (fault: Fault): FaultResult => ({ fault, outcome: "not reached", why: fault.outOfReach ?? "", seconds: 0 });

/** A night that never ends, or that cannot be looked at, is no ending that holds anything. */
async function judged(session: FaultSession, fault: Fault, signal: AbortSignal): Promise<FaultResult> {
  const begun = performance.now();
  try {
    return await interruptible(runFault(session, fault), signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = `the test itself failed: ${error instanceof Error ? error.message : String(error)}`;
    return { fault, outcome: "violated", why, seconds: secondsSince(begun) };
  }
}

/** What is interrupted ends soon, when everything under it is stopped. */
async function interruptible<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => void pause(0).then(() => reject(signal.reason));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
