import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { definitionOf } from "../../local/scenarios/definition.ts";
import { scenarioFiles } from "../../local/scenarios/files.ts";
import { type Scenario, scenariosOf } from "../../local/scenarios/index.ts";
import { mockSource } from "../../local/scenarios/mocks.ts";
import { createEngine, noIntegrations, virtualClock } from "../../local/stepfunctions/index.ts";
import { documentsOf } from "../../workflows/kit/bounds/documents.ts";
import { Variables } from "../../workflows/kit/bounds/variables.ts";
import type { AnyWorkflow } from "../../workflows/kit/index.ts";

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../scenarios");
const shipped = ["daily-refresh", "s3-sync", "dynamodb-refresh", "aurora-refresh", "refresh-cleanup"];
const scenarios: readonly Scenario[] = readdirSync(folder)
  .filter((name) => name.endsWith(".scenarios.ts") && shipped.some((workflow) => name.startsWith(workflow)))
  .flatMap((name) => scenariosOf(jest.requireActual<object>(path.join(folder, name))));

type Details = Readonly<
  Record<string, { readonly name?: string; readonly input?: string; readonly output?: string; readonly parameters?: string } | undefined>
>;

/** State → what → the bytes that it may have. */
function boundsByState(workflow: AnyWorkflow): ReadonlyMap<string, number> {
  const bounded = { ...workflow.recorded, input: workflow.input };
  const found = new Map<string, number>();
  for (const { state, what, size } of documentsOf(bounded, new Variables(bounded))) {
    const key = `${state}: ${what}`;
    found.set(key, Math.max(found.get(key) ?? 0, size.bytes));
  }
  return found;
}

/** What was recorded of one scenario: events of each execution, and the bytes of every document by state. */
async function record(scenario: Scenario) {
  const events = new Map<string, number>();
  const documents: { readonly key: string; readonly bytes: number }[] = [];
  const entered = new Map<string, string>();
  const engine = createEngine({
    clock: virtualClock(),
    integrations: noIntegrations,
    mocks: mockSource(scenario, { calls: new Map(), problems: [] }),
    accountId: "222222222222",
    region: "us-west-2",
    s3: scenarioFiles(scenario.files),
  });
  engine.onHistoryEvent((execution, event) => {
    events.set(execution, (events.get(execution) ?? 0) + 1);
    const { stateEnteredEventDetails, taskScheduledEventDetails, stateExitedEventDetails } = event as unknown as Details;
    const add = (key: string, text: string | undefined): void => {
      if (text !== undefined) documents.push({ key, bytes: Buffer.byteLength(text, "utf8") });
    };
    if (stateEnteredEventDetails?.name !== undefined) {
      entered.set(execution, stateEnteredEventDetails.name);
      add(`${stateEnteredEventDetails.name}: input`, stateEnteredEventDetails.input);
    }
    // Iterations overlap, but a Task is scheduled right after it is entered.
    add(`${entered.get(execution) ?? ""}: arguments`, taskScheduledEventDetails?.parameters);
    add("any output", stateExitedEventDetails?.output);
  });
  try {
    await engine.run(definitionOf(scenario.workflow), scenario.input);
    return { events, documents };
  } finally {
    await engine.close();
  }
}

describe("the bounds of the shipped workflows", () => {
  const workflows = [...new Set(scenarios.map((scenario) => scenario.workflow))];

  it("are looked at for all of them", () => {
    expect(workflows.map(({ name }) => name).sort()).toEqual([...shipped].sort());
  });

  for (const workflow of workflows) {
    it(`of ${workflow.name} hold in every scenario`, async () => {
      const allowed = boundsByState(workflow);
      let seen = 0;
      for (const scenario of scenarios.filter((one) => one.workflow === workflow)) {
        const { events, documents } = await record(scenario);
        for (const count of events.values()) expect(count).toBeLessThanOrEqual(workflow.bounds.events);
        const over = documents.filter(({ key, bytes }) => bytes > (allowed.get(key) ?? workflow.bounds.payloadBytes));
        expect(over).toEqual([]);
        seen += documents.filter(({ key }) => allowed.has(key)).length;
      }
      expect(seen).toBeGreaterThan(10);
    });
  }
});
