/** The bridge to jest: every scenario is a test. */
import { runScenario } from "./run.ts";
import { scenariosOf } from "./scenario.ts";

/** Jest's own functions, which are global in a test file. */
declare const describe: (name: string, body: () => void) => void;
declare const it: (name: string, body: () => Promise<void>) => void;

/**
 * Declares a test a scenario of a module's exports, in a `describe` for each workflow.
 *
 * @example
 * ```ts
 * import * as scenarios from "./s3-sync.scenarios.ts";
 * describeWorkflow(scenarios);
 * ```
 */
export function describeWorkflow(module: object): void {
  const scenarios = scenariosOf(module);
  for (const workflow of new Set(scenarios.map((of) => of.workflow))) {
    describe(workflow.name, () => {
      for (const scenario of scenarios.filter((of) => of.workflow === workflow)) {
        it(scenario.name, async () => {
          const { problems } = await runScenario(scenario);
          if (problems.length > 0) throw new Error(problems.join("\n"));
        });
      }
    });
  }
}
