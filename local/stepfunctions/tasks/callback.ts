/** Waits for the answer to a task token, and for its heartbeats. */
import { errorNames, StateFailure } from "../errors.ts";
import type { TaskTokens } from "../scope.ts";
import { orAborted } from "./limit.ts";
import type { Work } from "./perform.ts";

/** @throws StateFailure what SendTaskFailure said, or States.Timeout when a heartbeat is missing */
export function awaitToken({ heartbeatSeconds, call, signal }: Work, token: ReturnType<TaskTokens["open"]>): Promise<unknown> {
  const { clock } = call.scope.execution.runtime;
  if (heartbeatSeconds === undefined) return orAborted(token.answer, signal);
  return new Promise((resolve, reject) => {
    let timer = new AbortController();
    const watch = (): void => {
      timer.abort();
      timer = new AbortController();
      clock.sleep(heartbeatSeconds, "timeout", timer.signal).then(
        () => reject(new StateFailure(errorNames.timeout, undefined, errorNames.heartbeat)),
        () => undefined,
      );
    };
    watch();
    token.heartbeat(watch);
    orAborted(token.answer, signal)
      .then(resolve, reject)
      .finally(() => timer.abort());
  });
}
