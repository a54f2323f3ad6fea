/** A parsed template: a small frozen tree with the positions of its pieces. */

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
  readonly name: string;
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
