/** Where the steps of a document, and what can be read, are written down while its source runs. */
import type { z } from "zod";
import { type Expr, type Root, reference, rootNamed } from "./expression.ts";
import type { Step } from "./steps/step.ts";

/** Something that a step can read. */
export interface Declared {
  readonly type: z.ZodType;
  /** The step that gives it, or the loop whose round it belongs to; parameters and variables are always there. */
  readonly step: string | undefined;
}

export interface Recorder {
  /** Adds a step to the list that is open. */
  add(step: Step): void;
  /** Runs `body` with a list of its own, and gives that list: the steps of a loop. */
  nested<T>(body: () => T): { steps: readonly Step[]; result: T };
  /** The expression that reads what has this name. */
  declare<V>(name: string, type: z.ZodType, step?: string): Expr<V>;
  readonly steps: readonly Step[];
  readonly declared: ReadonlyMap<Root, Declared>;
}

export function createRecorder(): Recorder {
  const steps: Step[] = [];
  const declared = new Map<Root, Declared>();
  let open = steps;
  return {
    steps,
    declared,
    add: (step) => {
      open.push(Object.freeze(step));
    },
    nested: (body) => {
      const outer = open;
      const inner: Step[] = [];
      open = inner;
      try {
        return { steps: inner, result: body() };
      } finally {
        open = outer;
      }
    },
    declare: (name, type, step) => {
      const root = rootNamed(name);
      declared.set(root, { type, step });
      return reference(root);
    },
  };
}
