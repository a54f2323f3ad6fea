/** What express machines, and the EXPRESS children of a distributed Map, cannot do. */
import { isObject, type JsonObject } from "../json.ts";
import type { Problems } from "./problems.ts";
import { parseResource } from "./resource.ts";

/** Checks every Task of an express machine, those in its branches and iterations too. */
export function checkExpress(machine: JsonObject, location: string, problems: Problems): void {
  if (!isObject(machine.States)) return;
  for (const [name, state] of Object.entries(machine.States)) {
    if (isObject(state)) checkState(state, `${location}/States/${name}`, problems);
  }
}

function checkState(state: JsonObject, location: string, problems: Problems): void {
  if (typeof state.Resource === "string") checkResource(state.Resource, `${location}/Resource`, problems);
  if (Array.isArray(state.Branches)) {
    state.Branches.forEach((branch, index) => {
      if (isObject(branch)) checkExpress(branch, `${location}/Branches[${index}]`, problems);
    });
  }
  for (const name of ["ItemProcessor", "Iterator"]) {
    const processor = state[name];
    if (!isObject(processor)) continue;
    if (isObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === "DISTRIBUTED") {
      problems.schema("Express state machine does not support Map states of Mode DISTRIBUTED", location);
    }
    checkExpress(processor, `${location}/${name}`, problems);
  }
}

function checkResource(resource: string, location: string, problems: Problems): void {
  const parsed = parseResource(resource);
  const pattern = parsed?.pattern;
  if (parsed?.kind === "activity") problems.schema("Express state machine does not support Activity ARN", location);
  else if (pattern === "waitForTaskToken")
    problems.schema("Express state machine does not support '.waitForTaskToken' service integration ", location);
  else if (pattern !== undefined) problems.schema("Express state machine does not support '.sync' service integration", location);
}
