/** Task states: resource, arguments, and which variable keeps what of the result. */
import type { TaskState } from "../../build/states.ts";
import { rawBase } from "../../build/storage.ts";
import { isExpression, nodeOf } from "../../expressions/index.ts";
import { TemplateString } from "../../template/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import { httpArguments, resourceOf } from "../resource.ts";
import { called, code, LEVEL, type Part } from "./code.ts";
import type { Place, RenderContext } from "./context.ts";
import { renderExpression } from "./expression.ts";
import { stepsOf } from "./text.ts";
import { bracketed, renderFields, renderValue } from "./value.ts";

type Fields = Readonly<Record<string, Rendered>>;

const RESULT = code(LEVEL.value, "$states.result");

/** The arguments with a field beside them; where they are one expression, JSONata merges both. */
function beside(args: unknown, place: Place, name: string, constant: Rendered, source: Part, where: "first" | "last"): Rendered {
  if (!isExpression(args)) {
    const given = renderFields((args ?? {}) as object, place);
    return where === "first" ? { [name]: constant, ...given } : { ...given, [name]: constant };
  }
  const one = code(LEVEL.value, `{'${name}': `, source, "}");
  const all = renderExpression(nodeOf(args), place);
  const [a, b] = where === "first" ? [one, all] : [all, one];
  return bracketed(called("merge", code(LEVEL.value, "[", a, ", ", b, "]")));
}

function argumentsOf({ task, args }: TaskState, place: Place): Rendered {
  const { target } = task;
  switch (target.kind) {
    case "lambda":
      return {
        FunctionName: new TemplateString({ token: `${target.handler}_arn` }),
        Payload: beside(args, place, "operation", target.operation, `'${target.operation}'`, "first"),
      };
    case "child":
      return {
        StateMachineArn: new TemplateString({ token: `${target.stateMachine}_state_machine_arn` }),
        Input: beside(args, place, STARTED_BY, `{% ${PARENT} %}`, PARENT, "last"),
      };
    case "http":
      if (!isExpression(args)) return { ...httpArguments(target), ...renderFields((args ?? {}) as object, place) };
      return whole(place, "the arguments of an HTTP call are more than one expression.");
    case "awsSdk":
    case "integration":
    case "activity":
      return renderValue(args, place);
  }
}

function whole({ context, state, field }: Place, why: string): Rendered {
  context.report(`${field}: ${why}`, state, "Write an object and name its fields.");
  return {};
}

/** The link by which the console shows the parent; EventBridge rules then name no more than they must. */
const STARTED_BY = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";
const PARENT = "$states.context.Execution.Id";

/** What is kept of the result: what `keep` says, the fields that are read, or all of it. */
function kept(state: TaskState, place: Place): Rendered {
  const raw = rawBase(state.task);
  if (state.keep) return renderFields(state.keep.value as object, { ...place, raw });
  const fields = place.context.storages.get(state.result)?.fields;
  if (!fields) return bracketed(stepsOf(RESULT, raw));
  return Object.fromEntries(fields.map((name) => [name, bracketed(stepsOf(RESULT, [...raw, name]))]));
}

/** Assign; a state that ends its machine puts its result, or nothing, out. */
function stored(state: TaskState, place: Place): Fields {
  const { context } = place;
  const ending = context.endings.get(state);
  if (ending === "nothing") return { Output: {} };
  if (ending === "result") {
    const output = kept(state, { ...place, field: "Output" });
    return output === "{% $states.result %}" ? {} : { Output: output };
  }
  if (!context.live.has(state.result)) return {};
  const name = context.names.get(state.result) ?? state.result.name;
  return { Assign: { [name]: kept(state, { ...place, field: `Assign.${name}` }) } };
}

/** The fields of a Task beside its type and what follows. */
export function renderTask(state: TaskState, context: RenderContext): Fields {
  const place: Place = { context, state: state.name, field: "Arguments" };
  return {
    Resource: resourceOf(state.task.target),
    Arguments: argumentsOf(state, place),
    ...(state.credentials ? { Credentials: renderFields({ RoleArn: state.credentials.roleArn }, { ...place, field: "Credentials" }) } : {}),
    ...stored(state, place),
    ...(state.timeout === undefined ? {} : { TimeoutSeconds: state.timeout }),
    ...(state.heartbeat === undefined ? {} : { HeartbeatSeconds: state.heartbeat }),
  };
}
