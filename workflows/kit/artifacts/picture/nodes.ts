/** The nodes of a picture: a shape for each kind of state. */
import { isEnd, type State } from "../../build/states.ts";
import { sayDuration } from "../words/duration.ts";
import { sayExpression } from "../words/expression.ts";
import type { Poll } from "../words/polls.ts";
import { quoted } from "./ids.ts";
import type { Unit } from "./units.ts";

const seconds = (value: unknown): string => (typeof value === "number" ? sayDuration(value) : `${sayExpression(value)} s`);

function pollLabel({ task, every, atMost, until }: Poll): string {
  return `${task.name}\nevery ${seconds(every)}, ${atMost} times at most\nuntil ${sayExpression(until, task.result).replace(/ (and|or) /g, "\n$1 ")}`;
}

/** The node's shape with its text: `["Plan"]`. */
export function shapeOf({ state, poll, isMark }: Unit): string {
  if (isMark) return '(((" ")))';
  if (poll) return `{{${quoted(pollLabel(poll))}}}`;
  const text = quoted(state.name);
  const type = state.type === "Handwritten" ? state.fields.Type : state.type;
  if (isEnd(state) && type !== "Task") return `([${text}])`;
  if (state.type === "Handwritten") return type === "Choice" ? `{${text}}` : type === "Wait" || type === "Pass" ? `(${text})` : `[${text}]`;
  switch (state.type) {
    case "Choice":
      return `{${text}}`;
    case "Wait":
      return `(${quoted(`${state.name}\n${waitLabel(state)}`)})`;
    case "Pass":
      return `(${text})`;
    case "Task":
      return state.task.target.kind === "child" ? `[[${text}]]` : `[${text}]`;
    default:
      return `[${text}]`;
  }
}

const waitLabel = (state: Extract<State, { type: "Wait" }>): string =>
  state.until === undefined ? seconds(state.seconds) : `until ${sayExpression(state.until)}`;

/** The title of a Map or Parallel. */
export function titleOf(state: State): string {
  if (state.type === "Map") return `${state.name}: each of ${sayExpression(state.items)}${atOnce(state.atOnce)}`;
  if (state.type === "DistributedMap") return `${state.name}: distributed${batches(state.batch?.size)}${atOnce(state.atOnce)}`;
  return state.name;
}

const atOnce = (count: number | undefined): string => (count === undefined ? "" : `, ${count} at once`);
const batches = (size: number | undefined): string => (size === undefined ? "" : `, batches of ${size}`);
