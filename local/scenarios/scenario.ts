/** `scenario(name, workflow, { input, mocks, expect })`. */
import type { Tasks, Workflow } from "../../workflows/kit/index.ts";
import type { Scenario, ScenarioCase } from "./types.ts";

/**
 * Declares a scenario: the compiler checks input, mocks and expected output against the workflow and its contracts.
 *
 * @example
 * ```ts
 * export const noObjects = scenario("production is empty", s3Sync, {
 *   input: { environment: "test", runId: "20261124t0200-1a2b", asOf: "2026-11-24T02:00:00Z" },
 *   mocks: { "List production": { returns: { done: true, objects: 0, slicesKey: "slices.jsonl" } }, … },
 *   files: { "objects.jsonl": [] },
 *   expect: { status: "SUCCEEDED", output: { objects: 0 }, never: ["Copy batch"] },
 * });
 * ```
 */
export const scenario = <T extends Tasks, I, O>(
  name: string,
  workflow: Workflow<T, I, O>,
  of: ScenarioCase<NoInfer<T>, NoInfer<I>, NoInfer<O>>,
): Scenario => {
  const mocks = { ...of.handwritten, ...of.mocks };
  return Object.freeze({ kind: "scenario", name, workflow, files: {}, ...of, mocks }) as unknown as Scenario;
};

/** Whether a value is a scenario. */
export const isScenario = (value: unknown): value is Scenario =>
  typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "scenario";

/** The scenarios that a module exports, alone or in arrays. */
export const scenariosOf = (module: object): readonly Scenario[] => Object.values(module).flat().filter(isScenario);
