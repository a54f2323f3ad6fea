/** The Task state: evaluates its fields, has the work done, and shapes the result. */
import { applyInputPath, applyOutputPath, applyParameters, applyResultPath } from "../data-flow.ts";
import type { TaskState } from "../definition/asl.ts";
import { parseResource, type TaskResource } from "../definition/resource.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { evaluateField } from "../expression.ts";
import { Data, isObject } from "../json.ts";
import { withinLimit } from "../quotas.ts";
import { withTimeout } from "../tasks/limit.ts";
import { perform } from "../tasks/perform.ts";
import { taskEvents } from "../tasks/task-events.ts";
import { fillTemplate } from "../template.ts";
import type { Outcome, StateCall } from "./state-call.ts";

export async function runTask(state: TaskState, call: StateCall): Promise<Outcome> {
  const raw = call.input.value;
  const input = applyInputPath(state.InputPath, call.on(raw));
  const resource = parseResource(state.Resource);
  if (resource === undefined)
    throw new StateFailure(errorNames.runtime, call.describe(`The resource ${state.Resource} is not recognized.`));
  const result = await runResource(state, resource, input, call);
  const selected = state.ResultSelector === undefined ? result.value : fillTemplate(state.ResultSelector, call.on(result.value));
  const placed = applyResultPath(state.ResultPath, raw, selected, call.on(raw));
  return { output: applyOutputPath(state.OutputPath, call.on(placed)), next: state.Next };
}

async function runResource(state: TaskState, resource: TaskResource, input: unknown, call: StateCall): Promise<Data> {
  const { scope } = call;
  const { runtime, history } = scope.execution;
  const timeoutSeconds = seconds(state.TimeoutSeconds, state.TimeoutSecondsPath, "TimeoutSecondsPath", input, call);
  const heartbeatSeconds = seconds(state.HeartbeatSeconds, state.HeartbeatSecondsPath, "HeartbeatSecondsPath", input, call);
  const token = resource.pattern === "waitForTaskToken" ? runtime.taskTokens.open() : undefined;
  call.taskToken = token?.token;
  try {
    const parameters = new Data(applyParameters(state.Parameters, call.on(input)));
    const roleArn = credentials(state, input, call);
    const events = taskEvents(state.Resource, resource, history, scope.cursor);
    events.scheduled({ parameters, region: runtime.region, timeoutSeconds, heartbeatSeconds, roleArn });
    events.started();
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

function seconds(
  literal: number | undefined,
  path: string | undefined,
  field: string,
  input: unknown,
  call: StateCall,
): number | undefined {
  if (path === undefined) return literal;
  const value = evaluateField(path, call.on(input));
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const detail = `The ${field} parameter does not reference a positive integer: ${path} == ${shown}`;
  throw new StateFailure(errorNames.runtime, call.describe(detail));
}

function credentials(state: TaskState, input: unknown, call: StateCall): string | undefined {
  if (state.Credentials === undefined) return undefined;
  const filled = fillTemplate(state.Credentials, call.on(input));
  return isObject(filled) && typeof filled.RoleArn === "string" ? filled.RoleArn : undefined;
}
