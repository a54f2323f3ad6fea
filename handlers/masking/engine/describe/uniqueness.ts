/** Whether distinct values stay distinct. */
import type { TemplateStep } from "../template.ts";
import type { Distinctness } from "./effect.ts";

/**
 * What becomes of distinct values.
 *
 * - `preserved`: distinct values give distinct results, `unless` one of the cases named there.
 * - `practically unique`: the same, but for the chance that two keyed hashes of so many `bits` are equal.
 * - `lossy`: distinct values become one, by the step named; `outcomes` is the greatest number of distinct results.
 */
export type Uniqueness =
  | { readonly kind: "preserved"; readonly unless: readonly string[] }
  | { readonly kind: "practically unique"; readonly bits: number; readonly unless: readonly string[] }
  | { readonly kind: "lossy"; readonly outcomes: number; readonly by: TemplateStep | undefined };

// 48 bits: in a table of a million rows, two values become one in a night out of 560.
const practicalBits = 48;

/** Distinct values, before any step. */
export const distinctValues: Uniqueness = { kind: "preserved", unless: [] };

/** What one more step leaves of it. */
export function afterStep(before: Uniqueness, step: TemplateStep, { distinct }: { readonly distinct: Distinctness }): Uniqueness {
  if (before.kind === "lossy") return before;
  if (distinct.kind === "lost") return { kind: "lossy", outcomes: Number.POSITIVE_INFINITY, by: step };
  const unless = distinct.unless === undefined ? before.unless : [...before.unless, `${distinct.unless} (${step.name})`];
  if (distinct.kind === "kept") return { ...before, unless };
  const chance = 2 ** -distinct.bits + (before.kind === "preserved" ? 0 : 2 ** -before.bits);
  const bits = -Math.log2(chance);
  return bits < practicalBits ? { kind: "lossy", outcomes: 2 ** bits, by: step } : { kind: "practically unique", bits, unless };
}

/** The better one of two. */
export function better(a: Uniqueness, b: Uniqueness): Uniqueness {
  const order: readonly Uniqueness["kind"][] = ["lossy", "practically unique", "preserved"];
  if (a.kind === "practically unique" && b.kind === "practically unique") return b.bits > a.bits ? b : a;
  return order.indexOf(b.kind) > order.indexOf(a.kind) ? b : a;
}

/**
 * How many of so many distinct values are expected to share their result with an earlier one, at least: by the birthday
 * bound, with results that are equally likely.
 *
 * @example
 * ```ts
 * expectedCollisions(describeTemplate(parseTemplate("{{hash}}")).uniqueness, 1e6); // 2.7e-8
 * ```
 */
export function expectedCollisions(uniqueness: Uniqueness, rows: number): number {
  if (uniqueness.kind === "preserved" || rows < 2) return 0;
  const outcomes = uniqueness.kind === "lossy" ? uniqueness.outcomes : 2 ** uniqueness.bits;
  const pairs = (rows * (rows - 1)) / 2 / outcomes;
  // With few collisions each is a pair; the exact form would lose its digits there.
  return pairs < rows / 10_000 ? pairs : rows + outcomes * Math.expm1(rows * Math.log1p(-1 / outcomes));
}
