/** Renders the states: what each type has, what follows it, and the order of the keys. */
import type { Scope } from "../../build/scope.ts";
import { type HandwrittenState, isEnd, type PassState, type State, type WaitState } from "../../build/states.ts";
import { isExpression, nodeOf } from "../../expressions/index.ts";
import type { Rendered, RenderedMachine, RenderedState } from "../../workflow-type.ts";
import { renderHandwritten, type WriteExpression } from "../handwritten.ts";
import { inOrder } from "../order.ts";
import { renderRetry } from "../retry.ts";
import { renderCondition } from "./condition.ts";
import type { Place, RenderContext } from "./context.ts";
import { renderArgument } from "./intrinsic.ts";
import { renderDistributed, renderMap } from "./map.ts";
import { constantOf, fieldOrPath, renderPayload } from "./payload.ts";
import { renderSelection } from "./selection.ts";
import { renderTask } from "./task.ts";

type Fields = Readonly<Record<string, Rendered>>;

function renderWait(state: WaitState, place: Place): Fields {
  return state.until === undefined
    ? fieldOrPath("Seconds", state.seconds, "path", place)
    : fieldOrPath("Timestamp", state.until, "path", place);
}

/** An array that would have to be computed; only objects can be. */
const holdsExpressions = (value: unknown): boolean =>
  Array.isArray(value) && value.some((entry) => isExpression(entry) || holdsExpressions(entry));

/** A path becomes InputPath, an object Parameters, anything else that is known Result. */
function renderPass(state: PassState, place: Place): Fields {
  const { value } = state;
  const putsOut = state.ends || place.context.endings.get(state) === "result";
  const where: Fields = putsOut ? {} : { ResultPath: state.result ? `$.${state.result.name}` : null };
  const node = nodeOf(value);
  if (isExpression(value) && node.kind === "path" && node.root.kind === "input" && node.segments.length === 0) return where;
  const path = isExpression(value) ? renderSelection(node, { ...place, field: "InputPath" }) : undefined;
  if (path !== undefined) return { InputPath: path, ...where };
  if (!isExpression(value) && typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { Parameters: renderPayload(value, { ...place, field: "Parameters" }), ...where };
  }
  const constant = holdsExpressions(value) ? undefined : constantOf(node);
  if (constant) return { Result: constant.value, ...where };
  place.context.report(
    "JSONPath gives a computed value only inside of an object.",
    state.name,
    'Write { name: … } and read ".name" of it.',
  );
  return where;
}

function specifics(state: State, context: RenderContext): Fields {
  const place: Place = { context, state: state.name, field: "Input" };
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
          ...renderCondition(condition, { ...place, field: `Choices[${index}]` }),
          Next: next ?? "",
        })),
        Default: state.otherwise ?? "",
      };
    case "Pass":
      return renderPass(state, place);
    case "Wait":
      return renderWait(state, place);
    case "Fail":
      return { ...fieldOrPath("Error", state.error, "function", place), ...fieldOrPath("Cause", state.cause, "function", place) };
    case "Succeed":
      return { OutputPath: null };
    case "Handwritten":
      return {};
  }
}

/** Where the result of a Map or Parallel goes, and what ends a scope puts out. */
function results(state: State, context: RenderContext): Fields {
  if (state.type === "Task") return {};
  const ending = context.endings.get(state);
  const holds = state.type === "Map" || state.type === "DistributedMap" || state.type === "Parallel";
  if (ending === "nothing") return holds ? { ResultPath: null, OutputPath: null } : { OutputPath: null };
  if (!holds || ending === "result") return {};
  return { ResultPath: context.live.has(state.result) ? `$.${state.result.name}` : null };
}

/** An expression in a field of a hand-written state: JSONPath reads it where the field's name says so. */
const inHandwritten =
  (state: HandwrittenState, context: RenderContext): WriteExpression =>
  (value, field) => {
    if (state.language === "JSONata" || !/(\.\$|Path|Variable)$/.test(field))
      context.report(
        `${field}: a value that is computed does not fit here.`,
        state.name,
        state.language === "JSONata" ? "Write it as JSONata in the field itself." : `Call the field "${field.split(".").at(-1)}.$".`,
      );
    return renderArgument(nodeOf(value), { context, state: state.name, field }).simplified();
  };

function renderState(state: State, context: RenderContext): RenderedState {
  if (state.type === "Handwritten") {
    const machines = state.bodies.map(({ scope }) => renderScope(scope, context));
    return renderHandwritten(state, machines, inHandwritten(state, context));
  }
  const fields: Record<string, Rendered> = {
    Type: state.type === "DistributedMap" ? "Map" : state.type,
    ...specifics(state, context),
    ...results(state, context),
  };
  if (state.retry && state.retry.length > 0) fields.Retry = state.retry.map(renderRetry);
  if (state.catch && state.catch.length > 0) {
    fields.Catch = state.catch.map(({ errors, keepsFailure, next }) => ({
      ErrorEquals: errors,
      ResultPath: keepsFailure ? "$.failure" : null,
      Next: next ?? "",
    }));
  }
  if (state.next !== undefined) fields.Next = state.next;
  else if (state.type !== "Choice" && state.type !== "Fail" && state.type !== "Succeed" && (isEnd(state) || context.endings.has(state)))
    fields.End = true;
  return inOrder(fields);
}

/** A scope as a machine: states in source order, sections after them. */
export function renderScope(scope: Scope, context: RenderContext): RenderedMachine & RenderedState {
  const states = scope.all.map((state) => [state.name, renderState(state, context)] as const);
  return { StartAt: scope.start ?? "", States: Object.fromEntries(states) };
}
