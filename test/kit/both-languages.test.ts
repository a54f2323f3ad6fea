import fc from "fast-check";
import { inLanguage } from "../../workflows/kit/index.ts";
import { Cook } from "./random/cook.ts";
import { answers, inputs } from "./random/data.ts";
import { recipes } from "./random/recipes.ts";
import { runBoth, stateNames } from "./run-both.ts";

describe("any workflow", () => {
  it("has the same states in both languages, goes the same way and puts out the same; where an expression fails, both executions fail", async () => {
    await fc.assert(
      fc.asyncProperty(recipes, inputs, answers, async (recipe, input, list) => {
        const workflow = new Cook(recipe).workflow();
        expect(stateNames(inLanguage(workflow, "JSONata"))).toEqual(stateNames(workflow));
        const answer = (_: string, call: number) => list[call % list.length] as (typeof list)[number];
        const [jsonpath, jsonata] = await runBoth(workflow, input, answer);
        if (jsonata.failed) {
          expect(recipe.risky).toBe(true);
          expect([jsonpath.status, jsonata.status]).toEqual(["FAILED", "FAILED"]);
        } else expect(jsonata).toEqual(jsonpath);
      }),
      { numRuns: 200, interruptAfterTimeLimit: 25_000 },
    );
  });
});
