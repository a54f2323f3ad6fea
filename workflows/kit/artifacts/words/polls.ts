/** Finds the polls in what was recorded: a reader wants one thing, not the seven states that it consists of. */
import { partName } from "../../build/names.ts";
import type { Scope } from "../../build/scope.ts";
import type { ChoiceState, State, TaskState } from "../../build/states.ts";
import { nodeOf } from "../../expressions/index.ts";

/** A Task that is repeated until its result satisfies. */
export interface Poll {
  readonly task: TaskState;
  readonly decision: ChoiceState;
  /** Seconds between two calls. */
  readonly every: unknown;
  /** Calls at most. */
  readonly atMost: number;
  readonly until: unknown;
  readonly failIf: unknown;
  /** Where it ends when `failIf` holds, and when the calls are used up. */
  readonly failed: State | undefined;
  readonly gaveUp: State;
  /** All states that it consists of, in source order. */
  readonly parts: readonly State[];
}

/** The bound in the condition `calls.made ≥ 480`. */
function boundIn(condition: unknown): number | undefined {
  const node = nodeOf(condition);
  if (node.kind !== "infix" || node.operator !== "gte") return undefined;
  const [, bound] = node.operands;
  return bound?.kind === "literal" && typeof bound.value === "number" ? bound.value : undefined;
}

function pollOf(task: TaskState, byName: ReadonlyMap<string, State>): Poll | undefined {
  const part = (name: string): State | undefined => byName.get(partName(task.name, name));
  const [start, decision, wait, count] = ["start", "done?", "wait", "count"].map(part);
  const [failed, gaveUp] = [part("failed"), part("gave up")];
  if (start?.type !== "Pass" || decision?.type !== "Choice" || wait?.type !== "Wait" || count?.type !== "Pass" || !gaveUp) return undefined;
  const { rules } = decision;
  const atMost = boundIn(rules.at(-1)?.condition);
  if (atMost === undefined || rules.length !== (failed ? 3 : 2) || task.next !== decision.name) return undefined;
  const parts = [start, task, decision, wait, count, ...(failed ? [failed] : []), gaveUp];
  const [until, failIf] = rules.map(({ condition }) => condition);
  return { task, decision, every: wait.seconds, atMost, until, failIf: failed ? failIf : undefined, failed, gaveUp, parts };
}

/** Each state that is part of a poll of this scope → the poll. */
export function pollsIn(scope: Scope): ReadonlyMap<State, Poll> {
  const byName = new Map(scope.all.map((state) => [state.name, state]));
  const polls = scope.all.flatMap((state) => (state.type === "Task" ? (pollOf(state, byName) ?? []) : []));
  return new Map(polls.flatMap((poll) => poll.parts.map((part) => [part, poll] as const)));
}

/** The end of a Catch of all errors, when the state has one. */
export function catchAllOf(state: State): string | undefined {
  const last = state.catch?.at(-1);
  return last?.errors.includes("States.ALL") ? last.next : undefined;
}

/** Whether a poll that fails or gives up ends where its Task's errors end, so that nothing more has to be said about it. */
export function failsLikeItsTask({ task, failed, gaveUp }: Poll): boolean {
  const catchAll = catchAllOf(task);
  const same = (end: State | undefined): boolean =>
    end === undefined ||
    (end.type === "Fail" ? catchAll === undefined : end.type === "Pass" && catchAll !== undefined && end.next === catchAll);
  return same(failed) && same(gaveUp);
}
