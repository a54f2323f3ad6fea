/** The Task state: evaluates its fields, has the work done, and shapes the result. */
import type { TaskState } from "../definition/asl.ts";
import { parseResource, type TaskResource } from "../definition/resource.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { Data, isObject } from "../json.ts";
import { withinLimit } from "../quotas.ts";
import { checkActivity } from "../tasks/activity.ts";
import { withTimeout } from "../tasks/limit.ts";
import { checkParameters } from "../tasks/parameter-check.ts";
import { perform } from "../tasks/perform.ts";
import { taskEvents } from "../tasks/task-events.ts";
import { type Flow, flowOf } from "./flow.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runTask(state: TaskState, call: StateCall): Promise<Outcome> {
  const flow = flowOf(state, call);
  const resource = parseResource(state.Resource);
  if (resource === undefined)
    throw new StateFailure(errorNames.runtime, call.describe(`The resource ${state.Resource} is not recognized.`));
  const result = await runResource(state, resource, flow, call);
  call.scope.inspect?.("result", result.value);
  return flow.finish(result.value);
}

async function runResource(state: TaskState, resource: TaskResource, flow: Flow, call: StateCall): Promise<Data> {
  const { scope } = call;
  const { runtime, history } = scope.execution;
  const token = resource.pattern === "waitForTaskToken" ? runtime.taskTokens.open() : undefined;
  call.taskToken = token?.token;
  try {
    const read = flow.task();
    const { timeoutSeconds, heartbeatSeconds, payload, credentials } = read instanceof Promise ? await read : read;
    checkActivity(state, resource, call);
    const parameters = new Data(payload);
    checkParameters(resource, parameters, call);
    const roleArn = isObject(credentials) && typeof credentials.RoleArn === "string" ? credentials.RoleArn : undefined;
    const events = taskEvents(state.Resource, resource, history, scope.cursor);
    events.scheduled({ parameters, region: runtime.region, timeoutSeconds, heartbeatSeconds, roleArn });
    if (resource.kind !== "activity") events.started();
    try {
      const work = (signal: AbortSignal): Promise<unknown> =>
        perform({ state, resource, parameters, roleArn, call, events, token, heartbeatSeconds, signal });
      const result = toData(await withTimeout(work, timeoutSeconds, runtime.clock, scope.signal));
      withinLimit(result, events.producer);
      events.succeeded(result);
      return result;
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      if (error.error === errorNames.timeout) events.timedOut(error);
      else if (!error.fatal) events.failed(error);
      throw error;
    }
  } finally {
    token?.close();
  }
}

/** What came from outside may hold anything; its JSON is what the machine sees. */
function toData(result: unknown): Data {
  const text = JSON.stringify(result) ?? "null";
  return new Data(JSON.parse(text), text);
}
