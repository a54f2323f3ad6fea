/** What is drawn as one node: a state, or the states of a poll. */
import { partName } from "../../build/names.ts";
import type { Scope } from "../../build/scope.ts";
import { isEnd, type State } from "../../build/states.ts";
import { catchAllOf, failsLikeItsTask, type Poll, pollsIn } from "../words/polls.ts";

export interface Unit {
  /** Names the node; a poll's Task. */
  readonly state: State;
  readonly poll: Poll | undefined;
  /** Just ends its machine, and was not named by the author. */
  readonly isMark: boolean;
}

/** The units of a scope in source order, and the name of each state → the state whose node it is in. */
export interface Units {
  readonly states: readonly Unit[];
  readonly sections: readonly Unit[];
  readonly nodeOf: ReadonlyMap<string, string>;
}

const generatedEnd = (scope: Scope): string => (scope.kind === "top" ? "Succeeded" : partName(scope.label, "done"));

/** Folds polls; the ends of one that does not fail like its Task stay nodes of their own. */
export function unitsOf(scope: Scope): Units {
  const polls = pollsIn(scope);
  const nodeOf = new Map<string, string>();
  const fold = (states: readonly State[]): readonly Unit[] =>
    states.flatMap((state): readonly Unit[] => {
      const poll = polls.get(state);
      const apart = poll && !failsLikeItsTask(poll) && (state === poll.failed || state === poll.gaveUp);
      nodeOf.set(state.name, poll && !apart ? poll.task.name : state.name);
      if (!poll || apart) return [{ state, poll: undefined, isMark: state.type === "Succeed" && state.name === generatedEnd(scope) }];
      return state === poll.task ? [{ state, poll, isMark: false }] : [];
    });
  return { states: fold(scope.states), sections: fold(scope.sections), nodeOf };
}

/** Neighbours whose every error goes to the same state: drawn in a box, with one edge instead of many. */
export interface Guarded {
  readonly units: ReadonlySet<Unit>;
  readonly to: string;
}

/** Where the unit's errors go, all of them; a state that goes on to the same state anyway is not guarded. */
function guardOf({ state, poll }: Unit): string | undefined {
  const to = catchAllOf(state);
  const next = poll ? poll.decision.rules[0]?.next : state.next;
  return to === next ? undefined : to;
}

const canFail = ({ state }: Unit): boolean =>
  !["Choice", "Wait", "Pass"].includes(state.type === "Handwritten" ? state.fields.Type : state.type);

/** The runs of at least two guarded units; what cannot fail stands in the box with its neighbours, ends stand outside. */
export function guardedRuns(units: readonly Unit[]): readonly Guarded[] {
  const runs: { units: Unit[]; waiting: Unit[]; guarded: number; to: string }[] = [];
  for (const unit of units) {
    if (isEnd(unit.state)) continue;
    const run = runs.at(-1);
    const to = guardOf(unit);
    if (to !== undefined && run?.to === to) {
      run.units.push(...run.waiting.splice(0), unit);
      run.guarded += 1;
    } else if (canFail(unit)) {
      runs.push({ units: [unit], waiting: [], guarded: 1, to: to ?? "" });
    } else {
      run?.waiting.push(unit);
    }
  }
  return runs
    .filter(({ to, guarded, units: inside }) => to !== "" && guarded > 1 && !inside.some(({ state }) => state.name === to))
    .map(({ units: inside, to }) => ({ units: new Set(inside), to }));
}
