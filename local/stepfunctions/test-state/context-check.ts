/** Checks a context object that a TestState request gives. */
import type { State } from "../definition/asl.ts";
import { parseResource } from "../definition/resource.ts";
import { ApiError } from "../errors.ts";
import { isObject, type JsonObject } from "../json.ts";

type Kind = "string" | "number" | "any" | Fields;
interface Fields {
  readonly [name: string]: Kind;
}

const fields: Fields = {
  Execution: {
    Id: "string",
    Input: "any",
    Name: "string",
    RoleArn: "string",
    StartTime: "string",
    RedriveCount: "number",
    RedriveTime: "string",
  },
  State: { EnteredTime: "string", Name: "string", RetryCount: "number" },
  StateMachine: { Id: "string", Name: "string" },
  Task: { Token: "string" },
  Map: { Item: { Index: "number", Value: "any", Key: "string", Source: "string" } },
};

/** @throws ApiError ValidationException */
export function checkContext(context: JsonObject, state: State): void {
  checkFields(context, fields, "");
  const pattern = state.Type === "Task" ? parseResource(state.Resource)?.pattern : undefined;
  if (context.Task !== undefined && pattern === undefined) {
    const places = "a Task state with a '.sync' or '.waitForTaskToken' service integration pattern";
    throw invalid(`Context object contains 'Task' when state is not ${places}`);
  }
}

function checkFields(value: JsonObject, allowed: Fields, path: string): void {
  for (const [name, member] of Object.entries(value)) {
    const kind = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    const place = path === "" ? name : `${path}.${name}`;
    if (kind === undefined) throw invalid(`Field '${place}' is not allowed`);
    if (kind === "any") continue;
    if (typeof kind === "object") {
      if (!isObject(member)) throw invalid(`${place} must be a JSON object`);
      checkFields(member, kind, place);
    } else if (typeof member !== kind) throw invalid(`${place} must be a ${kind}`);
  }
}

function invalid(problem: string): ApiError {
  return new ApiError("ValidationException", `Invalid Context object provided: ${problem}`);
}
