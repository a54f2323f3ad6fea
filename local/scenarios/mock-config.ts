/** `MockConfigFile.json`, in the convention of Step Functions Local, made from scenarios. */
import { wrapResult } from "./integrations.ts";
import type { AnyMock, Scenario } from "./types.ts";

/** Step Functions Local fails past the last index, so the last mock answers for so many calls. */
const LAST_CALL = 999;

type Response = Readonly<Record<string, unknown>>;

const pascal = (text: string): string =>
  text
    .replace(/['’]/g, "")
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");

function responseOf(scenario: Scenario, state: string, mocks: AnyMock | readonly AnyMock[]): Response {
  const list = (Array.isArray(mocks) ? mocks : [mocks]) as readonly AnyMock[];
  const task = scenario.workflow.tasks[state];
  return Object.fromEntries(
    list.map((mock, index) => [
      index === list.length - 1 ? `${index}-${LAST_CALL}` : String(index),
      "throws" in mock
        ? { Throw: { Error: mock.throws, Cause: mock.cause ?? "mocked" } }
        : { Return: task ? wrapResult(task, mock.returns) : mock.returns },
    ]),
  );
}

/**
 * The file's text. A test case a scenario (its name in Pascal case); equal responses are written once.
 *
 * What the file cannot say stays out: the files that distributed Maps read.
 */
export function mockConfigFile(scenarios: readonly Scenario[]): string {
  const machines: Record<string, { TestCases: Record<string, Record<string, string>> }> = {};
  const responses: Record<string, Response> = {};
  const named = (base: string, response: Response): string => {
    const same = JSON.stringify(response);
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? base : `${base}${count}`;
      const before = responses[name];
      if (before === undefined) responses[name] = response;
      if (before === undefined || JSON.stringify(before) === same) return name;
    }
  };
  for (const scenario of scenarios) {
    const { name, workflow, mocks } = scenario;
    machines[workflow.name] ??= { TestCases: {} };
    const states = Object.entries(mocks).map(([state, of]) => [
      state,
      named(pascal(`${workflow.name} ${state}`), responseOf(scenario, state, of)),
    ]);
    (machines[workflow.name] as { TestCases: Record<string, unknown> }).TestCases[pascal(name)] = Object.fromEntries(states);
  }
  return `${JSON.stringify({ StateMachines: machines, MockedResponses: responses }, undefined, 2)}\n`;
}
