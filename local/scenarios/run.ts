/** Runs a scenario on the embedded engine: mocked integrations, virtual clock. */
import { createEngine, type ExecutionResult, noIntegrations, virtualClock } from "../stepfunctions/index.ts";
import { differences } from "./compare.ts";
import { definitionOf, stateNames } from "./definition.ts";
import { scenarioFiles } from "./files.ts";
import { mockSource, type Observed } from "./mocks.ts";
import type { Scenario } from "./types.ts";

export interface ScenarioResult {
  readonly scenario: Scenario;
  /** Sentences; none: the scenario passed. */
  readonly problems: readonly string[];
  /** State → how often it was entered. */
  readonly visits: ReadonlyMap<string, number>;
  /** The seconds that would have passed. */
  readonly seconds: number;
  /** How the execution ended; nothing when the engine refused the machine. */
  readonly execution?: ExecutionResult;
}

function endProblems({ expect }: Scenario, result: ExecutionResult): readonly string[] {
  if (result.status !== expect.status) {
    const why = result.error === undefined ? "" : ` with ${result.error}: ${result.cause ?? ""}`;
    return [`the execution ended ${result.status}${why}, expected ${expect.status}`];
  }
  const problems: string[] = [];
  if (expect.output !== undefined) problems.push(...differences(result.output, expect.output, "output"));
  if (expect.error !== undefined && result.error !== expect.error)
    problems.push(`the error is ${result.error ?? "none"}, expected ${expect.error}`);
  if (expect.cause !== undefined && !result.cause?.includes(expect.cause)) {
    problems.push(`the cause is ${JSON.stringify(result.cause)}, expected it to hold ${JSON.stringify(expect.cause)}`);
  }
  return problems;
}

function wayProblems({ expect, workflow }: Scenario, visits: ReadonlyMap<string, number>, calls: Observed["calls"]): readonly string[] {
  const known = new Set(stateNames(workflow));
  const wanted: readonly (readonly [string, number | undefined])[] = Array.isArray(expect.visits)
    ? expect.visits.map((name) => [name as string, undefined] as const)
    : Object.entries((expect.visits ?? {}) as Record<string, number>);
  const named = [...wanted.map(([name]) => name), ...(expect.never ?? []), ...Object.keys(expect.calls ?? {})];
  const unknown = named.filter((name) => !known.has(name)).map((name) => `"${name}" is not a state of ${workflow.name}`);
  const visited = wanted.flatMap(([name, times]) => {
    const came = visits.get(name) ?? 0;
    if (times === undefined) return came > 0 ? [] : [`"${name}" was not visited`];
    return came === times ? [] : [`"${name}" was visited ${came} times, expected ${times}`];
  });
  const never = (expect.never ?? []).filter((name) => visits.has(name)).map((name) => `"${name}" was visited`);
  const called = Object.entries(expect.calls ?? {}).flatMap(([name, args]) => {
    const all = (calls.get(name) ?? []).map((given) => differences(given, args, `the arguments of "${name}"`));
    if (all.some((found) => found.length === 0)) return [];
    return all.at(-1) ?? [`"${name}" was not called`];
  });
  return [...unknown, ...visited, ...never, ...called];
}

/** Runs one scenario from start to end. */
export async function runScenario(scenario: Scenario): Promise<ScenarioResult> {
  const observed: Observed = { calls: new Map(), problems: [] };
  const visits = new Map<string, number>();
  const clock = virtualClock();
  const start = clock.now();
  const engine = createEngine({
    clock,
    integrations: noIntegrations,
    mocks: mockSource(scenario, observed),
    accountId: "222222222222",
    region: "us-west-2",
    s3: scenarioFiles(scenario.files),
  });
  engine.onHistoryEvent((_, event) => {
    const entered = event.stateEnteredEventDetails as { readonly name?: string } | undefined;
    if (entered?.name !== undefined) visits.set(entered.name, (visits.get(entered.name) ?? 0) + 1);
  });
  try {
    const result = await engine.run(definitionOf(scenario.workflow), scenario.input);
    const found = observed.problems.length > 0 ? observed.problems : endProblems(scenario, result);
    const problems = [...found, ...wayProblems(scenario, visits, observed.calls)];
    return { scenario, problems, visits, seconds: Math.round((clock.now() - start) / 1000), execution: result };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { scenario, problems: [`the engine refused it: ${text}`], visits, seconds: 0 };
  } finally {
    await engine.close();
  }
}
