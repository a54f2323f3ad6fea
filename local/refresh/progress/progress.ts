/** How a run tells people what it does: steps that begin, say how far they are, and end. */

/** A step that has begun. */
export interface Step {
  /** Replaces what stands behind the step's name. */
  detail(text: string): void;
  /** Ends the step well; `text` says what came of it. */
  done(text?: string): void;
  /** Ends the step badly. */
  failed(text: string): void;
  /** A step inside this one. */
  step(name: string): Step;
}

/** A way of showing steps. */
export interface Progress {
  step(name: string): Step;
  /** A line that stays. */
  note(line: string): void;
  /** Stops drawing; what stands there stays. */
  stop(): void;
}

/** Runs the work as a step of a progress, or inside of another step. */
export async function shown<T>(parent: Pick<Step, "step">, name: string, work: () => Promise<T>): Promise<T> {
  const step = parent.step(name);
  try {
    const result = await work();
    step.done();
    return result;
  } catch (error) {
    step.failed("");
    throw error;
  }
}

/** One step as both ways of showing keep it. */
export interface StepState {
  readonly name: string;
  readonly depth: number;
  readonly startedAt: number;
  readonly steps: StepState[];
  status: "running" | "done" | "failed";
  text: string;
  seconds: number;
}

/**
 * Keeps the steps' state and tells `changed` about every change.
 *
 * @param now - milliseconds
 */
export function progressOver(
  now: () => number,
  changed: (step: StepState, change: "begun" | "detail" | "ended") => void,
): (name: string, list: StepState[], depth: number) => Step {
  const begin = (name: string, list: StepState[], depth: number): Step => {
    const state: StepState = { name, depth, startedAt: now(), steps: [], status: "running", text: "", seconds: 0 };
    list.push(state);
    changed(state, "begun");
    const end = (status: "done" | "failed", text: string | undefined): void => {
      if (state.status !== "running") return;
      state.status = status;
      state.text = text ?? state.text;
      state.seconds = (now() - state.startedAt) / 1000;
      changed(state, "ended");
    };
    return {
      detail: (text) => {
        if (state.text === text || state.status !== "running") return;
        state.text = text;
        changed(state, "detail");
      },
      done: (text) => end("done", text),
      failed: (text) => end("failed", text),
      step: (inner) => begin(inner, state.steps, depth + 1),
    };
  };
  return begin;
}
