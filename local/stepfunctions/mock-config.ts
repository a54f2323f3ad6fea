/** SFN_MOCK_CONFIG: mocked Task results from a MockConfigFile.json, as Step Functions Local reads it. */
import { readFileSync } from "node:fs";
import { errorNames, StateFailure, StepFunctionsError } from "./errors.ts";
import { isObject, type JsonObject, own } from "./json.ts";
import type { MockResult, MockSource } from "./mocks.ts";

/** The mock file cannot be read, or is not one. */
export class MockConfigError extends StepFunctionsError {
  override readonly name = "MockConfigError";
}

/**
 * Mocks from the file that SFN_MOCK_CONFIG names.
 *
 * @throws MockConfigError
 */
export function readMockConfig(path: string): MockSource {
  let config: unknown;
  try {
    config = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new MockConfigError(`The mock file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return mockConfig(config);
}

/**
 * Mocks from the content of a MockConfigFile.json. A state that the test case does not name is left to the integrations;
 * past the last response of a state the execution fails, as on Step Functions Local.
 *
 * @throws MockConfigError when the outer structure is wrong; a response is only looked at when its state is entered
 * @example
 * createEngine({ integrations, mocks: mockConfig(JSON.parse(text)) }); // then start "<state machine ARN>#HappyPath"
 */
export function mockConfig(config: unknown): MockSource {
  if (!isObject(config) || !isObject(config.StateMachines)) throw new MockConfigError("A mock file needs an object 'StateMachines'");
  const machines = config.StateMachines;
  const responses = isObject(config.MockedResponses) ? config.MockedResponses : {};
  return ({ stateMachineName, testCase, stateName, invocation }) => {
    if (testCase === undefined) return undefined;
    const states = testCaseOf(machines, stateMachineName, testCase);
    const responseName = own(states, stateName);
    if (responseName === undefined) return undefined;
    const response = own(responses, String(responseName));
    if (!isObject(response)) throw missing(`The mocked response '${String(responseName)}' does not exist`);
    return responseAt(response, invocation, stateName);
  };
}

function testCaseOf(machines: JsonObject, machine: string, testCase: string): JsonObject {
  const entry = own(machines, machine);
  const cases = isObject(entry) && isObject(entry.TestCases) ? entry.TestCases : {};
  const states = own(cases, testCase);
  if (isObject(states)) return states;
  throw missing(`The mock file has no test case '${testCase}' for the state machine '${machine}'`);
}

function responseAt(response: JsonObject, invocation: number, stateName: string): MockResult {
  const entry = Object.entries(response).find(([range]) => inRange(range, invocation))?.[1];
  if (!isObject(entry)) throw missing(`No mocked response for invocation ${invocation} of the state '${stateName}'`);
  if (Object.hasOwn(entry, "Return")) return { return: entry.Return };
  if (!isObject(entry.Throw)) throw missing(`The mocked response of the state '${stateName}' has neither Return nor Throw`);
  const { Error: error, Cause: cause } = entry.Throw;
  return { throw: { ...(error === undefined ? {} : { error: String(error) }), ...(cause === undefined ? {} : { cause: String(cause) }) } };
}

/** `0` or `1-3`. */
function inRange(range: string, invocation: number): boolean {
  const [first = "", last = first] = range.split("-");
  return Number(first) <= invocation && invocation <= Number(last);
}

function missing(problem: string): StateFailure {
  return new StateFailure(errorNames.runtime, problem);
}
