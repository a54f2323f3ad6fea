/** The list of states: every state in source order, the insides of Maps and branches nested. */
import type { Scope } from "../../build/scope.ts";
import { isEnd, type State, scopesIn } from "../../build/states.ts";
import type { Recorded } from "../../workflow-type.ts";
import { type Poll, pollsIn } from "../words/polls.ts";
import { type Entry, pollEntry, stateEntry } from "./entry.ts";
import { state as named, plain, type SayState } from "./markdown.ts";

const STEP = "   ";

/** What stands in the list: a state that no poll consists of, or a poll's Task for all of it. */
interface Listed {
  readonly state: State;
  readonly poll: Poll | undefined;
  readonly next: string | undefined;
  /** The first state of the entry: where others go to it. */
  readonly begins: string;
}

function listed(states: readonly State[], polls: ReadonlyMap<State, Poll>): readonly Listed[] {
  return states.flatMap((state): readonly Listed[] => {
    const poll = polls.get(state);
    if (!poll) return [{ state, poll, next: state.next, begins: state.name }];
    const begins = poll.parts[0]?.name ?? state.name;
    return state === poll.task ? [{ state, poll, next: poll.decision.rules[0]?.next, begins }] : [];
  });
}

/** Where a state goes on, when it is not simply to the entry after it. */
function then({ state, next }: Listed, following: Listed | undefined, isTop: boolean, to: SayState): readonly string[] {
  if (isEnd(state) || state.type === "Choice" || (state.type === "Handwritten" && state.rules.length > 0)) return [];
  if (next === undefined) return isTop ? ["then the execution ends"] : following ? ["then this ends"] : [];
  return next === following?.begins ? [] : [`then ${to(next)}`];
}

function inside(state: State, recorded: Recorded, indent: string): readonly string[] {
  const scopes = scopesIn(state);
  if (scopes.length < 2 && state.type !== "Parallel") return scopes.flatMap((scope) => scopeLines(scope, recorded, indent));
  return scopes.flatMap((scope, index) => [`${indent}- branch ${index + 1}:`, ...scopeLines(scope, recorded, `${indent}  `)]);
}

/** The poll for a state of its loop; the ends of a poll have names of their own. */
function targetsIn(polls: ReadonlyMap<State, Poll>): SayState {
  const loops = [...polls].filter(([state, { failed, gaveUp }]) => state !== failed && state !== gaveUp);
  const byName = new Map(loops.map(([state, { task }]) => [state.name, task.name]));
  return (name = "") => named(byName.get(name) ?? name);
}

interface Where {
  readonly recorded: Recorded;
  readonly polls: ReadonlyMap<State, Poll>;
  readonly indent: string;
  readonly isTop: boolean;
}

function linesOf(states: readonly State[], { recorded, polls, indent, isTop }: Where): readonly string[] {
  const to = targetsIn(polls);
  const entries = listed(states, polls);
  return entries.flatMap((entry, index) => {
    const { does, details }: Entry = entry.poll ? pollEntry(entry.poll, recorded, to) : stateEntry(entry.state, recorded, to);
    const deeper = `${indent}${STEP}`;
    return [
      `${indent}1. **${plain(entry.state.name)}** ${does}`,
      ...[...details, ...then(entry, entries[index + 1], isTop, to)].map((detail) => `${deeper}- ${detail}`),
      ...inside(entry.state, recorded, deeper),
    ];
  });
}

function scopeLines(scope: Scope, recorded: Recorded, indent: string): readonly string[] {
  return linesOf(scope.all, { recorded, polls: pollsIn(scope), indent, isTop: false });
}

/** The states of the top, and those that only errors and jumps lead to. */
export function stateLists(recorded: Recorded): { readonly states: string; readonly sections: string } {
  const { top } = recorded;
  const polls = pollsIn(top);
  const text = (states: readonly State[]): string => linesOf(states, { recorded, polls, indent: "", isTop: true }).join("\n");
  return { states: text(top.states), sections: text(top.sections) };
}
