import { preview } from "../../../handlers/masking/contract.ts";
import { findLeftoversOperation } from "../../../handlers/masking/operations/find-leftovers.ts";
import { beginRollBackOperation, previewOperation, resumeOperation } from "../../../handlers/masking/operations/operator/index.ts";
import { releaseOperation } from "../../../handlers/masking/operations/release.ts";
import { switchServicesOperation } from "../../../handlers/masking/operations/switch-services.ts";
import { planOf, renderPlan } from "../../../handlers/masking/plan/index.ts";
import { mergeRules, parseRules } from "../../../handlers/masking/rules/index.ts";
import type { RunStatus } from "../../../handlers/shared/control/index.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import { signBody } from "../../../handlers/shared/mac.ts";
import { ProofReport } from "../../../handlers/shared/reports.ts";
import { buckets, createWorld, point, pointerAt, raise, type World } from "../shared/fakes/memory-services.ts";
import { candidate, execution, proveServices, runId, startRun } from "../shared/fakes/started-run.ts";

const again = "arn:aws:states:us-west-2:222222222222:execution:test-daily-refresh:again";
const earlier = "20261123t0200-ffff";
const takenUp = { environment: "test", runId, execution: again };
const statusOf = (world: World): unknown => world.control.items.get(`RUN#${runId}|STATUS`)?.status;

/** Gives the world DynamoDB tables by name. */
function withTables(world: World, ...names: readonly string[]): void {
  const tables = new Set(names);
  Object.assign(world.context.clients, {
    dynamodb: {
      send: async ({ input: { TableName } }: { input: { TableName: string } }) => {
        if (tables.has(TableName)) return { Table: { TableStatus: "ACTIVE" } };
        throw Object.assign(new Error(), { name: "ResourceNotFoundException" });
      },
    },
  });
}

const testsOf = (passed: number) => ({
  schemaVersion: 1,
  runId,
  tests: Array.from({ length: passed }, (_, n) => ({ service: "billing", name: `test ${n}`, status: "passed", message: "" })),
});

/** A run that stopped inside the switch: auth is switched, billing is not. */
async function stoppedWorld(status: RunStatus = "switching"): Promise<World> {
  const world = createWorld();
  startRun(world, ["auth", "billing"], { status });
  world.running.clear();
  world.control.items.set(`RUN#${runId}|CANDIDATE`, candidate);
  world.control.items.set(`RUN#${runId}|PREVIOUS#auth`, { pointer: JSON.stringify(pointerAt("day-0", "auth", { "auth-a": "auth-a" })) });
  point(world, "auth", pointerAt(runId, "auth"));
  point(world, "billing", pointerAt("day-0", "billing"));
  withTables(world, "auth-a");
  world.s3.put(buckets.staging, staging.tests(runId), JSON.stringify(testsOf(7)));
  await proveServices(world, ["auth", "billing"]);
  return world;
}

/** A generation before the run, in the ledger and with a signed proof for these services. */
async function addEarlier(world: World, proved: readonly string[], status = "live"): Promise<void> {
  world.control.items.set(`GENERATIONS|${earlier}`, { status, startedAt: "2026-11-23T02:00:00Z", cluster: "c", tables: [], cleaned: true });
  const own = world.s3.text(buckets.staging, staging.proof(runId)) ?? "";
  const { body } = ProofReport.parse(JSON.parse(own));
  const services = body.services.filter(({ name }) => proved.includes(name));
  const signed = { ...body, runId: earlier, services };
  const mac = await signBody(world.context.clients.kms, "key", signed);
  world.s3.put(buckets.staging, staging.proof(earlier), JSON.stringify({ schemaVersion: 1, body: signed, mac }));
}

describe("resuming", () => {
  it("gives lock and run to the new execution, which then switches what is left", async () => {
    const world = await stoppedWorld();
    world.running.add(again);
    expect(await resumeOperation(world.context)(takenUp, raise)).toEqual({ runId, proofKey: staging.proof(runId), testsPassed: 7 });
    expect(world.control.items.get("LOCK|LOCK")).toMatchObject({ runId, executionArn: again });
    expect(world.control.items.get(`EXECUTION#${again}|RUN`)).toMatchObject({ runId });
    expect(world.control.items.get(`EXECUTION#${execution}|RUN`)).toMatchObject({ runId, expires: expect.any(Number) as number });
    expect(world.control.items.get(`RUN#${runId}|STATUS`)).toMatchObject({ executionArn: again, status: "switching" });
    const switched = await switchServicesOperation(world.context)({ environment: "test", runId, proofKey: staging.proof(runId) }, raise);
    expect(switched).toEqual({ switched: 2, held: 0 });
    expect(statusOf(world)).toBe("live");
  });

  it("is the same when it is repeated", async () => {
    const world = await stoppedWorld();
    world.running.add(again);
    const first = await resumeOperation(world.context)(takenUp, raise);
    expect(await resumeOperation(world.context)(takenUp, raise)).toEqual(first);
    expect(world.control.items.get(`EXECUTION#${again}|RUN`)).toEqual({ runId });
  });

  it.each<[RunStatus, RegExp]>([
    ["running", /before the switch.*Start a new run/],
    ["failed", /no service points at it.*Start a new run/],
    ["cleaned", /has been cleaned up.*Start a new run/],
    ["live", /its data is live/],
  ])("is refused for a run that is %s, and says why", async (status, why) => {
    const world = await stoppedWorld(status);
    await expect(resumeOperation(world.context)(takenUp, raise)).rejects.toMatchObject({
      name: "Refresh.NotResumable",
      message: expect.stringMatching(why) as string,
    });
    expect(world.control.items.get("LOCK|LOCK")).toMatchObject({ executionArn: execution });
  });

  it("is refused once a later run has gone live, and where the generation is being deleted", async () => {
    const world = await stoppedWorld();
    const later = "20261125t0200-2b3c";
    world.control.items.set(`GENERATIONS|${later}`, {
      status: "live",
      startedAt: "2026-11-25T02:00:00Z",
      cluster: "c",
      tables: [],
      cleaned: true,
    });
    await expect(resumeOperation(world.context)(takenUp, raise)).rejects.toThrow(/20261125t0200-2b3c has gone live/);
    world.control.items.delete(`GENERATIONS|${later}`);
    world.control.items.set(`GENERATIONS|${runId}`, { ...world.control.items.get(`GENERATIONS|${runId}`), status: "deleting" });
    await expect(resumeOperation(world.context)(takenUp, raise)).rejects.toThrow(/are being deleted/);
  });

  it("is refused while another execution works", async () => {
    const world = await stoppedWorld();
    world.running.add(execution);
    await expect(resumeOperation(world.context)(takenUp, raise)).rejects.toMatchObject({ name: "Refresh.AlreadyRunning" });
    expect(world.control.items.get(`RUN#${runId}|STATUS`)).toMatchObject({ executionArn: execution });
  });
});

describe("going back", () => {
  it("marks a live run so that its clean-up rolls it back and deletes it", async () => {
    const world = await stoppedWorld("live");
    world.running.add(again);
    world.control.items.set(`GENERATIONS|${runId}`, { ...world.control.items.get(`GENERATIONS|${runId}`), status: "live", cleaned: true });
    expect(await beginRollBackOperation(world.context)(takenUp, raise)).toEqual({ runId, services: 1 });
    expect(world.control.items.get(`RUN#${runId}|STATUS`)).toMatchObject({
      status: "switching",
      error: "Refresh.RolledBack",
      executionArn: again,
    });
    const left = await findLeftoversOperation(world.context)({ environment: "test", execution: again, runId }, raise);
    expect(left).toMatchObject({ mayCleanUp: true, rollBack: true, tables: [] });
    expect(left.clusters.map(({ cluster }) => cluster)).toContain(`test-${runId}`);
    expect(await releaseOperation(world.context)({ environment: "test", runId }, raise)).toEqual({ released: true });
  });

  const pointedAt = (run: string) => ({ pointer: JSON.stringify(pointerAt(run, "auth", { "auth-a": "auth-a" })) });

  it("is done to an earlier generation that stands and was proved", async () => {
    const world = await stoppedWorld();
    world.control.items.set(`RUN#${runId}|PREVIOUS#auth`, pointedAt(earlier));
    await addEarlier(world, ["auth"]);
    expect(await beginRollBackOperation(world.context)(takenUp, raise)).toEqual({ runId, services: 1 });
  });

  it("is refused where the earlier generation's proof does not name the service, was changed, or is gone", async () => {
    const world = await stoppedWorld();
    world.control.items.set(`RUN#${runId}|PREVIOUS#auth`, pointedAt(earlier));
    await addEarlier(world, ["billing"]);
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toThrow(/does not prove auth/);
    const text = world.s3.text(buckets.staging, staging.proof(earlier)) ?? "";
    world.s3.put(buckets.staging, staging.proof(earlier), text.replace('"billing"', '"auth"'));
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toThrow(/was changed after it was signed/);
    world.s3.put(buckets.staging, staging.proof(earlier), "{}");
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toThrow(/no readable proof/);
    expect(statusOf(world)).toBe("switching");
  });

  it("is refused where the earlier generation is gone, its tables are gone, or nothing points at the run", async () => {
    const world = await stoppedWorld("live");
    world.control.items.set(`RUN#${runId}|PREVIOUS#auth`, pointedAt(earlier));
    withTables(world);
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toThrow(
      /Generation 20261123t0200-ffff of auth has been deleted.*Table auth-a of auth is not there any more/,
    );
    await addEarlier(world, [], "deleting");
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toThrow(/has been deleted or was never live/);
    point(world, "auth", pointerAt("day-0", "auth"));
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toMatchObject({ name: "Refresh.RollBackRefused" });
    expect(statusOf(world)).toBe("live");
    expect(world.control.items.get("LOCK|LOCK")).toMatchObject({ executionArn: execution });
  });

  it("is refused for a run that is not live, and while another execution works", async () => {
    const cleaned = await stoppedWorld("cleaned");
    await expect(beginRollBackOperation(cleaned.context)(takenUp, raise)).rejects.toThrow(/is not live \(cleaned\)/);
    const world = await stoppedWorld("live");
    world.running.add(execution);
    await expect(beginRollBackOperation(world.context)(takenUp, raise)).rejects.toMatchObject({ name: "Refresh.AlreadyRunning" });
    expect(statusOf(world)).toBe("live");
  });
});

describe("looking ahead", () => {
  it("says what a run would do and changes nothing", async () => {
    const world = createWorld();
    point(world, "billing", pointerAt("day-0", "billing"));
    point(world, "ledger", pointerAt("day-0", "ledger"));
    world.parameters.set("/test/masking/rules/ledger", "no JSON");
    const takenAt = new Date(world.now - 3_600_000);
    const snapshot = {
      Status: "available",
      DBClusterSnapshotIdentifier: "rds:x",
      DBClusterSnapshotArn: "arn:x",
      SnapshotCreateTime: takenAt,
    };
    const production = {
      s3: { send: async () => ({ Status: "Enabled" }) },
      rds: { send: async () => ({ DBClusterSnapshots: [snapshot] }) },
      dynamodb: { send: async () => ({ TableNames: [] }) },
    };
    Object.assign(world.context.clients, { production: () => production });
    const parameters = new Map(world.parameters);
    const ahead = await previewOperation(world.context)({ environment: "test" }, raise);
    expect(ahead).toMatchObject({
      asOf: takenAt.toISOString(),
      snapshotArn: "arn:x",
      objectsAsOf: "version",
      services: [
        { name: "billing", tables: 0 },
        { name: "ledger", tables: 0 },
      ],
      heldInAll: 1,
    });
    expect(ahead.held.map(({ name }) => name)).toEqual(["ledger"]);
    expect(ahead.rulesHash).toMatch(/^[0-9a-f]{64}$/);
    expect(ahead.masking).toMatchObject({ places: 0, since: "", changesInAll: 0 });
    expect(world.control.items.size).toBe(0);
    expect(world.parameters).toEqual(parameters);
  });

  it("shows what the plan of the masking holds, suggests and finds changed, and only reads", async () => {
    const world = createWorld();
    for (const service of ["billing", "ledger"]) point(world, service, pointerAt("day-0", service));
    world.parameters.set("/test/masking/rules/ledger", JSON.stringify({ version: "masking/v1", rules: {}, on_undeclared: "hold" }));
    const put = (name: string, fields: readonly string[]): void =>
      void world.s3.put(buckets.production, name, JSON.stringify(Object.fromEntries(fields.map((field) => [field, "ana@corp.example"]))));
    put("ledger/entries/1.json", ["memo"]);
    put("billing/events/1.json", ["reach"]);
    const run = async (name: string, input: { Bucket: string }) => {
      if (name === "GetBucketVersioningCommand") return { Status: "Suspended" };
      expect(name).toMatch(/^(?:Get|List)/);
      expect(input.Bucket).toBe(buckets.production);
      return undefined;
    };
    const send = async (command: { constructor: { name: string }; input: never }) =>
      (await run(command.constructor.name, command.input)) ?? world.s3.client.send(command as never);
    Object.assign(world.context.clients, {
      production: () => ({
        s3: { send },
        rds: { send: async () => ({}) },
        dynamodb: { send: async () => ({ TableNames: [] }) },
      }),
    });
    const look = () => previewOperation(world.context)({ environment: "test" }, raise);
    const first = await look();
    expect(first.held).toEqual([{ name: "ledger", reason: 'entries.memo has no rule, and on_undeclared is "hold"' }]);
    expect(first.masking).toMatchObject({ undeclared: 2, since: "", changes: [] });
    expect(first.masking.suggestions).toContainEqual(expect.stringMatching(/^"events.reach": "test\+\{\{lower\|hash\}\}@example.com"/));

    const rules = mergeRules(parseRules({}, "rules"));
    const before = planOf({ rules, places: [], objects: [] });
    world.control.items.set(`GENERATIONS|${earlier}`, {
      status: "live",
      startedAt: "2026-11-23T02:00:00Z",
      cluster: "c",
      tables: [],
      cleaned: true,
    });
    world.s3.put(buckets.staging, staging.maskingPlan(earlier), renderPlan(before, "json"));
    put(
      "billing/wide/1.json",
      Array.from({ length: 60 }, (_, i) => `contact${i}`),
    );
    const written = (): string[] => Object.values(buckets).flatMap((bucket) => world.s3.keys(bucket));
    const kept = [written(), [...world.control.items], [...world.parameters]];
    const second = await look();
    expect(second.masking.since).toBe(earlier);
    expect(second.masking.changes).toContain("new: billing, s3: events.reach: text: redact");
    expect([second.masking.changes.length, second.masking.suggestions.length]).toEqual([20, 20]);
    expect(second.masking.changesInAll).toBe(second.masking.places);
    expect(second.masking.suggestionsInAll).toBeGreaterThan(60);
    expect([written(), [...world.control.items], [...world.parameters]]).toEqual(kept);
    expect(JSON.stringify([first, second])).not.toContain("corp");
    expect(preview.output.parse(second)).toEqual(second);
  });

  it("fails in the plan's words when no service can be planned", async () => {
    const world = createWorld();
    point(world, "billing", pointerAt("day-0", "billing"));
    world.parameters.set("/test/masking/rules/common", "no JSON");
    Object.assign(world.context.clients, { production: () => ({}) });
    await expect(previewOperation(world.context)({ environment: "test" }, raise)).rejects.toMatchObject({ name: "Refresh.PlanFailed" });
  });
});
