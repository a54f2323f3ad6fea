/** The ways through a list of steps: where each may go on, and whether one can be reached without another. */
import type { Step } from "../steps/index.ts";

/** Behind the last step: the document's end, or that of a loop's round. */
export const end: unique symbol = Symbol("the end");
export type Place = string | typeof end;

interface Way {
  readonly to: Place;
  /** Whether the step has succeeded on it, so that its outputs are there. */
  readonly succeeded: boolean;
}

const jumpOf = (target: string | undefined): string | undefined => (target?.startsWith("step:") ? target.slice("step:".length) : undefined);

/** The steps that a step names as its next. */
export function targetsOf(step: Step): readonly string[] {
  const { onFailure, onCancel, nextStep } = step.options;
  const jumps = [jumpOf(onFailure), jumpOf(onCancel), nextStep].filter((name) => name !== undefined);
  return step.action === "aws:branch" ? [...jumps, ...step.choices.map((choice) => choice.nextStep), step.otherwise] : jumps;
}

/** Everywhere that a step may lead, after a success, a failure or a cancellation. */
function waysOf(step: Step, following: Place): readonly Way[] {
  const { onFailure, onCancel, nextStep, isEnd, isCritical = onFailure !== "Continue" } = step.options;
  const next: Place = isEnd ? end : (nextStep ?? following);
  const after: readonly Place[] =
    step.action === "aws:branch" ? [...step.choices.map((choice) => choice.nextStep), step.otherwise] : [next];
  const failed: Place | undefined = isEnd ? undefined : onFailure === "Continue" ? next : jumpOf(onFailure);
  // A failure that is not critical ends the list as if nothing had happened.
  const lost: readonly (Place | undefined)[] = [failed ?? (isCritical ? undefined : end), jumpOf(onCancel)];
  return [
    ...after.map((to): Way => ({ to, succeeded: true })),
    ...lost.flatMap((to): readonly Way[] => (to === undefined ? [] : [{ to, succeeded: false }])),
  ];
}

/**
 * A way from the first step to a place on which another step has not succeeded; the names of the steps on it, without
 * the place itself.
 *
 * @param without - the step; any way counts when it is absent
 * @returns undefined when every way passes through it, or there is none at all
 */
export function wayTo(steps: readonly Step[], place: Place, without?: string): readonly string[] | undefined {
  const first = steps[0]?.name;
  if (first === undefined) return undefined;
  const nextOf = new Map<string, Place>(steps.map(({ name }, index) => [name, steps[index + 1]?.name ?? end]));
  const byName = new Map(steps.map((step) => [step.name, step]));
  const reached = new Map<Place, readonly string[]>([[first, []]]);
  for (const [at, passed] of reached) {
    const step = at === end ? undefined : byName.get(at);
    if (at === place) return passed;
    if (!step) continue;
    for (const { to, succeeded } of waysOf(step, nextOf.get(step.name) ?? end)) {
      if (!reached.has(to) && !(succeeded && step.name === without)) reached.set(to, [...passed, step.name]);
    }
  }
  return undefined;
}
