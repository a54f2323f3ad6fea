/** `npm run workflow:test`: the scenarios on the embedded engine, and the states that they visit. */
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { coverageOf, loadScenarios, printCoverage, runScenario, type Scenario, type ScenarioResult } from "../scenarios/index.ts";
import { parseOrExit } from "./options/parse-or-exit.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));

async function runAll(scenarios: readonly Scenario[]): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  let workflow = "";
  for (const scenario of scenarios) {
    if (scenario.workflow.name !== workflow) process.stdout.write(`\n${scenario.workflow.name}\n`);
    workflow = scenario.workflow.name;
    const result = await runScenario(scenario);
    results.push(result);
    process.stdout.write(`  ${result.problems.length === 0 ? "passed" : "FAILED"}  ${scenario.name}\n`);
    for (const problem of result.problems) process.stdout.write(`          ${problem}\n`);
  }
  return results;
}

/**
 * Runs the command; gives its exit code: 0 all passed, 1 one failed or there is none, 2 wrong use.
 *
 * @param root - the project's folder
 */
export async function main(args: readonly string[], root: string = project): Promise<number> {
  const command = new Command("npm run workflow:test --")
    .description("Runs test/scenarios/*.scenarios.ts on the embedded engine, with mocked integrations and a virtual clock.")
    .option("--workflow <name>", "only the scenarios of this workflow");
  const stop = parseOrExit(command, args);
  if (stop !== undefined) return stop;
  const { workflow } = command.opts<{ workflow?: string }>();

  let all: readonly Scenario[];
  try {
    all = await loadScenarios(join(root, "test", "scenarios"));
  } catch (error) {
    process.stderr.write(`The scenarios cannot be loaded: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  const names = [...new Set(all.map((scenario) => scenario.workflow.name))];
  if (workflow !== undefined && !names.includes(workflow)) {
    process.stderr.write(`There are no scenarios of a workflow "${workflow}". There are some of: ${names.join(", ") || "none"}.\n`);
    return 2;
  }
  const scenarios = workflow === undefined ? all : all.filter((scenario) => scenario.workflow.name === workflow);
  if (scenarios.length === 0) {
    process.stderr.write("There are no scenarios: write them into test/scenarios/<name>.scenarios.ts.\n");
    return 1;
  }
  const results = await runAll(scenarios);
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(`\n${printCoverage(coverageOf(results))}\n${results.length - failed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
}
