/** Disturbs a state: its Task fails, its answer is lost, its execution is stopped, or its function dies at the first call. */
import type { LocalEvent, ObservedTask, TaskError } from "../../aws/index.ts";
import { functionName, stateMachineArn, stateMachineName } from "../../refresh/names.ts";
import type { StateDisturbance } from "../list/index.ts";
import { type Blow, machineNameIn, type Surroundings } from "./blow.ts";
import { callBlow } from "./call-blow.ts";
import { invokedIn, startsMachine } from "./tasks.ts";

/** Arms it. */
export function stateBlow(disturbance: StateDisturbance, surroundings: Surroundings): Blow {
  const { machine, state, way } = disturbance;
  const here = ({ executionArn, stateName }: ObservedTask): boolean =>
    stateName === state && machineNameIn(executionArn) === stateMachineName(machine);
  switch (way) {
    case "error":
      return failing("beforeTask", here, { error: "Fault.Injected", cause: `The fault test let "${state}" fail.` });
    case "timeout":
      return startsMachine(machine, state)
        ? shortOfTime(disturbance, here, surroundings)
        : failing("afterTask", here, { error: "States.Timeout", cause: `The fault test lost the answer of "${state}".` });
    case "stopped":
      return stopping(disturbance, here, surroundings);
    case "killed":
      return dying(disturbance, surroundings);
  }
}

function failing(when: "beforeTask" | "afterTask", here: (task: ObservedTask) => boolean, error: TaskError): Blow {
  const blow = {
    met: false,
    [when](task: ObservedTask): TaskError | undefined {
      if (!here(task)) return undefined;
      blow.met = true;
      return error;
    },
  };
  return blow;
}

/** A Task that waits for another execution gets one second; the engine then stops the other one, as the service does. */
function shortOfTime({ machine, state }: StateDisturbance, here: (task: ObservedTask) => boolean, { aws }: Surroundings): Blow {
  const arn = stateMachineArn(machine);
  const { definition } = aws.engine.describeStateMachine({ stateMachineArn: arn });
  const asl = JSON.parse(definition) as { States: Record<string, { TimeoutSeconds?: number }> };
  const task = asl.States[state];
  if (task !== undefined) task.TimeoutSeconds = 1;
  aws.engine.updateStateMachine({ stateMachineArn: arn, definition: asl });
  const blow = {
    met: false,
    onEvent(event: LocalEvent): void {
      if (event.type === "state" && here(event)) blow.met = true;
    },
    lift: async () => void aws.engine.updateStateMachine({ stateMachineArn: arn, definition }),
  };
  return blow;
}

/** Stops the run, or the clean-up in which the state stands; a function is at work on it then. */
function stopping({ machine, state }: StateDisturbance, here: (task: ObservedTask) => boolean, { aws }: Surroundings): Blow {
  const invoked = invokedIn(machine, state);
  let entered = false;
  const stop = (): void => {
    blow.met = true;
    // Not inside the event: the engine is just telling it.
    setImmediate(() => {
      const outermost = stateMachineArn(machine === "refresh-cleanup" ? machine : "daily-refresh");
      for (const { executionArn } of aws.engine.listExecutions({ stateMachineArn: outermost, statusFilter: "RUNNING" }).executions)
        aws.engine.stopExecution({ executionArn, error: "Fault.Stopped", cause: `The fault test stopped it in "${state}".` });
    });
  };
  const blow = {
    met: false,
    onEvent(event: LocalEvent): void {
      if (event.type === "state" && event.phase === "entered" && here(event)) entered = true;
      if (!blow.met && entered && (invoked === undefined || starts(event, invoked))) stop();
    },
  };
  return blow;
}

const starts = (event: LocalEvent, { handler, operation }: NonNullable<ReturnType<typeof invokedIn>>): boolean =>
  event.type === "function" && event.phase === "start" && event.functionName === functionName(handler) && event.operation === operation;

function dying({ machine, state }: StateDisturbance, surroundings: Surroundings): Blow {
  const invoked = invokedIn(machine, state);
  if (invoked === undefined) throw new Error(`${machine}/${state} invokes no function: nothing can be killed in it.`);
  return callBlow({ kind: "call", machine, state, ...invoked, action: "*", number: 1, way: "killed before" }, surroundings);
}
