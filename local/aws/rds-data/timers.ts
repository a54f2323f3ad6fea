/** Time as the Data API measures it: a test has a clock of its own, so that nobody waits for 45 s, 3 min or 24 h. */

export type Timers = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Does work after so many milliseconds. @returns what calls it off */
  after(milliseconds: number, work: () => void): () => void;
};

/** The machine's clock. */
export const realTimers: Timers = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
