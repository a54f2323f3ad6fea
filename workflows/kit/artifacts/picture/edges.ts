/** The edges of a picture: solid ones for the way on, dashed ones for errors. */
import { END, slotsOf } from "../../build/slots.ts";
import type { State } from "../../build/states.ts";
import { sayExpression } from "../words/expression.ts";
import type { Poll } from "../words/polls.ts";
import { sayRule } from "../words/rule.ts";
import type { Guarded, Unit, Units } from "./units.ts";

export interface Edge {
  readonly from: string;
  /** Undefined: the end of the scope. */
  readonly to: string | undefined;
  readonly label: string;
  readonly error: boolean;
}

const LONG = 40;

/** A condition; a long one is broken before each `and` and `or`. */
function condition(said: string): string {
  return said.length <= LONG ? said : said.replace(/ (and|or) /g, "\n$1 ");
}

const errorsIn = (errors: readonly string[]): string => (errors.includes("States.ALL") ? "any error" : errors.join("\n"));

/** The ways on of a state that is drawn by itself. */
function waysOn(state: State): readonly Edge[] {
  const { name: from } = state;
  if (state.type === "Fail" || (state.type === "Handwritten" && state.fields.Type === "Fail")) return [];
  if (state.type === "Handwritten" && state.rules.length > 0) {
    const otherwise = state.otherwise === undefined ? [] : [{ from, to: state.otherwise, label: "otherwise", error: false }];
    return [...state.rules.map(({ rule, next }) => ({ from, to: next, label: condition(sayRule(rule)), error: false })), ...otherwise];
  }
  if (state.type !== "Choice") return [{ from, to: state.next, label: "", error: false }];
  return [
    ...state.rules.map((rule) => ({ from, to: rule.next, label: condition(sayExpression(rule.condition)), error: false })),
    { from, to: state.otherwise, label: "otherwise", error: false },
  ];
}

/** A poll's way on; its other ends only where they are drawn. */
function waysOnOfPoll({ task, decision, atMost, failIf, failed, gaveUp }: Poll, units: Units): readonly Edge[] {
  const from = task.name;
  const apart = (end: State | undefined): boolean => end !== undefined && units.nodeOf.get(end.name) === end.name;
  return [
    { from, to: decision.rules[0]?.next, label: "", error: false },
    ...(failed && apart(failed) ? [{ from, to: failed.name, label: sayExpression(failIf, task.result), error: true }] : []),
    ...(apart(gaveUp) ? [{ from, to: gaveUp.name, label: `${atMost} calls made`, error: true }] : []),
  ];
}

/** Errors that lead where the state goes anyway are said on that edge. */
function merge(on: readonly Edge[], errors: readonly Edge[]): readonly Edge[] {
  const [way, ...others] = on;
  const same = way && others.length === 0 && way.label === "" ? errors.filter(({ to }) => to === way.to) : [];
  if (!way || same.length === 0) return [...on, ...errors];
  const also = {
    ...way,
    label: same.some(({ label }) => label === "any error") ? "even if it fails" : `also on ${same.map(({ label }) => label).join(", ")}`,
  };
  return [also, ...errors.filter((edge) => !same.includes(edge))];
}

/** The edges of a unit; errors that the box around it shows are left out. */
export function edgesOf({ state, poll, isMark }: Unit, units: Units, guard: Guarded | undefined): readonly Edge[] {
  if (isMark) return [];
  const on = poll ? waysOnOfPoll(poll, units) : waysOn(state);
  const errors = slotsOf(state)
    .flatMap(({ catcher, to }) => (catcher ? [{ from: state.name, to, label: errorsIn(catcher.errors), error: true }] : []))
    .filter(({ to, label }) => !(guard && to === guard.to && label === "any error"));
  const resolve = (to: string | undefined): string | undefined =>
    to === undefined || to === END ? undefined : (units.nodeOf.get(to) ?? to);
  return merge(on, errors).map((edge) => ({ ...edge, to: resolve(edge.to) }));
}
