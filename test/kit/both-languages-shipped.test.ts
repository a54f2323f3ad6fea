/** The workflows that are shipped, in the language that they are not shipped in. */
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { aslProblems } from "../../local/cli/artifacts/validate-asl.ts";
import { runScenario, type Scenario, scenarioFilesIn, scenariosOf } from "../../local/scenarios/index.ts";
import { type AnyWorkflow, inLanguage, toAsl, tokensIn } from "../../workflows/kit/index.ts";
import { stateNames } from "./run-both.ts";

const folder = resolve(dirname(fileURLToPath(import.meta.url)), "../scenarios");
const scenarios: readonly Scenario[] = scenarioFilesIn(folder).flatMap((file) => scenariosOf(jest.requireActual<object>(file)));
const workflows = new Map(scenarios.map(({ workflow }) => [workflow, inLanguage(workflow, "JSONata")]));
const cases = [...workflows].map(([shipped, modern]) => [shipped.name, shipped, modern] as const);

describe.each(cases)("%s", (_, shipped: AnyWorkflow, modern: AnyWorkflow) => {
  it("has the same states and tokens in JSONata, and asl-validator passes it", () => {
    expect(stateNames(modern)).toEqual(stateNames(shipped));
    expect(tokensIn(modern)).toEqual(tokensIn(shipped));
    expect(aslProblems(toAsl(modern))).toBeUndefined();
  });

  it("goes the same way in its scenarios", async () => {
    const ofThis = scenarios.filter(({ workflow }) => workflow === shipped);
    const good = ofThis.filter(({ expect: { status } }) => status === "SUCCEEDED");
    expect(good.length).toBeGreaterThan(0);
    for (const scenario of good) {
      const { visits, seconds } = await runScenario(scenario);
      const jsonata = await runScenario({ ...scenario, workflow: modern });
      const seen = { name: scenario.name, problems: jsonata.problems, visits: jsonata.visits, seconds: jsonata.seconds };
      expect(seen).toEqual({ name: scenario.name, problems: [], visits, seconds });
    }
    // Where something fails, how far its neighbours come is chance: the scenario says what must hold.
    for (const scenario of ofThis.filter((of) => !good.includes(of)).slice(0, 6)) {
      const { problems } = await runScenario({ ...scenario, workflow: modern });
      expect({ name: scenario.name, problems }).toEqual({ name: scenario.name, problems: [] });
    }
  });
});
