/** A Task that a worker of an activity does: it is offered, taken by whoever asks first, and answered with its token. */
import type { TaskState } from "../definition/asl.ts";
import type { TaskResource } from "../definition/resource.ts";
import { errorNames, StateFailure } from "../errors.ts";
import type { Data } from "../json.ts";
import type { StateCall } from "../states/state-call.ts";
import { awaitToken } from "./callback.ts";
import { orAborted } from "./limit.ts";
import type { Work } from "./perform.ts";

/**
 * Whether somebody can do the work; AWS asks before the Task is scheduled.
 *
 * @throws StateFailure States.Runtime when there is no such activity and no mock may answer for it
 */
export function checkActivity({ Resource }: TaskState, { kind }: TaskResource, call: StateCall): void {
  const { runtime, session } = call.scope.execution;
  if (kind !== "activity" || session.active || runtime.activities.exists(Resource)) return;
  throw new StateFailure(errorNames.runtime, call.describe(`The activity ${Resource} does not exist.`));
}

/** @throws StateFailure what the worker said, or States.Timeout when its heartbeat is missing */
export async function performActivity(work: Work, input: Data): Promise<unknown> {
  const { runtime } = work.call.scope.execution;
  const token = runtime.taskTokens.open();
  let withdraw = (): void => undefined;
  try {
    const taken = new Promise<string | undefined>((resolve) => {
      withdraw = runtime.activities.offer(work.state.Resource, { taskToken: token.token, input: input.text }, resolve);
    });
    const workerName = await orAborted(taken, work.signal);
    work.events.started(workerName);
    return await awaitToken(work, token);
  } finally {
    withdraw();
    token.close();
  }
}
