/** Ctrl-C and SIGTERM: the first one stops the work in order, a second one is answered. */
import process from "node:process";

/** What a command that can be interrupted works with. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Resolves at the first signal. */
  readonly promise: Promise<void>;
  /** 130 or 143 after a signal. */
  readonly exitCode: number | undefined;
  /** The work's result, or an error at the first signal; the work's own end is then no longer waited for. */
  race<T>(work: Promise<T>): Promise<T>;
  /** Gives the signals back to Node. */
  dispose(): void;
}

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Listens until `dispose`. */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const listeners = Object.entries(codes).map(([name, code]) => {
    const listener = (): void => {
      if (exitCode !== undefined) {
        if (name !== "SIGHUP") process.stderr.write("Still stopping…\n");
        return;
      }
      exitCode = code;
      controller.abort();
    };
    process.on(name, listener);
    return { name, listener };
  });
  const promise = new Promise<void>((resolve) => controller.signal.addEventListener("abort", () => resolve(), { once: true }));
  return {
    signal: controller.signal,
    promise,
    get exitCode() {
      return exitCode;
    },
    race: (work) => {
      // What still runs fails when everything under it is stopped; nobody waits for it then.
      work.catch(() => undefined);
      return Promise.race([
        work,
        promise.then(() => {
          throw new Error("interrupted");
        }),
      ]);
    },
    dispose: () => {
      for (const { name, listener } of listeners) process.removeListener(name, listener);
    },
  };
}
