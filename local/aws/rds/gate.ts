/** Lets calls through to a cluster, and holds new ones up while something has to be alone with it. */

/** Work that goes through; it may name what goes on after its answer. */
export type Passing<T> = (goesOn: (until: Promise<unknown>) => void) => Promise<T>;

export type Gate = {
  /** Runs work as soon as nothing is alone with the cluster. */
  pass<T>(work: Passing<T>): Promise<T>;
  /** Runs work when everything that passed has ended. Not to be called twice at once. */
  alone<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * A gate that is open.
 *
 * @example await gate.alone(async () => { await stop(); await copy(); await start(); });
 */
export function createGate(): Gate {
  const passing = new Set<Promise<unknown>>();
  let closed: Promise<void> | undefined;
  const note = (work: Promise<unknown>): void => {
    const ended: Promise<void> = work.then(
      () => void passing.delete(ended),
      () => void passing.delete(ended),
    );
    passing.add(ended);
  };
  return {
    async pass(work) {
      while (closed !== undefined) await closed;
      const running = work(note);
      note(running);
      return running;
    },
    async alone(work) {
      let open = (): void => {};
      closed = new Promise((resolve) => {
        open = resolve;
      });
      try {
        while (passing.size > 0) await Promise.all(passing);
        return await work();
      } finally {
        closed = undefined;
        open();
      }
    },
  };
}
