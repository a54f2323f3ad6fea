/** How checks report. */
import type { Root } from "../expression.ts";
import type { Declared } from "../recorder.ts";
import type { Recorded, StepList } from "../steps/index.ts";

/** What a check is given. */
export interface Checked {
  readonly document: Recorded;
  readonly declared: ReadonlyMap<Root, Declared>;
  readonly lists: readonly StepList[];
  /** Collects one problem: where, and what is wrong and to do. */
  report(where: string, problem: string): void;
}

/** The name of a step in messages: with those of the loops around it. */
export const placeOf = ({ loop, outer }: StepList, step: string): string =>
  loop && outer ? `${placeOf(outer, loop.name)} / ${step}` : step;
