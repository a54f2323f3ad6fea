/** The scenarios as a whole: every state of every workflow is visited, and no two write the same test case into the mock file. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { coverageOf, mockConfigFile, runScenario, type Scenario, scenarioFilesIn, scenariosOf } from "../../local/scenarios/index.ts";

const files = scenarioFilesIn(dirname(fileURLToPath(import.meta.url)));
const scenarios: readonly Scenario[] = files.flatMap((file) => scenariosOf(jest.requireActual<object>(file)));

it("every state of the five workflows is visited by some scenario", async () => {
  const results = [];
  for (const scenario of scenarios) results.push(await runScenario(scenario));
  const coverage = coverageOf(results);
  expect(coverage.map(({ workflow }) => workflow).sort()).toEqual([
    "aurora-refresh",
    "daily-refresh",
    "dynamodb-refresh",
    "refresh-cleanup",
    "s3-sync",
  ]);
  expect(coverage.filter(({ unvisited }) => unvisited.length > 0)).toEqual([]);
});

it("every workflow succeeds in some scenario and fails in three or more", () => {
  for (const name of new Set(scenarios.map(({ workflow }) => workflow.name))) {
    const ends = scenarios.filter(({ workflow }) => workflow.name === name).map(({ expect: { status } }) => status);
    expect(ends).toContain("SUCCEEDED");
    expect(ends.filter((status) => status !== "SUCCEEDED").length).toBeGreaterThanOrEqual(3);
  }
});

it("every scenario has a test case of its own in the mock file", () => {
  const { StateMachines } = JSON.parse(mockConfigFile(scenarios)) as { StateMachines: Record<string, { TestCases: object }> };
  const cases = Object.values(StateMachines).flatMap(({ TestCases }) => Object.keys(TestCases));
  expect(cases).toHaveLength(scenarios.length);
});
