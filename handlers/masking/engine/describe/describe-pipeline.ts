/** Follows the steps of one pipeline. */
import { visitStep } from "../bind.ts";
import type { Lists, Pipeline, TemplateStep } from "../template.ts";
import type { Distinctness, Shows } from "./effect.ts";
import { effects } from "./effects.ts";
import { type Texts, textBits } from "./texts.ts";
import { afterStep, distinctValues, type Uniqueness } from "./uniqueness.ts";

/** How much of the original a result may show, and the step that decides. */
export interface Original {
  readonly shows: Shows;
  readonly by: TemplateStep | undefined;
  readonly because: string;
}

/** What is known behind the last step of a pipeline. */
export interface PipelineDescription {
  readonly texts: Texts;
  readonly uniqueness: Uniqueness;
  readonly original: Original;
  /** log2 of the number of distinct results, at most. */
  readonly bits: number;
}

const order: readonly Shows[] = ["never", "by chance", "part", "whole"];

/** Whether one shows less than the other. */
export function showsLess(a: Shows, b: Shows): boolean {
  return order.indexOf(a) < order.indexOf(b);
}

/** What a pipeline does to such values. */
export function describePipeline(pipeline: Pipeline, input: Texts, lists: Lists): PipelineDescription {
  const start: PipelineDescription = {
    texts: input,
    uniqueness: distinctValues,
    original: { shows: "whole", by: undefined, because: "" },
    bits: textBits(input),
  };
  const end = pipeline.steps.reduce((before, step) => describeStep(before, step, lists), start);
  const outcomes = 2 ** end.bits;
  return { ...end, uniqueness: end.uniqueness.kind === "lossy" ? { ...end.uniqueness, outcomes } : end.uniqueness };
}

function describeStep(before: PipelineDescription, step: TemplateStep, lists: Lists): PipelineDescription {
  const effect = visitStep(step, (name, args) => ({
    texts: effects[name].texts(args, before.texts, lists),
    distinct: effects[name].distinct(args, before.texts, lists),
    original: effects[name].shows(args, before.texts),
    // Another field of the row adds its own choices.
    field: name === "date" && step.args.length > 1 ? Math.log2(2 * Number(step.args[0])) : 0,
  }));
  // An empty text stays empty.
  const texts = before.texts.shortest === 0 ? { ...effect.texts, shortest: 0 } : effect.texts;
  const less = showsLess(effect.original.shows, before.original.shows);
  return {
    texts,
    uniqueness: afterStep(before.uniqueness, step, effect),
    original: before.original.shows === "whole" || less ? { ...effect.original, by: step } : before.original,
    bits: Math.min(before.bits + effect.field, textBits(texts), outcomeBits(effect.distinct)),
  };
}

function outcomeBits(distinct: Distinctness): number {
  if (distinct.kind === "keyed") return distinct.bits;
  return distinct.kind === "lost" && distinct.outcomes !== undefined ? Math.log2(distinct.outcomes) : Number.POSITIVE_INFINITY;
}
