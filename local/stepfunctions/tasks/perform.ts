/** Has a Task's work done: by a mock, by the engine itself (child executions), by an activity's worker, or by the integrations. */
import type { TaskState } from "../definition/asl.ts";
import type { TaskResource } from "../definition/resource.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { IntegrationError } from "../integrations.ts";
import { Data } from "../json.ts";
import type { MockResult } from "../mocks.ts";
import type { TaskTokens } from "../scope.ts";
import type { StateCall } from "../states/state-call.ts";
import { performActivity } from "./activity.ts";
import { awaitToken } from "./callback.ts";
import { outside } from "./limit.ts";
import { startExecution } from "./start-execution.ts";
import type { TaskEvents } from "./task-events.ts";

export interface Work {
  readonly state: TaskState;
  readonly resource: TaskResource;
  readonly parameters: Data;
  readonly roleArn: string | undefined;
  readonly call: StateCall;
  readonly events: TaskEvents;
  readonly token: ReturnType<TaskTokens["open"]> | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly signal: AbortSignal;
}

/** @throws StateFailure with the error that the service, the child execution or the mock gave */
export async function perform(work: Work): Promise<unknown> {
  const mock = await askMocks(work);
  const { kind, service, action, pattern } = work.resource;
  if (kind === "activity" && mock !== undefined) work.events.started();
  if (mock !== undefined) return playMock(mock, work);
  if (kind === "activity") return performActivity(work, work.parameters);
  if (service === "states" && action === "startExecution") return startExecution(work);
  const result = await callIntegration(work);
  if (pattern === undefined) return result;
  work.events.submitted(new Data(result));
  return work.token === undefined ? result : awaitToken(work, work.token);
}

async function askMocks({ state, resource, parameters, roleArn, call, signal }: Work): Promise<MockResult | undefined> {
  const { execution, iterations } = call.scope;
  if (!execution.session.active) return undefined;
  const { runtime, session, arn } = execution;
  const ask = (): Promise<MockResult | undefined> =>
    session.answer({
      executionArn: arn,
      stateName: call.name,
      resource: state.Resource,
      service: resource.service,
      action: resource.action,
      parameters: parameters.value,
      iterations,
      ...(roleArn === undefined ? {} : { roleArn }),
    });
  return outside(runtime.clock, signal, ask);
}

async function playMock(mock: MockResult, { call, resource, events, signal }: Work): Promise<unknown> {
  if (resource.pattern !== undefined) events.submitted(new Data({}));
  if (mock.afterSeconds !== undefined) await call.scope.execution.runtime.clock.sleep(mock.afterSeconds, "timeout", signal);
  if ("return" in mock) return mock.return;
  throw new StateFailure(mock.throw.error, mock.throw.cause);
}

async function callIntegration({ state, resource, parameters, roleArn, call, signal }: Work): Promise<unknown> {
  const { execution } = call.scope;
  const { integrations, clock } = execution.runtime;
  const context = { stateMachineArn: execution.stateMachineArn, executionArn: execution.arn, stateName: call.name };
  const send = (): Promise<unknown> =>
    integrations.call({
      resource: state.Resource,
      service: resource.service,
      action: resource.action,
      ...(resource.pattern === undefined ? {} : { pattern: resource.pattern }),
      parameters: parameters.value,
      ...(roleArn === undefined ? {} : { roleArn }),
      signal,
      context,
    });
  try {
    return await outside(clock, signal, send);
  } catch (error) {
    if (error instanceof IntegrationError) throw new StateFailure(error.error, error.detail);
    if (error instanceof StateFailure || signal.aborted) throw error;
    throw new StateFailure(errorNames.taskFailed, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}
