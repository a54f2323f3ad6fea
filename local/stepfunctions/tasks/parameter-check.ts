/** What AWS refuses in a Task's parameters before it schedules the Task. */
import type { TaskResource } from "../definition/resource.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { type Data, isObject, type JsonObject } from "../json.ts";
import type { StateCall } from "../states/state-call.ts";

/** @throws StateFailure States.Runtime, in AWS's words */
export function checkParameters({ service, action }: TaskResource, parameters: Data, call: StateCall): void {
  if (service !== "apigateway" || action !== "invoke" || !isObject(parameters.value)) return;
  const wrong = ["Headers", "QueryParameters"].find((name) => !holdsLists((parameters.value as JsonObject)[name]));
  if (wrong === undefined) return;
  const problem = `[The value of the field '${wrong}' has an invalid format]`;
  throw new StateFailure(
    errorNames.runtime,
    call.describe(`The Parameters '${parameters.text}' could not be used to start the Task: ${problem}`),
  );
}

/** Headers and query parameters are lists, even of one value. */
function holdsLists(value: unknown): boolean {
  return !isObject(value) || Object.values(value).every(Array.isArray);
}
