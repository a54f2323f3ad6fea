/** Where the steps of a document are written down while its source runs. */
import type { StepShape } from "./shapes.ts";

export interface Recorder {
  /** Adds a step to the list that is open. */
  add(step: StepShape): void;
  /** Runs `body` with a list of its own, and gives that list: the steps of a loop. */
  nested<T>(body: () => T): { steps: readonly StepShape[]; result: T };
  readonly steps: readonly StepShape[];
}

export function createRecorder(): Recorder {
  const steps: StepShape[] = [];
  let open = steps;
  return {
    steps,
    add: (step) => {
      open.push(step);
    },
    nested: (body) => {
      const outer = open;
      const inner: StepShape[] = [];
      open = inner;
      try {
        return { steps: inner, result: body() };
      } finally {
        open = outer;
      }
    },
  };
}
