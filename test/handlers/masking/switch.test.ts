import { findLeftoversOperation } from "../../../handlers/masking/operations/find-leftovers.ts";
import { messageOf, recordFailureOperation } from "../../../handlers/masking/operations/record-failure.ts";
import { releaseOperation } from "../../../handlers/masking/operations/release.ts";
import { rollBackServicesOperation } from "../../../handlers/masking/operations/roll-back-services.ts";
import { switchServicesOperation } from "../../../handlers/masking/operations/switch-services.ts";
import { assertAtWork } from "../../../handlers/shared/context.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import type { Pointer } from "../../../handlers/shared/reports.ts";
import { buckets, createWorld, point, pointerAt, raise, type World } from "../shared/fakes/memory-services.ts";
import { candidate, execution, proveServices, runId, startRun } from "../shared/fakes/started-run.ts";

const inRun = { environment: "test", runId };
const proofKey = staging.proof(runId);
const pointerOf = (world: World, service: string): Pointer => JSON.parse(world.parameters.get(`/test/${service}/data`) ?? "{}") as Pointer;
const statusOf = (world: World): unknown => world.control.items.get(`RUN#${runId}|STATUS`)?.status;

async function readyWorld(): Promise<World> {
  const world = createWorld();
  const services = ["auth", "billing", "ledger"];
  startRun(world, services);
  for (const service of services) point(world, service, pointerAt("day-0", service, { [`${service}-accounts`]: `${service}-accounts` }));
  world.control.items.set(`RUN#${runId}|CANDIDATE`, candidate);
  for (const service of services) {
    world.control.items.set(`RUN#${runId}|TABLE#${service}-accounts`, { service, newTable: `${service}-accounts-${runId}`, items: 3 });
  }
  await proveServices(world, ["auth", "billing"], ["ledger"]);
  return world;
}

describe("the switch", () => {
  it("points proved services at tonight, leaves held ones, tells each, and makes the run live", async () => {
    const world = await readyWorld();
    expect(await switchServicesOperation(world.context)({ ...inRun, proofKey }, raise)).toEqual({ switched: 2, held: 1 });
    expect(pointerOf(world, "billing")).toEqual({
      ...pointerAt("day-0", "billing"),
      run: runId,
      endpoint: candidate.endpoint,
      readerEndpoint: candidate.readerEndpoint,
      port: 5433,
      secretArn: "arn:tonight",
      tables: { "billing-accounts": `billing-accounts-${runId}` },
    });
    expect(pointerOf(world, "ledger").run).toBe("day-0");
    expect(world.messages.map(({ service }) => service)).toEqual(["auth", "billing"]);
    expect(statusOf(world)).toBe("live");
    expect(world.control.items.get(`GENERATIONS|${runId}`)?.status).toBe("live");
  });

  it("refuses a proof that was changed, and touches nothing", async () => {
    const world = await readyWorld();
    const text = world.s3.text(buckets.staging, proofKey) ?? "";
    world.s3.put(buckets.staging, proofKey, text.replace('"ledger","status":"held"', '"ledger","status":"proved"'));
    await expect(switchServicesOperation(world.context)({ ...inRun, proofKey }, raise)).rejects.toMatchObject({
      name: "Refresh.ProofInvalid",
    });
    expect(pointerOf(world, "billing").run).toBe("day-0");
    expect(statusOf(world)).toBe("running");
  });

  it("fails by name when a parameter cannot be written, goes on when it is repeated, and still knows what was there before", async () => {
    const world = await readyWorld();
    world.onPutParameter = (name) => {
      if (name.includes("billing")) throw new Error("no");
    };
    await expect(switchServicesOperation(world.context)({ ...inRun, proofKey }, raise)).rejects.toMatchObject({
      name: "Refresh.SwitchFailed",
    });
    expect(statusOf(world)).toBe("switching");
    world.onPutParameter = () => {};
    await switchServicesOperation(world.context)({ ...inRun, proofKey }, raise);
    await switchServicesOperation(world.context)({ ...inRun, proofKey }, raise);
    expect(statusOf(world)).toBe("live");
    expect(await rollBackServicesOperation(world.context)(inRun, raise)).toEqual({ rolledBack: 2 });
    expect(pointerOf(world, "auth")).toEqual(pointerAt("day-0", "auth", { "auth-accounts": "auth-accounts" }));
  });

  it("is not made by a run that was cleaned up", async () => {
    const world = await readyWorld();
    world.control.items.set(`RUN#${runId}|STATUS`, { ...world.control.items.get(`RUN#${runId}|STATUS`), status: "cleaned" });
    await expect(switchServicesOperation(world.context)({ ...inRun, proofKey }, raise)).rejects.toMatchObject({
      name: "Refresh.SwitchFailed",
    });
    expect(pointerOf(world, "auth").run).toBe("day-0");
  });
});

describe("rolling services back", () => {
  it("tries all of them, names those that failed, and leaves those that point elsewhere by now", async () => {
    const world = await readyWorld();
    await switchServicesOperation(world.context)({ ...inRun, proofKey }, raise);
    world.onPutParameter = (name) => {
      if (name.includes("auth")) throw new Error("no");
    };
    await expect(rollBackServicesOperation(world.context)(inRun, raise)).rejects.toThrow(/auth \(Error\)/);
    expect(pointerOf(world, "billing").run).toBe("day-0");
    expect(statusOf(world)).toBe("switching");
    world.onPutParameter = () => {};
    point(world, "auth", pointerAt("20261125t0200-2b3c", "auth"));
    expect(await rollBackServicesOperation(world.context)(inRun, raise)).toEqual({ rolledBack: 0 });
    expect(pointerOf(world, "auth").run).toBe("20261125t0200-2b3c");
  });
});

describe("finding what is left", () => {
  it("touches nothing while another execution holds the lock and runs", async () => {
    const world = await readyWorld();
    const left = await findLeftoversOperation(world.context)({ environment: "test", execution: "arn:other", runId: "" }, raise);
    expect(left).toMatchObject({ mayCleanUp: false, clusters: [], tables: [] });
    const old = await findLeftoversOperation(world.context)({ environment: "test", execution: "", runId: "20261123t0200-0000" }, raise);
    expect(old.mayCleanUp).toBe(false);
  });

  it("lets a run clean up the one that it took the lock from, and spares itself", async () => {
    const world = await readyWorld();
    const old = "20261123t0200-0000";
    world.control.items.set("LOCK|LOCK", { ...world.control.items.get("LOCK|LOCK"), leftover: old });
    world.control.items.set(`RUN#${old}|STATUS`, {
      status: "running",
      executionArn: "arn:old",
      startedAt: "2026-11-23T02:00:00Z",
      asOf: "2026-11-23T01:00:00Z",
    });
    const left = await findLeftoversOperation(world.context)({ environment: "test", execution: "", runId: old }, raise);
    expect(left.mayCleanUp).toBe(true);
    expect(left.clusters.map(({ cluster }) => cluster)).toEqual([`refresh-clone-${old}`, `test-${old}`]);
    expect(await releaseOperation(world.context)({ environment: "test", runId: old }, raise)).toEqual({ released: false });
    expect(world.control.items.get("LOCK|LOCK")?.runId).toBe(runId);
  });

  it("finds the run of a stopped execution by its lock when Plan got no further, deletes its generation and frees the lock", async () => {
    const world = await readyWorld();
    world.control.items.delete(`EXECUTION#${execution}|RUN`);
    world.running.clear();
    const left = await findLeftoversOperation(world.context)({ environment: "test", execution, runId: "" }, raise);
    expect(left).toMatchObject({ runId, mayCleanUp: true, rollBack: false });
    expect(left.clusters.map(({ cluster }) => cluster)).toContain(`test-${runId}`);
    expect(await releaseOperation(world.context)({ environment: "test", runId }, raise)).toEqual({ released: true });
    expect(statusOf(world)).toBe("cleaned");
    expect(world.control.items.has(`GENERATIONS|${runId}`)).toBe(false);
  });

  it("lets no function of the run that is cleaned up work on", async () => {
    const world = await readyWorld();
    await assertAtWork(world.context, runId);
    world.running.clear();
    await findLeftoversOperation(world.context)({ environment: "test", execution, runId: "" }, raise);
    await expect(assertAtWork(world.context, runId)).rejects.toMatchObject({ name: "Refresh.LockLost" });
  });

  it("keeps a live run's generation however often the clean-up runs", async () => {
    const world = await readyWorld();
    await switchServicesOperation(world.context)({ ...inRun, proofKey }, raise);
    for (const _ of [1, 2]) {
      const left = await findLeftoversOperation(world.context)({ environment: "test", execution, runId }, raise);
      expect(left.clusters.map(({ cluster }) => cluster)).toEqual([`refresh-clone-${runId}`]);
      expect(left.tables).toEqual([]);
      await releaseOperation(world.context)({ environment: "test", runId }, raise);
    }
    expect(statusOf(world)).toBe("live");
    expect(world.control.items.get(`GENERATIONS|${runId}`)).toMatchObject({ status: "live", cleaned: true });
  });
});

describe("recording a failure", () => {
  it("marks a running run as failed, and leaves one that is inside its switch there", async () => {
    const world = await readyWorld();
    const input = { environment: "test", execution, error: "Masking.LeakFound", cause: '{"errorMessage":"2 values","trace":["x"]}' };
    expect(await recordFailureOperation(world.context)(input, raise)).toEqual({ runId, error: "Masking.LeakFound", message: "2 values" });
    expect(world.control.items.get(`RUN#${runId}|STATUS`)).toMatchObject({ status: "failed", error: "Masking.LeakFound" });
    world.control.items.set(`RUN#${runId}|STATUS`, { ...world.control.items.get(`RUN#${runId}|STATUS`), status: "switching" });
    await recordFailureOperation(world.context)({ ...input, error: "Refresh.SwitchFailed" }, raise);
    expect(world.control.items.get(`RUN#${runId}|STATUS`)).toMatchObject({ status: "switching", error: "Refresh.SwitchFailed" });
  });

  it("finds the message inside nested causes", () => {
    const inner = JSON.stringify({ errorMessage: "The bucket is empty.\nat handler" });
    expect(messageOf(JSON.stringify({ ExecutionArn: "arn", Cause: inner }))).toBe("The bucket is empty.");
    expect(messageOf("{broken")).toBe("{broken");
  });
});
