/** The events of a Task between StateEntered and StateExited: of a function's ARN, of an activity, or of a service integration. */
import type { TaskResource } from "../definition/resource.ts";
import type { StateFailure } from "../errors.ts";
import type { Cursor, History } from "../history.ts";
import type { Data, JsonObject } from "../json.ts";

export interface Schedule {
  readonly parameters: Data;
  readonly region: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly roleArn: string | undefined;
}

export interface TaskEvents {
  scheduled(schedule: Schedule): void;
  /** @param workerName who does the work, for an activity */
  started(workerName?: string): void;
  /** The work has been started and is waited for (.sync, .waitForTaskToken). */
  submitted(output: Data): void;
  succeeded(output: Data): void;
  failed(failure: StateFailure): void;
  timedOut(failure: StateFailure): void;
  /** What States.DataLimitExceeded names as the producer of the result. */
  readonly producer: string;
}

export function taskEvents(resourceArn: string, resource: TaskResource, history: History, cursor: Cursor): TaskEvents {
  const add = (type: string, name: string, value?: JsonObject): void => {
    history.add(cursor, type, value === undefined ? undefined : { name, value });
  };
  if (resource.kind === "activity") return arnEvents("Activity", resourceArn, add);
  return resource.kind === "function" ? arnEvents("LambdaFunction", resourceArn, add) : integrationEvents(resource, add);
}

type Add = (type: string, name: string, value?: JsonObject) => void;

// Functions and activities are named by their ARN alone.
function arnEvents(kind: "LambdaFunction" | "Activity", arn: string, add: Add): TaskEvents {
  const member = kind === "Activity" ? "activity" : "lambdaFunction";
  const event = (name: string, value?: JsonObject): void => add(`${kind}${name}`, `${member}${name}`, value);
  return {
    producer: arn,
    scheduled: (schedule) =>
      event("Scheduled", {
        input: schedule.parameters.text,
        inputDetails: { truncated: false },
        resource: arn,
        ...limits(schedule),
      }),
    started: (workerName) => event("Started", kind === "Activity" ? (workerName === undefined ? {} : { workerName }) : undefined),
    submitted: () => undefined,
    succeeded: (output) => event("Succeeded", { output: output.text, outputDetails: { truncated: false } }),
    failed: (failure) => event("Failed", errorDetails(failure)),
    timedOut: (failure) => event("TimedOut", errorDetails(failure)),
  };
}

function integrationEvents({ service, eventResource }: TaskResource, add: Add): TaskEvents {
  const base = { resourceType: service, resource: eventResource };
  const withOutput = (output: Data): JsonObject => ({ ...base, output: output.text, outputDetails: { truncated: false } });
  return {
    producer: service,
    scheduled: (schedule) =>
      add("TaskScheduled", "taskScheduled", {
        ...base,
        region: schedule.region,
        parameters: schedule.parameters.text,
        ...limits(schedule),
      }),
    started: () => add("TaskStarted", "taskStarted", base),
    submitted: (output) => add("TaskSubmitted", "taskSubmitted", withOutput(output)),
    succeeded: (output) => add("TaskSucceeded", "taskSucceeded", withOutput(output)),
    failed: (failure) => add("TaskFailed", "taskFailed", { ...base, ...errorDetails(failure) }),
    timedOut: (failure) => add("TaskTimedOut", "taskTimedOut", { ...base, ...errorDetails(failure) }),
  };
}

function limits({ timeoutSeconds, heartbeatSeconds, roleArn }: Schedule): JsonObject {
  return {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
    ...(roleArn === undefined ? {} : { taskCredentials: { roleArn } }),
  };
}

/** `error` and `cause` of an event; what AWS leaves out is left out. */
export function errorDetails({ error, detail }: { error: string | undefined; detail: string | undefined }): JsonObject {
  return { ...(error === undefined ? {} : { error }), ...(detail === undefined ? {} : { cause: detail }) };
}
