/** The scenario language itself: what it finds, how it counts, and the mock file that it writes. */
import { coverageOf, mockConfigFile, printCoverage, runScenario, type Scenario } from "../../../local/scenarios/index.ts";
import { createEngine, mockConfig, noIntegrations, virtualClock } from "../../../local/stepfunctions/index.ts";
import { renderTemplate, toAsl, tokensIn } from "../../../workflows/kit/index.ts";
import { nightlyScenarios } from "./nightly.scenarios.ts";
import { nightly } from "./nightly.ts";

const works = nightlyScenarios[0] as Scenario;
const changed = (change: Partial<Scenario>): Scenario => ({ ...works, ...change });
const problemsOf = async (of: Scenario): Promise<readonly string[]> => (await runScenario(of)).problems;

describe("a scenario finds", () => {
  it.each<[string, Partial<Scenario>, string]>([
    ["another status", { expect: { status: "FAILED", error: "X" } }, "the execution ended SUCCEEDED, expected FAILED"],
    ["another output", { expect: { status: "SUCCEEDED", output: { good: false } } }, "output.good is true, expected false"],
    [
      "a count that differs",
      { expect: { status: "SUCCEEDED", visits: { "Mask file": 2 } } },
      '"Mask file" was visited 3 times, expected 2',
    ],
    ["a state that should not be visited", { expect: { status: "SUCCEEDED", never: ["Mask file"] } }, '"Mask file" was visited'],
    ["a state that does not exist", { expect: { status: "SUCCEEDED", never: ["Mask fil"] } }, '"Mask fil" is not a state of nightly'],
    [
      "other arguments",
      { expect: { status: "SUCCEEDED", calls: { "Mask file": { file: "z" } } } },
      'the arguments of "Mask file".file is "c", expected "z"',
    ],
    [
      "a mock that is missing",
      { mocks: { ...works.mocks, "Run tests": [] } },
      '"Run tests" is visited, and the scenario has no mock for it.',
    ],
    [
      "a mock that its contract refuses",
      { mocks: { ...works.mocks, "Run tests": { returns: { failed: 0.5 } } } },
      'The mock of "Run tests" does not fit its contract: failed: Invalid input: expected int, received number.',
    ],
    [
      "arguments that the contract refuses",
      { files: { "files.jsonl": [{ file: 3 }] } },
      '"Mask file" is called with arguments that its contract refuses: file: Invalid input: expected string, received number.',
    ],
  ])("%s", async (_, change, expected) => {
    expect(await problemsOf(changed(change))).toContain(expected);
  });

  it("a file that is missing, as the Map's own error", async () => {
    expect(
      await problemsOf(changed({ files: {}, expect: { status: "FAILED", error: "States.ItemReaderFailed", cause: "files.jsonl" } })),
    ).toEqual([]);
  });
});

it("waits cost nothing, and the seconds are told", async () => {
  expect((await runScenario(works)).seconds).toBe(30);
});

it("coverage counts the states of Maps too, and names those that nobody visits", async () => {
  const coverage = coverageOf([await runScenario(works)]);
  expect(coverage).toMatchObject([{ workflow: "nightly", scenarios: 1, states: 20, visited: 15 }]);
  expect(printCoverage(coverage)).toMatch(
    /^workflow +scenarios +states +visited\nnightly +1 +20 +15 \(75 %\)\nnightly, not visited: .*Publish failure/,
  );
});

it("the mock file says the same to an engine that reads SFN_MOCK_CONFIG", async () => {
  const text = mockConfigFile(nightlyScenarios);
  expect(mockConfigFile(nightlyScenarios)).toBe(text);
  const engine = createEngine({
    clock: virtualClock(),
    integrations: noIntegrations,
    mocks: mockConfig(JSON.parse(text)),
    s3: { get: async () => Buffer.from('{"file":"a"}\n'), list: async () => [], put: async () => {} },
  });
  const definition = renderTemplate(toAsl(nightly), Object.fromEntries(tokensIn(nightly).map((name) => [name, name])));
  const { stateMachineArn } = engine.createStateMachine({ name: "nightly", definition });
  const ends: string[] = [];
  for (const name of ["EverythingWorks", "AnExportFails", "ATestFails"]) {
    const { executionArn } = engine.startExecution({ stateMachineArn: `${stateMachineArn}#${name}`, input: { runId: "r1" } });
    const { status, error } = await engine.waitFor(executionArn);
    ends.push(`${status} ${error ?? ""}`.trim());
  }
  await engine.close();
  expect(ends).toEqual(["SUCCEEDED", "FAILED Poll.Failed", "FAILED Nightly.TestsFailed"]);
});
