/** `states:startExecution` in its three forms: start and go on, `.sync` (texts) and `.sync:2` (parsed). */
import { randomUUID } from "node:crypto";
import { ApiError, errorNames, StateFailure } from "../errors.ts";
import { Data, isObject, type JsonObject } from "../json.ts";
import type { ChildExecution } from "../scope.ts";
import { awaitToken } from "./callback.ts";
import type { Work } from "./perform.ts";

export async function startExecution(work: Work): Promise<unknown> {
  const { parameters, resource, events, signal, token } = work;
  const child = start(parameters.value, work);
  const answer = { ExecutionArn: child.arn, ...sdkMetadata(), StartDate: child.startDate };
  if (resource.pattern === undefined) return answer;
  events.submitted(new Data(answer));
  if (resource.pattern === "waitForTaskToken" && token !== undefined) return awaitToken(work, token);
  const stop = (): void => child.stop(errorNames.taskFailed, "The execution that waits for this one has ended.");
  signal.addEventListener("abort", stop, { once: true });
  const ended = await child.ended;
  signal.removeEventListener("abort", stop);
  return result(ended, resource.pattern === "sync:2");
}

function start(parameters: unknown, { call }: Work): ChildExecution {
  const { execution } = call.scope;
  const { StateMachineArn, Name, Input } = isObject(parameters) ? parameters : {};
  if (typeof StateMachineArn !== "string") {
    throw new StateFailure(errorNames.runtime, call.describe("The field 'StateMachineArn' is required but was missing"));
  }
  try {
    return execution.runtime.startChild({
      stateMachineArn: StateMachineArn,
      ...(typeof Name === "string" ? { name: Name } : {}),
      input: typeof Input === "string" ? Input : Input === undefined ? "{}" : JSON.stringify(Input),
      session: execution.session,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const details = `Service: AWSStepFunctions; Status Code: ${error.status}; Error Code: ${error.code}; Request ID: ${randomUUID()}; Proxy: null`;
    throw new StateFailure(`StepFunctions.${error.code}Exception`, `${error.message} (${details})`);
  }
}

function result(description: JsonObject, parsed: boolean): JsonObject {
  if (description.Status === "SUCCEEDED") return parsed ? parseTexts(description) : description;
  throw new StateFailure(errorNames.taskFailed, JSON.stringify(description));
}

function parseTexts(description: JsonObject): JsonObject {
  const parse = (text: unknown): unknown => (typeof text === "string" ? JSON.parse(text) : text);
  return { ...description, Input: parse(description.Input), Output: parse(description.Output) };
}

/** What optimized integrations add to every answer. */
export function sdkMetadata(statusCode = 200, requestId: string = randomUUID()): JsonObject {
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: { "x-amzn-RequestId": [requestId] },
      HttpHeaders: { "x-amzn-RequestId": requestId },
      HttpStatusCode: statusCode,
    },
    SdkResponseMetadata: { RequestId: requestId },
  };
}
