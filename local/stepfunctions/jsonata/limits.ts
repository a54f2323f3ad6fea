/** What an expression may use: time, depth and memory. Time is this process's own, whatever clock the executions have. */

export interface Limits {
  /** Milliseconds that evaluating may take; pauses, and what others do meanwhile, don't count. */
  readonly milliseconds: number;
  /** Evaluations inside one another. */
  readonly depth: number;
  /** Evaluations that have begun and not ended: the library evaluates members of an array or an object side by side. */
  readonly pending: number;
  /** Items of an array that an expression makes. */
  readonly items: number;
  /** Characters of a text that an expression makes. */
  readonly characters: number;
}

/** Depth, items and characters are where AWS refuses; its time isn't known. */
export const limits: Limits = { milliseconds: 2_000, depth: 100, pending: 50_000, items: 873_782, characters: 2 ** 22 };

/** After so many milliseconds without a pause, an expression lets others have the process. */
const stretch = 10;
/** The most that one step is charged: a process that was asleep must not count as an expression that ran. */
const longestStep = 1_000;

/** An expression that went beyond a limit; the words are AWS's. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

/** When the last step of any expression was, since many of them run in turns. */
let lastStep = 0;
let lastPause = 0;

export interface Meter {
  /** Called before every step; gives a promise when it is time to let others go on. */
  enter(pending: number): Promise<void> | undefined;
  /** Called with the result of every step. */
  leave(result: unknown): void;
  /** The evaluation is over; what it left running side by side stops at its next step. */
  close(): void;
}

/**
 * Counts what one evaluation uses.
 *
 * @param sideBySide whether the expression has arrays or objects, so that pending evaluations say nothing about depth
 * @param pause lets the rest of the process go on; rejects when the evaluation is to end
 */
export function meter(sideBySide: boolean, pause: () => Promise<void>, most: Limits = limits): Meter {
  const deepest = sideBySide ? most.pending : most.depth;
  let used = 0;
  let closed = false;
  const begun = performance.now();
  // Nothing ran for a while, so nothing has been kept waiting.
  if (begun - lastStep > stretch) lastPause = begun;
  lastStep = begun;
  const resume = async (): Promise<void> => {
    await pause();
    lastPause = performance.now();
    lastStep = lastPause;
  };
  return {
    enter: (pending) => {
      if (closed) throw new LimitError("The evaluation is over");
      if (pending > deepest) throw tooDeep(pending, deepest);
      const now = performance.now();
      used += Math.min(now - lastStep, longestStep);
      lastStep = now;
      if (used > most.milliseconds) throw new LimitError("Expression evaluation timeout: Check for infinite loop");
      return now - lastPause > stretch ? resume() : undefined;
    },
    leave: (result) => {
      if (typeof result === "string" ? result.length > most.characters : Array.isArray(result) && result.length > most.items) {
        throw tooLarge();
      }
    },
    close: () => {
      closed = true;
    },
  };
}

export function tooLarge(): LimitError {
  return new LimitError("Expression evaluation memory limit exceeded: Check for excessive memory usage");
}

function tooDeep(depth: number, most: number): LimitError {
  return new LimitError(
    `Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive. Depth=${depth} max=${most}`,
  );
}
