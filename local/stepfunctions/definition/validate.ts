/** Validates a definition: every problem at once, with its place; what this engine cannot run is one of them. */
import { isObject, type JsonObject } from "../json.ts";
import type { QueryLanguage, State } from "./asl.ts";
import { checkScopes } from "./assign-check.ts";
import { integer } from "./checks.ts";
import { checkChoices } from "./choice-check.ts";
import { checkCatch, checkRetry } from "./failing-check.ts";
import { checkMap } from "./map-check.ts";
import { type Problem, Problems } from "./problems.ts";
import { parseResource } from "./resource.ts";
import { exclusive, fieldCheck } from "./state-fields.ts";

const types = ["Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"];
const machineFields = ["StartAt", "States", "Comment", "TimeoutSeconds", "Version", "QueryLanguage", "ProcessorConfig"];

/** Everything that is wrong; an empty list when the definition can run. */
export function validateDefinition(definition: JsonObject): readonly Problem[] {
  const problems = new Problems();
  checkMachine(definition, "", problems, definition.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath");
  checkScopes(definition, "", problems);
  return problems.list;
}

/** @param language that of the whole state machine; branches and processors have none of their own */
function checkMachine(machine: JsonObject, location: string, problems: Problems, language: QueryLanguage): void {
  const missing = ["StartAt", "States"].filter((name) => machine[name] === undefined);
  if (missing.length > 0) problems.schema(`These fields are required: [${missing.join(", ")}]`, location);
  for (const name of Object.keys(machine)) {
    const inner = name === "QueryLanguage" && location !== "";
    if (inner || !machineFields.includes(name)) problems.schema(`Field '${name}' is not supported`, location);
  }
  if (machine.TimeoutSeconds !== undefined) integer(1)(machine.TimeoutSeconds, `${location}/TimeoutSeconds`, problems);
  if (location === "") checkQueryLanguage(machine.QueryLanguage, location, problems);
  const { States: states } = machine;
  if (states === undefined) return;
  if (!isObject(states) || Object.keys(states).length === 0) {
    problems.schema("Value cannot be empty", `${location}/States`);
    return;
  }
  const target = (name: unknown, at: string): void => {
    if (typeof name !== "string" || !Object.hasOwn(states, name))
      problems.target(`Missing '${at.split("/").at(-1)}' target: ${String(name)}`, at);
  };
  if (machine.StartAt !== undefined) target(machine.StartAt, `${location}/StartAt`);
  for (const [name, state] of Object.entries(states)) {
    checkState(name, state, `${location}/States/${name}`, problems, target, language);
  }
}

type Target = (name: unknown, at: string) => void;

function checkState(name: string, state: unknown, location: string, problems: Problems, target: Target, top: QueryLanguage): void {
  if (name.length > 80) problems.schema("State names can have at most 80 characters", location);
  if (!isObject(state)) {
    problems.schema("Expected value of type Object", location);
    return;
  }
  const type = state.Type;
  if (typeof type !== "string" || !types.includes(type)) {
    problems.schema(`The field 'Type' should have one of these values: [${types.join(", ")}]`, `${location}/Type`);
    return;
  }
  checkQueryLanguage(state.QueryLanguage, location, problems);
  if (top === "JSONata" && state.QueryLanguage === "JSONPath") {
    problems.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", location);
  }
  const language = state.QueryLanguage === "JSONata" ? "JSONata" : top;
  checkFields(state, type as State["Type"], location, problems, language);
  checkTransition(state, type, location, problems, target);
  if (state.Retry !== undefined) checkRetry(state.Retry, `${location}/Retry`, problems);
  if (state.Catch !== undefined) checkCatch(state.Catch, `${location}/Catch`, problems, target, language);
  checkType(state, type as State["Type"], location, problems, target, language, top);
}

function checkFields(state: JsonObject, type: State["Type"], location: string, problems: Problems, language: QueryLanguage): void {
  for (const [name, value] of Object.entries(state)) {
    const check = fieldCheck(type, name, language);
    if (check === "unknown") problems.schema(`Field '${name}' is not supported`, location);
    else if (check === "other language") problems.otherLanguage(name, language, location);
    else check(value, `${location}/${name}`, problems);
  }
  for (const group of exclusive) {
    const given = group.filter((name) => state[name] !== undefined);
    if (given.length > 1) problems.schema(`Only one of these fields is allowed: [${given.join(", ")}]`, location);
  }
}

function checkTransition(state: JsonObject, type: string, location: string, problems: Problems, target: Target): void {
  if (type === "Choice" || type === "Succeed" || type === "Fail") return;
  if (state.Next !== undefined) target(state.Next, `${location}/Next`);
  else if (state.End !== true) problems.schema("These fields are required: [Next or End]", location);
}

function checkType(
  state: JsonObject,
  type: State["Type"],
  location: string,
  problems: Problems,
  target: Target,
  language: QueryLanguage,
  top: QueryLanguage,
): void {
  switch (type) {
    case "Task":
      checkTask(state, location, problems);
      return;
    case "Choice":
      checkChoices(state.Choices, `${location}/Choices`, problems, target, language);
      if (state.Default !== undefined) target(state.Default, `${location}/Default`);
      return;
    case "Wait":
      checkWait(state, location, problems, language);
      return;
    case "Parallel":
      checkBranches(state.Branches, `${location}/Branches`, problems, top);
      return;
    case "Map":
      checkProcessor(state, location, problems, language, top);
      return;
    default:
      return;
  }
}

function checkWait(state: JsonObject, location: string, problems: Problems, language: QueryLanguage): void {
  const fields = language === "JSONata" ? ["Seconds", "Timestamp"] : ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"];
  if (!fields.some((name) => state[name] !== undefined)) {
    problems.schema(`One of these fields is required: [${fields.join(", ")}]`, location);
  }
}

function checkTask(state: JsonObject, location: string, problems: Problems): void {
  const { Resource: resource, Credentials: credentials, TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof resource !== "string") problems.schema("These fields are required: [Resource]", location);
  else checkResource(resource, `${location}/Resource`, problems);
  if (isObject(credentials) && credentials.RoleArn === undefined && credentials["RoleArn.$"] === undefined) {
    problems.schema("The field 'RoleArn' is required but was missing", `${location}/Credentials`);
  }
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    problems.schema("HeartbeatSeconds must be smaller than TimeoutSeconds", location);
  }
}

function checkResource(resource: string, location: string, problems: Problems): void {
  const parsed = parseResource(resource);
  if (parsed === undefined) {
    const hint = "The value is not a valid resource ARN, or the resource is not available in this region.";
    problems.schema(`The resource provided ${resource} is not recognized. ${hint}`, location);
  }
}

function checkBranches(branches: unknown, location: string, problems: Problems, top: QueryLanguage): void {
  if (!Array.isArray(branches)) {
    problems.schema("Expected value of type Array", location);
    return;
  }
  if (branches.length === 0) problems.schema("Value cannot be empty", location);
  branches.forEach((branch, index) => {
    if (isObject(branch)) checkMachine(branch, `${location}[${index}]`, problems, top);
    else problems.schema("Expected value of type Object", `${location}[${index}]`);
  });
}

function checkProcessor(state: JsonObject, location: string, problems: Problems, language: QueryLanguage, top: QueryLanguage): void {
  const name = state.Iterator === undefined ? "ItemProcessor" : "Iterator";
  const processor = state[name];
  if (!isObject(processor)) {
    problems.schema("These fields are required: [ItemProcessor]", location);
    return;
  }
  checkMap(state, processor, location, problems, language);
  checkMachine(processor, `${location}/${name}`, problems, top);
}

function checkQueryLanguage(language: unknown, location: string, problems: Problems): void {
  if (language === undefined || language === "JSONPath" || language === "JSONata") return;
  problems.schema("Value must be one of [JSONPath, JSONata]", `${location}/QueryLanguage`);
}
