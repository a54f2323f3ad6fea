/** The mocks of a scenario as the engine asks for them; arguments and results are checked against the contracts. */
import type { z } from "zod";
import type { MockRequest, MockResult, MockSource } from "../stepfunctions/index.ts";
import { unwrapArguments, wrapResult } from "./integrations.ts";
import type { AnyMock, Scenario } from "./types.ts";

/** What was asked of a state, and what is wrong with the scenario or the workflow. */
export interface Observed {
  readonly calls: Map<string, unknown[]>;
  readonly problems: string[];
}

const places = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join(".") || "(all)"}: ${message}`).join("; ");

/** The mock for a call: in turn, the last one for all further calls. */
export const mockAt = (mocks: AnyMock | readonly AnyMock[], invocation: number): AnyMock | undefined => {
  const list = Array.isArray(mocks) ? (mocks as readonly AnyMock[]) : [mocks as AnyMock];
  return list[Math.min(invocation, list.length - 1)];
};

const thrown = ({ throws, cause = "mocked" }: Extract<AnyMock, { throws: string }>): MockResult => ({ throw: { error: throws, cause } });

/** Answers every Task of the scenario's workflow. */
export function mockSource({ workflow, mocks }: Scenario, record: Observed): MockSource {
  const problem = (text: string): MockResult => {
    if (!record.problems.includes(text)) record.problems.push(text);
    return { throw: { error: "Scenario.Problem", cause: text } };
  };
  return ({ stateName, invocation, parameters }: MockRequest): MockResult => {
    const task = Object.hasOwn(workflow.tasks, stateName) ? workflow.tasks[stateName] : undefined;
    if (!task) {
      const byHand = Object.hasOwn(mocks, stateName) ? mockAt(mocks[stateName] as AnyMock, invocation) : undefined;
      record.calls.set(stateName, [...(record.calls.get(stateName) ?? []), parameters]);
      if (!byHand) return problem(`The hand-written state "${stateName}" is visited, and the scenario has no mock for it in handwritten.`);
      return "throws" in byHand ? thrown(byHand) : { return: byHand.returns };
    }
    const given = unwrapArguments(task, parameters);
    record.calls.set(stateName, [...(record.calls.get(stateName) ?? []), given]);
    const input = task.input.safeParse(given);
    if (!input.success) return problem(`"${stateName}" is called with arguments that its contract refuses: ${places(input.error)}.`);
    const list = Object.hasOwn(mocks, stateName) ? mocks[stateName] : undefined;
    const mock = list === undefined ? undefined : mockAt(list, invocation);
    if (!mock) return problem(`"${stateName}" is visited, and the scenario has no mock for it.`);
    if ("throws" in mock) return thrown(mock);
    const output = task.output.safeParse(mock.returns);
    if (!output.success) return problem(`The mock of "${stateName}" does not fit its contract: ${places(output.error)}.`);
    return { return: wrapResult(task, mock.returns) };
  };
}
