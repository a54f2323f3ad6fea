/** How many history events an execution can have: the heaviest walk through its states, no longer than its timeout lets it be. */
import type { Scope } from "../build/scope.ts";
import type { DistributedState, State, WaitState } from "../build/states.ts";
import { isExpression } from "../expressions/index.ts";
import type { RetryRule } from "../steps/index.ts";
import type { AnyTask } from "../task.ts";
import { graphOf } from "./loops.ts";
import { sizeOfValue } from "./value-size.ts";
import type { Sizes } from "./variables.ts";
import { walkFrom } from "./walk.ts";

/** Iterations of an inline Map at one time. */
const INLINE_AT_ONCE = 40;
/** ExecutionStarted, and how it ended. */
const EXECUTION = 2;
/** Entered, started, succeeded, exited. */
const AROUND = 4;
/** A Map Run starts and ends as well. */
const AROUND_RUN = 6;

export interface Counting {
  readonly sizes: Sizes;
  /** What a second costs, in events: time is bounded too, and a walk that takes longer than the timeout does not happen. */
  readonly price: number;
  /** A state that is left out, to see what it weighs. */
  readonly without?: string;
  onUnbounded(names: readonly string[]): void;
  onLoop?(scope: Scope, names: readonly string[], turn: number): void;
}

/** Whether the Task is answered later: then one more event says that the request was submitted. */
const submits = ({ target }: AnyTask): boolean =>
  target.kind === "child" ||
  ("callback" in target && target.callback === true) ||
  (target.kind === "integration" && target.resource.includes(".sync"));

/** Every retry of a rule: the seconds before it. */
export const delaysOf = ({ every = 1, max = 3, backoff = 2, maxDelay, jitter }: RetryRule<string>): readonly number[] =>
  Array.from({ length: max }, (_, index) => (jitter ? 0 : Math.min(every * backoff ** index, maxDelay ?? Number.POSITIVE_INFINITY)));

/** All retries that a state can have, each of so many events, those left out whose wait costs more than they weigh. */
const retries = (state: State, events: number, price: number): number =>
  (state.retry ?? []).flatMap(delaysOf).reduce((sum, seconds) => sum + Math.max(0, events - seconds * price), 0);

/** Seconds that a Wait surely takes. */
export const secondsOf = ({ seconds }: WaitState): number => (typeof seconds === "number" && !isExpression(seconds) ? seconds : 0);

/** What one visit of a state weighs. */
function weightOf(state: State, counting: Counting): number {
  const { sizes, price } = counting;
  if (state.name === counting.without) return 0;
  const again = (attempt: number): number => attempt + retries(state, attempt, price);
  switch (state.type) {
    case "Task":
      // Entered and exited once; scheduled, started, (submitted,) succeeded or failed at every attempt.
      return 2 + again(submits(state.task) ? 4 : 3);
    case "Map": {
      const items = sizeOfValue(state.items, (root) => sizes.of(root));
      const count = items.count ?? items.bytes / 2;
      const atOnce = Math.min(state.atOnce || INLINE_AT_ONCE, INLINE_AT_ONCE, Math.max(1, count));
      const iteration = 2 + bodyWeight(state.body, { ...counting, price: price / atOnce });
      return 2 + again(AROUND - 2 + count * Math.max(0, iteration));
    }
    case "DistributedMap":
      return 2 + again(AROUND_RUN - 2);
    case "Parallel": {
      const share = { ...counting, price: price / Math.max(1, state.branches.length) };
      return 2 + again(AROUND - 2 + state.branches.reduce((sum, branch) => sum + bodyWeight(branch, share), 0));
    }
    case "Handwritten":
      // Its iterations are not known; a Task of any kind has four events an attempt, and three retries a rule unless it says more.
      if (state.bodies.length > 0) return Number.POSITIVE_INFINITY;
      return 6 + 4 * state.retries.reduce((sum, { MaxAttempts }) => sum + (typeof MaxAttempts === "number" ? MaxAttempts : 3), 0);
    case "Wait":
      return 2 - secondsOf(state) * price;
    case "Fail":
      return 1;
    default:
      return 2;
  }
}

/** The heaviest walk through a scope. */
function bodyWeight(scope: Scope, counting: Counting): number {
  if (scope.start === undefined) return 0;
  const states = new Map(scope.all.map((state) => [state.name, state]));
  const weights = new Map<string, number>();
  const weight = (name: string): number => {
    const known = weights.get(name);
    if (known !== undefined) return known;
    const state = states.get(name);
    const fresh = state ? weightOf(state, counting) : 0;
    weights.set(name, fresh);
    return fresh;
  };
  const { onLoop } = counting;
  const reached = walkFrom(scope.start, graphOf(scope.all), {
    states,
    weight,
    onUnbounded: counting.onUnbounded,
    ...(onLoop ? { onLoop: (names, turn) => onLoop(scope, names, turn) } : {}),
  });
  return Math.max(0, ...reached.values());
}

/** Events of an execution of this scope at a price for its time. */
export const eventsAt = (scope: Scope, counting: Counting): number => EXECUTION + bodyWeight(scope, counting);

/** Distributed Maps of a scope and of what is inside it in the same execution. */
export function distributedIn(scope: Scope): readonly DistributedState[] {
  return scope.all.flatMap((state): readonly DistributedState[] => {
    if (state.type === "DistributedMap") return [state];
    if (state.type === "Map") return distributedIn(state.body);
    return state.type === "Parallel" ? state.branches.flatMap(distributedIn) : [];
  });
}
