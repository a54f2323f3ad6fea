/**
 * Scenarios: a workflow, typed mocks and what is expected, run on the embedded engine in no time.
 *
 * @example
 * ```ts
 * import { scenario } from "../../local/scenarios/index.ts";
 * ```
 */
export { coverageOf, printCoverage, type WorkflowCoverage } from "./coverage.ts";
export { exampleOf } from "./example.ts";
export { describeWorkflow } from "./jest.ts";
export { loadScenarios, scenarioFilesIn } from "./load.ts";
export { mockConfigFile } from "./mock-config.ts";
export { runScenario, type ScenarioResult } from "./run.ts";
export { isScenario, scenario, scenariosOf } from "./scenario.ts";
export type { Expectation, Frozen, Mock, Mocks, Scenario, ScenarioCase } from "./types.ts";
