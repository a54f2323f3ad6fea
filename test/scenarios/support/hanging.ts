/** Runs a workflow in which one Task never answers, on a virtual clock: its own seconds end it. */
import { mockConfigFile, type Scenario } from "../../../local/scenarios/index.ts";
import { createEngine, type ExecutionResult, mockConfig, noIntegrations, virtualClock } from "../../../local/stepfunctions/index.ts";
import { renderTemplate, toAsl, tokensIn } from "../../../workflows/kit/index.ts";

const forever = 10 ** 7;

export interface Hung {
  readonly result: Pick<ExecutionResult, "status" | "error">;
  /** States as they were entered. */
  readonly entered: readonly string[];
  readonly seconds: number;
}

/** Runs `scenario`'s mocks, but those of `state`, which never answers. */
export async function runHanging(scenario: Scenario, state: string): Promise<Hung> {
  const { workflow } = scenario;
  const config = JSON.parse(mockConfigFile([{ ...scenario, name: "Case" }])) as unknown;
  const answers = mockConfig(config);
  const clock = virtualClock();
  const engine = createEngine({
    clock,
    integrations: noIntegrations,
    mocks: (request) => (request.stateName === state ? { afterSeconds: forever, return: {} } : answers(request)),
  });
  const entered: string[] = [];
  engine.onHistoryEvent((_, event) => {
    const details = event.stateEnteredEventDetails as { readonly name: string } | undefined;
    if (details) entered.push(details.name);
  });
  try {
    const definition = renderTemplate(toAsl(workflow), Object.fromEntries(tokensIn(workflow).map((name) => [name, name])));
    const { stateMachineArn } = engine.createStateMachine({ name: workflow.name, definition });
    const { executionArn } = engine.startExecution({ stateMachineArn: `${stateMachineArn}#Case`, input: scenario.input as object });
    const { status, error } = await engine.waitFor(executionArn);
    if (status === "RUNNING") throw new Error("The execution has not ended.");
    return { result: { status, ...(error === undefined ? {} : { error }) }, entered, seconds: clock.elapsed() };
  } finally {
    await engine.close();
  }
}
