/** The order in which states are first entered: what a scenario's `visits` cannot say. */
import { runScenario, type Scenario } from "../../local/scenarios/index.ts";
import { dailyRefresh } from "../../workflows/daily-refresh/daily-refresh.ts";
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import * as night from "./support/daily-refresh.ts";
import * as cleanup from "./support/refresh-cleanup.ts";
import { returns } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const nightly = variationsOf(dailyRefresh, { input: night.input, mocks: night.goodNight });
const cleaning = variationsOf(refreshCleanup, { input: cleanup.input, mocks: cleanup.goodRun });

/** The states of `names`, as they were first entered. */
async function wayThrough(scenario: Scenario, names: readonly string[]): Promise<readonly string[]> {
  const { problems, visits } = await runScenario(scenario);
  expect(problems).toEqual([]);
  return [...visits.keys()].filter((name) => names.includes(name));
}

it.each<[string, readonly string[], Scenario]>([
  [
    "a night stages every store, proves, tests, and only then publishes and switches",
    [
      "Plan",
      "Clean up the run before",
      "Sync S3",
      "Refresh DynamoDB",
      "Refresh Aurora",
      "Prove",
      "Run integration tests",
      "Publish objects",
      "Switch services",
      "Summarize",
      "Publish metrics",
      "Clean up",
    ],
    nightly("leftover", { Plan: returns({ ...night.planned, leftover: "20261123t0200-ffff" }) }, { status: "SUCCEEDED" }),
  ],
  [
    "a switch that fails is rolled back before its failure is recorded, published, cleaned up and told",
    ["Switch services", "Roll back services", "Roll back objects", ...night.failureRoute],
    nightly("switch", { "Switch services": { throws: "Refresh.ProofInvalid" } }, { status: "FAILED", error: "Refresh.ProofInvalid" }),
  ],
  [
    "a clean-up stops what runs, rolls back, empties the quarantine, and only then deletes; the lock comes last",
    [
      "Stop execution",
      "Stop automation",
      "Roll back services",
      "Roll back objects",
      "Empty the quarantine",
      "Unprotect cluster",
      "Delete instance",
      "Delete cluster",
      "Delete snapshot",
      "Delete production's snapshot",
      "Unprotect table",
      "Delete table",
      "Release the lock",
    ],
    cleaning("everything", { "Find what is left": returns({ ...cleanup.everything, rollBack: true }) }, { status: "SUCCEEDED" }),
  ],
])("%s", async (_, names, scenario) => {
  expect(await wayThrough(scenario, names)).toEqual(names);
});
