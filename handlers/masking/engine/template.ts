/** A parsed template: a small frozen tree with the positions of its pieces. */
import type { StepName } from "./definitions/index.ts";

/** Text that stands for itself. */
export interface Literal {
  readonly kind: "literal";
  readonly text: string;
  /** Offsets in the template, in UTF-16 units; `end` is behind the last one. */
  readonly start: number;
  readonly end: number;
}

/** One step of a pipeline, such as `hash:12`. */
export interface TemplateStep {
  readonly name: StepName | "null";
  readonly args: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** What stands in `{{ }}`: steps applied from left to right, beginning with the column's value. */
export interface Pipeline {
  readonly kind: "pipeline";
  readonly steps: readonly TemplateStep[];
  readonly start: number;
  readonly end: number;
}

/** A template of masking/v1. */
export interface Template {
  readonly kind: "template";
  readonly text: string;
  readonly parts: readonly (Literal | Pipeline)[];
}

/** The word lists that `pick` names. */
export type Lists = ReadonlyMap<string, readonly string[]>;

/** Reads another field of the same row, before masking; null when it is null or absent. */
export type Row = (field: string) => string | null;

/** Where an argument of a step begins; the step's end when it has no such argument. */
export function argumentStart(step: Pick<TemplateStep, "name" | "args" | "start">, index: number): number {
  const before = [step.name, ...step.args.slice(0, index)];
  const length = before.reduce((sum, text) => sum + text.length + 1, 0);
  return step.start + (index < step.args.length ? length : length - 1);
}
