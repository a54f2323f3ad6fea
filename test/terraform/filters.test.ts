import { proveClone } from "../../handlers/aurora-refresh/contract.ts";
import { runTests, type TestContext } from "../../handlers/integration-tests/run-tests.ts";
import type { Candidate } from "../../handlers/integration-tests/tests/test.ts";
import { summarizeOperation } from "../../handlers/masking/operations/summarize.ts";
import { staging } from "../../handlers/shared/layout.ts";
import { withLog } from "../../handlers/shared/logger.ts";
import { ProofReport } from "../../handlers/shared/reports.ts";
import { buckets, createWorld, pointerAt, raise } from "../handlers/shared/fakes/memory-services.ts";
import { proveServices, runId, startRun } from "../handlers/shared/fakes/started-run.ts";
import { matches, valueAt } from "./support/filter-pattern.ts";
import { printedBy } from "./support/printed.ts";
import { type Filter, filters } from "./support/watching.ts";

// No database is asked: every test that needs one cannot run, and says so.
jest.mock("../../handlers/integration-tests/connect.ts", () => ({
  connect: async () => ({
    query: async () => {
      throw new Error("no database");
    },
    end: async () => {},
  }),
}));
jest.mock("../../handlers/integration-tests/candidates.ts", () => ({ readCandidates: async () => ["auth", "billing"].map(candidateOf) }));

// Jest lifts the mock above everything: a function is there already.
function candidateOf(service: string): Candidate {
  return {
    service,
    pointer: pointerAt(runId, service),
    objects: { bucket: buckets.staging, prefix: "" },
    expected: { rows: new Map([["customers", 1]]), items: new Map(), objects: 0, joins: new Map() },
    sampleOf: async () => [],
  };
}

const inRun = { environment: "test", runId };
const filterOf = (metric: string): Filter => {
  const found = filters.find((filter) => filter.metric === metric);
  if (found === undefined) throw new Error(`No filter makes ${metric}.`);
  return found;
};
/** What CloudWatch makes of the lines: the values of those that match, and their dimensions. */
const madeBy = ({ pattern, value, dimensions }: Filter, lines: readonly unknown[]): Record<string, unknown>[] =>
  lines
    .filter((line) => matches(pattern, line))
    .map((line) => ({
      value: value.startsWith("$.") ? valueAt(line, value) : Number(value),
      ...Object.fromEntries(Object.entries(dimensions).map(([name, selector]) => [name, valueAt(line, selector)])),
    }));

/** Lines of a handler that answers, and of one that fails. */
const answered = (output: unknown) =>
  printedBy(() => withLog("aurora_refresh_handler", async () => output)({ operation: "proveClone", ...inRun }));
const failed = () =>
  printedBy(async () => {
    const handler = withLog("masking_handler", async () => raise("Masking.LeakFound", "3 values of production are in the output."));
    await expect(handler({ operation: "prove", ...inRun })).rejects.toThrow();
  });

async function summarized(): Promise<Record<string, unknown>[]> {
  const world = createWorld();
  startRun(world, ["auth", "billing"]);
  await proveServices(world, ["billing"], ["auth"]);
  const proof = ProofReport.parse(JSON.parse(world.s3.text(buckets.staging, staging.proof(runId)) ?? ""));
  const billing = proof.body.services.find(({ name }) => name === "billing");
  Object.assign(billing ?? {}, {
    aurora: { tables: 1, rows: 5 },
    undeclared: ["customers.note", "customers.nick"].map((place) => ({
      service: "billing",
      store: "aurora",
      place,
      action: "redact",
      why: "no rule",
    })),
  });
  world.s3.put(buckets.staging, staging.proof(runId), JSON.stringify(proof));
  return printedBy(() => summarizeOperation(world.context)({ ...inRun, testsPassed: 1 }, raise));
}

const tested = () =>
  printedBy(async () => {
    const context = { ...createWorld().context, tls: false } as TestContext;
    await expect(runTests(context)(inRun, raise)).rejects.toMatchObject({ name: "Tests.Failed" });
  });

describe("the metric filters, on lines that handlers print", () => {
  it("count masked rows from what the proof of the clone answers", async () => {
    const lines = await answered(proveClone.output.parse({ rows: 1200, tables: 3, values: 40 }));
    expect(madeBy(filterOf("RowsMasked"), lines)).toEqual([{ value: 1200, Environment: "test" }]);
    expect(madeBy(filterOf("RowsMasked"), await failed())).toEqual([]);
  });

  it("count redacted columns of each service, zero too", async () => {
    const lines = await summarized();
    expect(madeBy(filterOf("ColumnsRedacted"), lines).sort((a, b) => Number(a.value) - Number(b.value))).toEqual([
      { value: 0, Environment: "test" },
      { value: 2, Environment: "test" },
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ serviceName: "billing", switched: 1, rows: 5, items: 0, objects: 0, runId }));
    expect(lines).toContainEqual(expect.objectContaining({ serviceName: "auth", switched: 0 }));
    expect(JSON.stringify(lines)).not.toContain("customers");
  });

  it("count each service's failed tests", async () => {
    const lines = await tested();
    const made = madeBy(filterOf("TestsFailed"), lines);
    expect(made).toHaveLength(2);
    for (const { value, Environment } of made) {
      expect(value).toBeGreaterThan(0);
      expect(Environment).toBe("test");
    }
    expect(lines.map(({ serviceName }) => serviceName).sort()).toEqual(["auth", "billing"]);
  });

  it("count failures by function and error, and no answers", async () => {
    const filter = filterOf("FunctionFailures");
    expect(madeBy(filter, await failed())).toEqual([
      { value: 1, Environment: "test", Handler: "masking_handler", ErrorName: "Masking.LeakFound" },
    ]);
    expect(madeBy(filter, await answered({ rows: 1 }))).toEqual([]);
  });

  it("are all tried here", () => {
    expect(filters.map(({ metric }) => metric).sort()).toEqual(["ColumnsRedacted", "FunctionFailures", "RowsMasked", "TestsFailed"]);
  });
});

describe("the reader of patterns", () => {
  it("wants every condition, in nested members too", () => {
    const pattern = '{ ($.message = "done") && ($.counts.kind = "a") }';
    expect(matches(pattern, { message: "done", counts: { kind: "a" } })).toBe(true);
    expect(matches(pattern, { message: "done" })).toBe(false);
  });

  it("refuses what it does not know", () => {
    expect(() => matches("ERROR", {})).toThrow("No pattern of JSON lines: ERROR");
    expect(() => matches("{ $.seconds > 5 }", {})).toThrow("No condition that this reader knows: $.seconds > 5");
  });
});
