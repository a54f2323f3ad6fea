/** A clock that jumps: when everything that could run has run and only sleepers are left, time moves to the next of them. */
import type { Clock, SleepKind } from "./clock.ts";

interface Sleeper {
  readonly wakeAt: number;
  readonly order: number;
  readonly wake: () => void;
  cancelled: boolean;
}

/**
 * Waits cost nothing; `elapsed()` tells the seconds that would have passed. Sleepers wake in the order of their time, and
 * those of the same time in the order in which they fell asleep, so runs are repeatable.
 *
 * @param startMilliseconds the time that it begins at, milliseconds since 1970
 * @example
 * const clock = virtualClock();
 * await createEngine({ clock, integrations }).run(machineThatWaitsADay, {});
 * clock.elapsed(); // 86400
 */
export function virtualClock(startMilliseconds = Date.UTC(2024, 0, 1)): Clock & { elapsed(): number } {
  const sleepers: Sleeper[] = [];
  let now = startMilliseconds;
  let order = 0;
  let outside = 0;
  let scheduled = false;

  // setImmediate runs when all microtasks are done: nobody can go on without time passing or an outside call answering.
  const schedule = (): void => {
    if (scheduled || outside > 0 || sleepers.length === 0) return;
    scheduled = true;
    setImmediate(advance);
  };
  const advance = (): void => {
    scheduled = false;
    if (outside > 0) return;
    let next = popSleeper(sleepers);
    while (next?.cancelled === true) next = popSleeper(sleepers);
    if (next === undefined) return;
    now = Math.max(now, next.wakeAt);
    next.wake();
    schedule();
  };

  return {
    now: () => now,
    elapsed: () => (now - startMilliseconds) / 1000,
    sleep: (seconds: number, _kind: SleepKind, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const stop = (): void => {
          sleeper.cancelled = true;
          reject(signal.reason);
        };
        const wake = (): void => {
          signal.removeEventListener("abort", stop);
          resolve();
        };
        order += 1;
        const sleeper: Sleeper = { wakeAt: now + Math.max(seconds, 0) * 1000, order, wake, cancelled: false };
        signal.addEventListener("abort", stop, { once: true });
        pushSleeper(sleepers, sleeper);
        schedule();
      }),
    outside: async (work) => {
      outside += 1;
      try {
        return await work();
      } finally {
        outside -= 1;
        schedule();
      }
    },
  };
}

function before(a: Sleeper, b: Sleeper): boolean {
  return a.wakeAt < b.wakeAt || (a.wakeAt === b.wakeAt && a.order < b.order);
}

/** A binary heap: many iterations of a Map may sleep at once. */
function pushSleeper(heap: Sleeper[], sleeper: Sleeper): void {
  let index = heap.push(sleeper) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as Sleeper;
    if (!before(sleeper, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = sleeper;
}

function popSleeper(heap: Sleeper[]): Sleeper | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && before(heap[right] as Sleeper, heap[left] as Sleeper) ? right : left;
    if (!before(heap[child] as Sleeper, last)) break;
    heap[index] = heap[child] as Sleeper;
    index = child;
  }
  heap[index] = last;
  return top;
}
