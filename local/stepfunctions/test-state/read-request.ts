/** Reads a TestState request: finds the state, and refuses what does not fit together, in AWS's words. */
import type { State } from "../definition/asl.ts";
import { innerMachines, markLanguages, statesOf } from "../definition/machines.ts";
import { problemText } from "../definition/problems.ts";
import { validateDefinition } from "../definition/validate.ts";
import { ApiError } from "../errors.ts";
import { readInput } from "../execution-input.ts";
import { isObject, type JsonObject } from "../json.ts";
import { JsonProblem, parseJson } from "../json-problem.ts";
import { checkContext } from "./context-check.ts";
import { readMock } from "./mock.ts";
import type { StateTest, TestStateInput } from "./types.ts";

/** The name of a state that is tested without a machine. */
const anonymous = "StateName";

/** @throws ApiError InvalidDefinition, InvalidExecutionInput or ValidationException */
export function readRequest(request: TestStateInput): StateTest {
  const definition = typeof request.definition === "string" ? readJson(request.definition, "definition") : request.definition;
  const { name, state } = checkState(findState(definition as JsonObject, request.stateName));
  const mock = readMock(request, state);
  if (state.Type === "Task" && mock === undefined && request.roleArn === undefined) {
    throw invalid("RoleArn must be specified when testing a Task state");
  }
  const { retrierRetryCount = 0, mapIterationFailureCount = 0, mapItemReaderData } = request.stateConfiguration ?? {};
  const context = request.context === undefined ? undefined : readObject(request.context, "context");
  if (context !== undefined) checkContext(context, state);
  return {
    name,
    state,
    input: readInput(request.input ?? "{}"),
    roleArn: request.roleArn,
    inspects: (request.inspectionLevel ?? "INFO") !== "INFO",
    variables: new Map(Object.entries(request.variables === undefined ? {} : readObject(request.variables, "variables"))),
    context,
    mock,
    retries: retrierRetryCount,
    failedIterations: mapIterationFailureCount,
    itemReaderData: mapItemReaderData === undefined ? undefined : readArray(mapItemReaderData, "mapItemReaderData"),
  };
}

interface Found {
  readonly name: string;
  readonly state: JsonObject;
  readonly language: unknown;
  /** Whether it is a state of a machine, so that places in it begin with the machine's. */
  readonly inMachine: boolean;
}

function findState(definition: JsonObject, stateName: string | undefined): Found {
  if (!isObject(definition))
    throw new ApiError("InvalidDefinition", "Invalid State Machine Definition: 'Definition must be a valid JSON object'");
  if (isObject(definition.States)) {
    if (stateName === undefined) throw invalid("StateName must be specified when the definition is a state machine");
    const state = search(definition, stateName);
    if (state === undefined) throw invalid("State not found in definition");
    return { name: stateName, state, language: definition.QueryLanguage, inMachine: true };
  }
  if (stateName !== undefined) throw invalid("State not found in definition");
  return { name: anonymous, state: definition, language: undefined, inMachine: false };
}

/** States of branches and processors have names of their own, which no other state of the machine has. */
function search(machine: JsonObject, name: string): JsonObject | undefined {
  for (const [own, state] of statesOf(machine)) {
    if (own === name) return state;
    for (const { inner } of innerMachines(state)) {
      const found = search(inner, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Where it goes next is not looked at: the states around it are not tested. */
function checkState({ name, state, language, inMachine }: Found): { name: string; state: State } {
  const machine = { ...(language === undefined ? {} : { QueryLanguage: language }), StartAt: name, States: { [name]: state } };
  const problems = validateDefinition(machine).filter(({ code }) => code !== "MISSING_TRANSITION_TARGET");
  if (problems.length > 0) {
    const prefix = inMachine ? 0 : `/States/${name}`.length;
    const texts = problems.map((problem) => problemText({ ...problem, location: problem.location?.slice(prefix) || "/" }));
    throw new ApiError("InvalidDefinition", `Invalid State Machine Definition: '${texts.join(", ")}'`);
  }
  markLanguages(machine);
  return { name, state: state as unknown as State };
}

function readJson(text: string, member: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    if (member === "definition")
      throw new ApiError("InvalidDefinition", `Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: ${error.message}'`);
    throw invalid(`The member ${member} must be valid JSON: ${error.message}`);
  }
}

function readObject(text: string, member: string): JsonObject {
  const value = readJson(text, member);
  if (isObject(value)) return value;
  throw invalid(`The member ${member} must be a JSON object`);
}

function readArray(text: string, member: string): readonly unknown[] {
  const value = readJson(text, member);
  if (Array.isArray(value)) return value;
  throw invalid(`The member ${member} must be a JSON array`);
}

function invalid(message: string): ApiError {
  return new ApiError("ValidationException", message);
}
