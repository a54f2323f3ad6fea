/** Says of a template, before anything runs, what its results will be. */
import { distinctPipelines, type TemplateKind, templateKind } from "../bind.ts";
import { codePoints } from "../steps/index.ts";
import type { Lists, Template } from "../template.ts";
import { type Alphabet, alphabetOf, anyCharacter, union } from "./alphabet.ts";
import { describePipeline, type Original, type PipelineDescription, showsLess } from "./describe-pipeline.ts";
import type { Texts } from "./texts.ts";
import { better, type Uniqueness } from "./uniqueness.ts";

/** What is known of a column's values, and the lists. */
export interface DescribeOptions {
  readonly lists?: Lists;
  /** The longest value, in code points; unknown when absent. */
  readonly inputLength?: number;
  /** What values are made of; anything when absent. */
  readonly inputAlphabet?: Alphabet;
}

/** What the results of a template will be, for values that are neither null nor empty. */
export interface TemplateDescription {
  readonly kind: TemplateKind;
  /** The shortest and the longest result, in code points; `longest` is Infinity when unknown. */
  readonly shortest: number;
  readonly longest: number;
  /** What results are made of. */
  readonly alphabet: Alphabet;
  readonly uniqueness: Uniqueness;
  /** `stay`: null stays null, and empty stays empty; `all`: every value becomes null. */
  readonly nulls: "stay" | "all";
  /** How much of a value's letters, digits and characters beyond ASCII its result may show. */
  readonly original: Original;
}

const noLists: Lists = new Map();
const constant: Original = { shows: "never", by: undefined, because: "it is a constant" };

/**
 * Describes a template.
 *
 * @example
 * ```ts
 * describeTemplate(parseTemplate("XXX-XX-{{last:4}}"), { inputAlphabet: new Set(["0-9", "-"]) }).longest; // 11
 * ```
 */
export function describeTemplate(template: Template, options: DescribeOptions = {}): TemplateDescription {
  const { lists = noLists, inputLength = Number.POSITIVE_INFINITY, inputAlphabet = anyCharacter } = options;
  const kind = templateKind(template);
  const input: Texts = { shortest: Math.min(1, inputLength), longest: inputLength, alphabet: inputAlphabet };
  const parts =
    kind === "null"
      ? []
      : template.parts.map((part) => ({
          text: template.text.slice(part.start, part.end),
          is: part.kind === "literal" ? literal(part.text) : describePipeline(part, input, lists),
        }));
  const all = parts.map(({ is }) => is);
  return {
    kind,
    shortest: all.reduce((sum, { texts }) => sum + texts.shortest, 0),
    longest: all.reduce((sum, { texts }) => sum + texts.longest, 0),
    alphabet: union(...all.map(({ texts }) => texts.alphabet)),
    uniqueness: uniquenessOf(all, [...new Map(parts.map(({ text, is }) => [text, is])).values()]),
    nulls: kind === "null" ? "all" : "stay",
    original: originalOf(template, all),
  };
}

/** The longest result in code points, for values of at most `input` code points (Infinity when unknown). */
export function longestResult(template: Template, input: number, lists: Lists): number {
  return describeTemplate(template, { inputLength: input, lists }).longest;
}

function literal(text: string): PipelineDescription {
  const length = codePoints(text);
  return {
    texts: { shortest: length, longest: length, alphabet: alphabetOf(text) },
    uniqueness: { kind: "lossy", outcomes: 1, by: undefined },
    original: constant,
    bits: 0,
  };
}

/** A part's own distinctness is the template's where its text can be told from its neighbours'. */
function uniquenessOf(parts: readonly PipelineDescription[], distinct: readonly PipelineDescription[]): Uniqueness {
  const fixed = (part: PipelineDescription): boolean => part.texts.shortest === part.texts.longest;
  const by = parts.flatMap(({ uniqueness }) => (uniqueness.kind === "lossy" && uniqueness.by !== undefined ? [uniqueness.by] : []))[0];
  const bits = distinct.reduce((sum, part) => sum + part.bits, 0);
  const worst: Uniqueness = { kind: "lossy", outcomes: 2 ** bits, by };
  // One text, however often among constants, is told by the length of the whole.
  const alone = distinct.filter(({ original }) => original.by !== undefined).length === 1;
  return parts.reduce<Uniqueness>((best, part, i) => {
    const before = parts.slice(0, i).every(fixed);
    const after = parts.slice(i + 1).every(fixed);
    const told = alone || (fixed(part) ? before || after : before && after);
    return told && part.uniqueness.kind !== "lossy" ? better(best, part.uniqueness) : best;
  }, worst);
}

function originalOf(template: Template, parts: readonly PipelineDescription[]): Original {
  const [first = constant, ...more] = parts.map(({ original }) => original).filter(({ by }) => by !== undefined);
  const most = more.reduce((a, b) => (showsLess(a.shows, b.shows) ? b : a), first);
  const showing = parts.filter(({ original }) => original.shows === "part");
  // The first four characters beside the last four may be all eight.
  return most.shows === "part" && showing.length > 1 && distinctPipelines(template).length > 1
    ? { ...most, shows: "whole", because: "its parts together may be the whole" }
    : most;
}
