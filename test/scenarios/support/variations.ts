/** Scenarios that differ from a good run by what one state answers. */
import { type Expectation, type Mocks, type Scenario, type ScenarioCase, scenario } from "../../../local/scenarios/index.ts";
import type { Tasks, Workflow } from "../../../workflows/kit/index.ts";

type Base<T extends Tasks, I, O> = Omit<ScenarioCase<T, I, O>, "expect">;
type Vary<T extends Tasks, I, O> = (
  name: string,
  mocks: Mocks<T>,
  expect: Expectation<T, O>,
  other?: Partial<Pick<ScenarioCase<T, I, O>, "input" | "files">>,
) => Scenario;

/**
 * Gives a function that declares a scenario by its difference from the good run `base`.
 *
 * @example
 * ```ts
 * const vary = variationsOf(s3Sync, { input, mocks, files });
 * vary("the list is denied", { "List production": { throws: "S3.AccessDenied" } }, { status: "FAILED", error: "S3.AccessDenied" });
 * ```
 */
export const variationsOf =
  <T extends Tasks, I, O>(workflow: Workflow<T, I, O>, base: NoInfer<Base<T, I, O>>): Vary<T, I, O> =>
  (name, mocks, expect, other = {}) =>
    scenario(name, workflow, { ...base, ...other, mocks: { ...base.mocks, ...mocks }, expect });
