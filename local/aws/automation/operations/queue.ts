/** Which executions run: 100 at once, the others wait as Pending. */

/** AWS's quotas: executions at once, and waiting ones. */
const limits = { running: 100, waiting: 1000 } as const;

export interface Queue {
  /** True when another execution would be one too many. */
  readonly full: () => boolean;
  /** Starts the work now or as soon as a place is free. The work must not throw. */
  readonly add: (work: () => Promise<void>) => void;
  /** Settles when nothing runs any more; what waits is dropped. */
  readonly close: () => Promise<void>;
}

export function createQueue(): Queue {
  const running = new Set<Promise<void>>();
  const waiting: (() => Promise<void>)[] = [];
  let closed = false;
  const startNext = (): void => {
    if (closed || running.size >= limits.running) return;
    const work = waiting.shift();
    if (!work) return;
    const promise = work().finally(() => {
      running.delete(promise);
      startNext();
    });
    running.add(promise);
  };
  return {
    full: () => waiting.length >= limits.waiting,
    add: (work) => {
      waiting.push(work);
      startNext();
    },
    close: async () => {
      closed = true;
      await Promise.all(running);
    },
  };
}
