/** The scenarios as a whole: every state of every workflow is visited, and no two write the same test case into the mock file. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { workflowNames } from "../../local/refresh/names.ts";
import { coverageOf, mockConfigFile, runScenario, type Scenario, scenarioFilesIn, scenariosOf } from "../../local/scenarios/index.ts";

const here = dirname(fileURLToPath(import.meta.url));
const files = scenarioFilesIn(here);
// A workflow that is not deployed may still be on its way.
const isDeployed = ({ workflow: { name } }: Scenario): boolean => workflowNames.some((deployed) => deployed === name);
const all: readonly Scenario[] = files.flatMap((file) => scenariosOf(jest.requireActual<object>(file)));

const scenarios = all.filter(isDeployed);

it("every state of the deployed workflows is visited by some scenario", async () => {
  const results = [];
  for (const scenario of scenarios) results.push(await runScenario(scenario));
  const coverage = coverageOf(results);
  expect(coverage.map(({ workflow }) => workflow).sort()).toEqual([...workflowNames].sort());
  expect(coverage.filter(({ unvisited }) => unvisited.length > 0)).toEqual([]);
});

it("every one of them succeeds in some scenario, and fails in three or more, or in one for each of its Tasks", () => {
  for (const { name, tasks } of new Set(scenarios.map(({ workflow }) => workflow))) {
    const ends = scenarios.filter(({ workflow }) => workflow.name === name).map(({ expect: { status } }) => status);
    expect(ends).toContain("SUCCEEDED");
    expect(ends.filter((status) => status !== "SUCCEEDED").length).toBeGreaterThanOrEqual(Math.min(3, Object.keys(tasks).length));
  }
});

it("every scenario has a test case of its own in the mock file", () => {
  const { StateMachines } = JSON.parse(mockConfigFile(all)) as { StateMachines: Record<string, { TestCases: object }> };
  const cases = Object.values(StateMachines).flatMap(({ TestCases }) => Object.keys(TestCases));
  expect(cases).toHaveLength(all.length);
});
