/** Task states: resource, arguments, and what is stored of the result. */

import type { TaskState } from "../../build/states.ts";
import { rawBase } from "../../build/storage.ts";
import { TemplateString } from "../../template/index.ts";
import type { Rendered } from "../../workflow-type.ts";
import { httpArguments, resourceOf } from "../resource.ts";
import type { Place, RenderContext } from "./context.ts";
import { printPath } from "./path.ts";
import { renderArguments, renderField, renderPayload } from "./payload.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** The link by which the console shows the parent; EventBridge rules then name no more than they must. */
const STARTED_BY = { "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID.$": "$$.Execution.Id" };

function call({ task, args }: TaskState, place: Place): Fields {
  const { target } = task;
  const given = renderArguments(args, { ...place, field: "Parameters" });
  const Resource = resourceOf(target);
  switch (target.kind) {
    case "lambda":
      return {
        Resource,
        Parameters: {
          FunctionName: new TemplateString({ token: `${target.handler}_arn` }),
          Payload: { operation: target.operation, ...given },
        },
      };
    case "child":
      return {
        Resource,
        Parameters: {
          StateMachineArn: new TemplateString({ token: `${target.stateMachine}_state_machine_arn` }),
          Input: { ...given, ...STARTED_BY },
        },
      };
    case "http":
      return { Resource, Parameters: { ...httpArguments(target), ...given } };
    case "awsSdk":
    case "integration":
    case "activity":
      return { Resource, Parameters: given };
  }
}

/** ResultSelector and ResultPath; a state that ends its scope puts its result, or nothing, out. */
function stored(state: TaskState, place: Place): Fields {
  const { context } = place;
  const ending = context.endings.get(state);
  if (ending === undefined && !context.live.has(state.result)) return { ResultPath: null };
  if (ending === "nothing") return { ResultPath: null, OutputPath: null };
  const raw = rawBase(state.task);
  const storage = context.storages.get(state.result);
  const ResultPath = ending === "result" ? {} : { ResultPath: `$.${state.result.name}` };
  if (state.keep) {
    const kept = renderPayload(state.keep.value as object, { ...place, field: "ResultSelector", raw });
    return { ResultSelector: kept, ...ResultPath };
  }
  if (storage?.fields) {
    const picked = Object.fromEntries(storage.fields.map((name) => [`${name}.$`, printPath("$", [...raw, name])]));
    return { ResultSelector: picked, ...ResultPath };
  }
  if (raw.length === 0) return ResultPath;
  if (ending === "result") return { OutputPath: printPath("$", raw) };
  return { ResultSelector: { [`${raw[0]}.$`]: printPath("$", raw) }, ...ResultPath };
}

/** The fields of a Task beside its type and what follows. */
export function renderTask(state: TaskState, context: RenderContext): Fields {
  const place: Place = { context, state: state.name, field: "Parameters" };
  return {
    ...call(state, place),
    ...(state.credentials ? { Credentials: renderField("RoleArn", state.credentials.roleArn, { ...place, field: "Credentials" }) } : {}),
    ...stored(state, place),
    ...(state.timeout === undefined ? {} : { TimeoutSeconds: state.timeout }),
    ...(state.heartbeat === undefined ? {} : { HeartbeatSeconds: state.heartbeat }),
  };
}
