/** Renders the states: what each type has, what follows it, and the order of the keys. */
import type { z } from "zod";
import type { Scope } from "../../build/scope.ts";
import { type HandwrittenState, isEnd, type PassState, type State } from "../../build/states.ts";
import type { Rendered, RenderedMachine, RenderedState } from "../../workflow-type.ts";
import { renderHandwritten } from "../handwritten.ts";
import { inOrder } from "../order.ts";
import { renderRetry } from "../retry.ts";
import type { Place, RenderContext, RenderInput } from "./context.ts";
import { renderDistributed, renderMap } from "./map.ts";
import { checkVariables, variableNames } from "./names.ts";
import { HANDED } from "./path.ts";
import { shapesOf } from "./shapes.ts";
import { renderTask } from "./task.ts";
import { renderComputed, renderValue } from "./value.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** Hands on what the Map handed in, so that every state after this one can read it. */
const HAND_ON: Fields = { Output: `{% ${HANDED} %}` };

/** Whether the states of the scope read what they are handed: those of a Map, and of branches inside of one. */
function readsItems(scope: Scope, { owners, live }: RenderContext): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.kind === "map" || at.kind === "distributed") return true;
    if (at.kind === "handwritten" && [...live].some((root) => root.kind === "input" && owners.get(root) === at)) return true;
  }
  return false;
}

const PATHS = new Set([
  "InputPath",
  "OutputPath",
  "Parameters",
  "ResultSelector",
  "ResultPath",
  "Result",
  "ItemsPath",
  "SecondsPath",
  "TimestampPath",
]);

/** A state of the author's; Step Functions wants all of a JSONata machine's states in JSONata. */
function renderByHand(state: HandwrittenState, context: RenderContext): RenderedState {
  const path = Object.keys(state.fields).find((field) => PATHS.has(field));
  if (state.language === "JSONPath" || path !== undefined) {
    const remedy = "Write it in JSONata, or render the workflow in JSONPath, where a state may say QueryLanguage itself.";
    context.report(`${path ?? "QueryLanguage"}: it is written by hand in JSONPath; the machine is JSONata.`, state.name, remedy);
  }
  const machines = state.bodies.map(({ scope }) => renderScope(scope, context));
  return renderHandwritten(state, machines, (value, field) => renderValue(value, { context, state: state.name, field }));
}

function renderPass(state: PassState, context: RenderContext): Fields {
  const place: Place = { context, state: state.name, field: "Output" };
  const { result, value } = state;
  if (state.ends || context.endings.get(state) === "result") return { Output: renderValue(value, place) };
  const name = result && (context.names.get(result) ?? result.name);
  return name === undefined ? {} : { Assign: { [name]: renderValue(value, { ...place, field: `Assign.${name}` }) } };
}

function specifics(state: State, context: RenderContext): Fields {
  const place: Place = { context, state: state.name, field: "Arguments" };
  const field = (name: string, value: unknown): Fields => ({ [name]: renderValue(value, { ...place, field: name }) });
  switch (state.type) {
    case "Task":
      return renderTask(state, context);
    case "Map":
      return renderMap(state, renderScope(state.body, context), place);
    case "DistributedMap":
      return renderDistributed(state, renderScope(state.body, context), place);
    case "Parallel":
      return { Branches: state.branches.map((branch) => renderScope(branch, context) as unknown as Rendered) };
    case "Choice":
      return {
        Choices: state.rules.map(({ condition, next }, index) => ({
          Condition: renderComputed(condition, { ...place, field: `Choices[${index}].Condition` }),
          Next: next ?? "",
        })),
        Default: state.otherwise ?? "",
      };
    case "Pass":
      return renderPass(state, context);
    case "Wait":
      return state.until === undefined ? field("Seconds", state.seconds) : field("Timestamp", state.until);
    case "Fail":
      return { ...field("Error", state.error), ...field("Cause", state.cause) };
    case "Succeed":
      return { Output: {} };
    case "Handwritten":
      return {};
  }
}

/** The variable of a Map's or Parallel's result, and what a state that ends its scope puts out. */
function results(state: State, scope: Scope, context: RenderContext): Fields {
  const ending = context.endings.get(state);
  if (ending === "nothing") return { Output: {} };
  if (ending === "result" || isEnd(state) || state.type === "Choice" || state.type === "Pass" || state.type === "Wait") return {};
  const holds = state.type !== "Task" && state.result && context.live.has(state.result);
  const name = state.result && (context.names.get(state.result) ?? state.result.name);
  return { ...(holds && name ? { Assign: { [name]: "{% $states.result %}" } } : {}), ...(readsItems(scope, context) ? HAND_ON : {}) };
}

function renderCatch(state: State, scope: Scope, context: RenderContext): Fields {
  if (!state.catch || state.catch.length === 0) return {};
  const failure = context.names.get(scope.failure) ?? scope.failure.name;
  return {
    Catch: state.catch.map(({ errors, keepsFailure, next }) => ({
      ErrorEquals: errors,
      ...(keepsFailure && context.live.has(scope.failure) ? { Assign: { [failure]: "{% $states.errorOutput %}" } } : {}),
      ...(readsItems(scope, context) ? HAND_ON : {}),
      Next: next ?? "",
    })),
  };
}

function renderState(state: State, scope: Scope, context: RenderContext): RenderedState {
  if (state.type === "Handwritten") return renderByHand(state, context);
  const ends = state.next === undefined && state.type !== "Choice" && state.type !== "Fail" && state.type !== "Succeed";
  return inOrder({
    Type: state.type === "DistributedMap" ? "Map" : state.type,
    ...specifics(state, context),
    ...results(state, scope, context),
    ...(state.retry && state.retry.length > 0 ? { Retry: state.retry.map(renderRetry) } : {}),
    ...renderCatch(state, scope, context),
    ...(state.next === undefined ? {} : { Next: state.next }),
    ...(ends && (isEnd(state) || context.endings.has(state)) ? { End: true } : {}),
  });
}

function renderScope(scope: Scope, context: RenderContext): RenderedMachine & RenderedState {
  const states = scope.all.map((state) => [state.name, renderState(state, scope, context)] as const);
  return { StartAt: scope.start ?? "", States: Object.fromEntries(states) };
}

/**
 * A recorded workflow as a machine in JSONata: states in source order, sections after them. The execution's input is read
 * from the context object, an item from `$states.input` (every state of a Map's body hands it on); results are variables.
 */
export function renderMachine(top: Scope, input: RenderInput, schema: z.ZodType): RenderedMachine & RenderedState {
  const names = variableNames(top, input.owners);
  checkVariables(top, input, names, new Map());
  return renderScope(top, { ...input, names, shapes: shapesOf(top, input.owners, schema) });
}
