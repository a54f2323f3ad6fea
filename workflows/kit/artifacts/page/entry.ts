/** One state, or one poll, as an entry of the list of states: a first line and what there is to say under it. */
import type { DistributedState, PassState, State, TaskState, WaitState } from "../../build/states.ts";
import { isExpression } from "../../expressions/index.ts";
import type { Recorded } from "../../workflow-type.ts";
import { sayDuration } from "../words/duration.ts";
import { sayExpression } from "../words/expression.ts";
import type { Poll } from "../words/polls.ts";
import { sayErrors, sayRetry } from "../words/retry.ts";
import { sayArguments, sayNames, sayTarget } from "./calls.ts";
import { handwrittenEntry } from "./handwritten.ts";
import { code, list, state as named, plain, type SayState } from "./markdown.ts";

export interface Entry {
  /** Behind the state's name. */
  readonly does: string;
  readonly details: readonly string[];
}

const seconds = (value: unknown): string => (typeof value === "number" ? sayDuration(value) : `${code(sayExpression(value))} seconds`);
const words = (value: unknown): string => (typeof value === "string" ? `“${plain(value)}”` : code(sayExpression(value)));

/** A constant text without its quotes. */
const bare = (value: unknown): string => sayExpression(value).replace(/^"|"$/g, "");

/** What a value consists of: `a: …` for the fields of an object. */
const sayValue = (value: unknown): string =>
  isExpression(value) || typeof value !== "object" || value === null || Array.isArray(value)
    ? code(sayExpression(value))
    : sayArguments(value) || code("{}");

/** What of its result a state hands on. */
function handsOn(state: State, { live, storages, endings }: Recorded): readonly string[] {
  if (!state.result || state.type === "Pass") return [];
  const isOutput = endings.get(state) === "result";
  if (!live.has(state.result) && !isOutput) return [];
  const what = isOutput ? "its result is the output" : "hands on";
  if (state.type !== "Task") return [isOutput ? what : `hands on its results as ${code(state.result.name)}`];
  const fields = state.keep ? Object.keys(Object(state.keep.value)) : storages.get(state.result)?.fields;
  return [
    isOutput ? (fields ? `${what}: ${sayNames(fields)}` : what) : fields ? `${what} ${sayNames(fields)}` : `${what} its whole result`,
  ];
}

/** Retries and catches, in the order in which Step Functions looks at them. */
function errorsOf(state: State, next: string | undefined, to: SayState): readonly string[] {
  return [
    ...(state.retry ?? []).map((rule) => `retried ${sayRetry(rule)}, on ${list(sayErrors(rule.errors), "or")}`),
    ...(state.catch ?? []).map(({ errors, next: target }) => {
      const which = list(sayErrors(errors), "or");
      return target === next ? `goes on all the same after ${which}` : `on ${which}: ${to(target)}`;
    }),
  ];
}

function timeoutOf({ timeout, heartbeat, credentials }: TaskState): readonly string[] {
  const beat = heartbeat === undefined ? "" : `, heartbeats at least every ${seconds(heartbeat)}`;
  return [
    ...(timeout === undefined ? [] : [`at most ${sayDuration(timeout)}${beat}`]),
    ...(credentials ? [`in the role ${code(sayExpression(credentials.roleArn))}`] : []),
  ];
}

function task(state: TaskState, next: string | undefined, recorded: Recorded, to: SayState): readonly string[] {
  const given = sayArguments(state.args);
  return [...(given === "" ? [] : [`given ${given}`]), ...handsOn(state, recorded), ...timeoutOf(state), ...errorsOf(state, next, to)];
}

const sayEnd = (end: State, to: SayState): string => (end.type === "Fail" ? `fails (${named(end.name)})` : to(end.next ?? end.name));

/** A poll: its Task, and what the states around it do. */
export function pollEntry(poll: Poll, recorded: Recorded, to: SayState): Entry {
  const { task: state, every, atMost, until, failIf, failed, gaveUp, parts } = poll;
  const ends = [
    ...(failed ? [`if ${code(sayExpression(failIf, state.result))}: ${sayEnd(failed, to)}`] : []),
    `if not done after ${atMost} calls: ${sayEnd(gaveUp, to)}`,
  ];
  return {
    does: `${sayTarget(state.task)} every ${seconds(every)} until ${code(sayExpression(until, state.result))}, ${atMost} times at most`,
    details: [
      ...task(state, poll.decision.rules[0]?.next, recorded, to),
      ...ends,
      `a poll, the states ${list(parts.map(({ name }) => named(name)))}`,
    ],
  };
}

function wait(state: WaitState): string {
  return state.until === undefined ? `waits ${seconds(state.seconds)}` : `waits until ${code(sayExpression(state.until))}`;
}

function pass(state: PassState): Entry {
  if (state.ends) return { does: "ends with an output", details: [sayValue(state.value)] };
  return { does: `sets ${code(state.result?.name ?? "")}`, details: [sayValue(state.value)] };
}

/** Where the items of a distributed Map are. */
function source({ reader, items }: DistributedState): string {
  if (!reader) return code(sayExpression(items));
  const bucket = code(bare(reader.bucket));
  if (reader.format === "LIST") return `a listing of ${bucket}${reader.prefix === undefined ? "" : ` under ${code(bare(reader.prefix))}`}`;
  const file = reader.format === "MANIFEST" ? `the files in the manifest` : `the ${reader.format} file`;
  return `${file} ${code(bare(reader.key))} in ${bucket}`;
}

function distributed(state: DistributedState): Entry {
  const { batch, writer, toleratedFailureCount: count, toleratedFailurePercentage: percent } = state;
  const sizes = [batch?.size === undefined ? "" : `${batch.size} items`, batch?.bytes === undefined ? "" : `${batch.bytes} bytes`].filter(
    Boolean,
  );
  const tolerated = [percent === undefined ? "" : `${percent} %`, count === undefined ? "" : `${count} items`].filter(Boolean);
  const handed = batch ? batch.input : state.with;
  return {
    does: `runs a child execution (${state.executions.toLowerCase()}) for each ${batch ? `batch of at most ${list(sizes, "or")}` : "item"} of ${source(state)}`,
    details: [
      ...(state.atOnce === undefined ? [] : [`at most ${state.atOnce} at once`]),
      ...(handed && Object.keys(handed).length > 0 ? [`each is given ${sayArguments(handed)}`] : []),
      ...(tolerated.length > 0 ? [`tolerates ${list(tolerated, "or")} failed`] : []),
      ...(writer ? [`writes its results to ${code(`${bare(writer.bucket)}/${bare(writer.prefix)}`)}`] : []),
    ],
  };
}

/** A state by itself. */
export function stateEntry(state: State, recorded: Recorded, to: SayState): Entry {
  const rest = [...handsOn(state, recorded), ...errorsOf(state, state.next, to)];
  switch (state.type) {
    case "Task":
      return { does: sayTarget(state.task), details: task(state, state.next, recorded, to) };
    case "Map":
      return {
        does: `does this for each entry of ${code(sayExpression(state.items))}${state.atOnce === undefined ? "" : `, at most ${state.atOnce} at once`}`,
        details: rest,
      };
    case "DistributedMap": {
      const { does, details } = distributed(state);
      return { does, details: [...details, ...rest] };
    }
    case "Parallel":
      return { does: `does ${state.branches.length} things at the same time`, details: rest };
    case "Choice":
      return {
        does: "decides",
        details: [
          ...state.rules.map(({ condition, next }) => `if ${code(sayExpression(condition))}: ${to(next)}`),
          `otherwise: ${to(state.otherwise)}`,
        ],
      };
    case "Wait":
      return { does: wait(state), details: [] };
    case "Pass":
      return pass(state);
    case "Fail":
      return { does: "fails", details: [`error ${words(state.error)}`, `cause ${words(state.cause)}`] };
    case "Succeed":
      return { does: "ends well", details: [] };
    case "Handwritten":
      return handwrittenEntry(state, to);
  }
}
