/** Which states the scenarios of each workflow visited. */
import { stateNames } from "./definition.ts";
import type { ScenarioResult } from "./run.ts";

export interface WorkflowCoverage {
  readonly workflow: string;
  readonly scenarios: number;
  readonly states: number;
  readonly visited: number;
  readonly unvisited: readonly string[];
}

/** One line a workflow, in the order in which they appear. */
export function coverageOf(results: readonly ScenarioResult[]): readonly WorkflowCoverage[] {
  const workflows = [...new Set(results.map(({ scenario }) => scenario.workflow))];
  return workflows.map((workflow) => {
    const own = results.filter(({ scenario }) => scenario.workflow === workflow);
    const states = stateNames(workflow);
    const unvisited = states.filter((name) => !own.some(({ visits }) => visits.has(name)));
    return { workflow: workflow.name, scenarios: own.length, states: states.length, visited: states.length - unvisited.length, unvisited };
  });
}

/** The table as text, with the names of the states that no scenario visits. */
export function printCoverage(coverage: readonly WorkflowCoverage[]): string {
  const rows = [
    ["workflow", "scenarios", "states", "visited"],
    ...coverage.map(({ workflow, scenarios, states, visited }) => [
      workflow,
      String(scenarios),
      String(states),
      `${visited} (${states === 0 ? 100 : Math.floor((visited / states) * 100)} %)`,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  const missing = coverage
    .filter(({ unvisited }) => unvisited.length > 0)
    .map(({ workflow, unvisited }) => `${workflow}, not visited: ${unvisited.join("; ")}`);
  return [...lines, ...missing].map((line) => `${line}\n`).join("");
}
