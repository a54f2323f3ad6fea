/** The context object, `$$`: made only when an expression asks for it. */
import type { JsonObject } from "./json.ts";
import type { Scope } from "./scope.ts";

export interface ContextSource {
  readonly scope: Scope;
  readonly stateName: string;
  /** Milliseconds since 1970. */
  readonly enteredTime: number;
  /** Undefined for states that cannot retry. */
  readonly retryCount: number | undefined;
  readonly taskToken?: string | undefined;
  /** `$$.Map` while ItemSelector is evaluated; otherwise the iteration that the state is in. */
  readonly map?: JsonObject | undefined;
}

/** `$$` as the state sees it now. */
export function contextObject({ scope, stateName, enteredTime, retryCount, taskToken, map }: ContextSource): JsonObject {
  const { execution } = scope;
  if (execution.givenContext !== undefined) return execution.givenContext;
  const mapContext = map ?? scope.mapContext;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input.value,
      StartTime: isoTime(execution.startTime),
      Name: execution.name,
      RoleArn: execution.roleArn,
      ...(execution.redriveCount === undefined ? {} : { RedriveCount: execution.redriveCount }),
      ...(execution.redriveTime === undefined ? {} : { RedriveTime: isoTime(execution.redriveTime) }),
    },
    ...(mapContext === undefined ? {} : { Map: mapContext }),
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineName },
    State: { Name: stateName, EnteredTime: isoTime(enteredTime), ...(retryCount === undefined ? {} : { RetryCount: retryCount }) },
    ...(taskToken === undefined ? {} : { Task: { Token: taskToken } }),
  };
}

/** `2024-01-01T00:00:00.000Z`. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
