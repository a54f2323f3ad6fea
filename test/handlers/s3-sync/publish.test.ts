import { emptyOperation } from "../../../handlers/s3-sync/operations/empty.ts";
import { publishOperation } from "../../../handlers/s3-sync/operations/publish.ts";
import { rollBackOperation } from "../../../handlers/s3-sync/operations/roll-back.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { proveServices, runId, startRun } from "../shared/fakes/started-run.ts";

const inRun = { environment: "test", runId };
const data = (world: World): Record<string, string | undefined> =>
  Object.fromEntries(world.s3.keys(buckets.data).map((key) => [key, world.s3.text(buckets.data, key)]));
const statusOf = (world: World): unknown => world.control.items.get(`RUN#${runId}|STATUS`)?.status;

const yesterday = {
  "auth/a.csv": "old auth",
  "billing/gone.csv": "old gone",
  "billing/kept.csv": "old kept",
  "ledger/l.csv": "old ledger",
};
const tonight = { "auth/a.csv": "new auth", "billing/kept.csv": "new kept", "billing/new.csv": "new new", "ledger/l.csv": "new ledger" };
const published = { "auth/a.csv": "new auth", "billing/kept.csv": "new kept", "billing/new.csv": "new new", "ledger/l.csv": "old ledger" };

async function ready(): Promise<World> {
  const world = createWorld();
  startRun(world, ["auth", "billing", "ledger"]);
  for (const [key, text] of Object.entries(yesterday)) world.s3.put(buckets.data, key, text);
  for (const [key, text] of Object.entries(tonight)) world.s3.put(buckets.staging, staging.object(runId, key), text);
  await proveServices(world, ["auth", "billing"], ["ledger"]);
  return world;
}

describe("publishing", () => {
  it("brings the proved services' objects, takes out what production no longer has, and leaves held services alone", async () => {
    const world = await ready();
    expect(await publishOperation(world.context)(inRun, raise)).toEqual({ done: true, objects: 3 });
    expect(data(world)).toEqual(published);
    expect(statusOf(world)).toBe("switching");
  });

  it("publishes nothing without a proof, nor for a run that has ended", async () => {
    const world = await ready();
    world.s3.remove(buckets.staging, staging.proof(runId));
    await expect(publishOperation(world.context)(inRun, raise)).rejects.toThrow(/no readable proof/);
    await proveServices(world, ["auth"]);
    world.control.items.set(`RUN#${runId}|STATUS`, { ...world.control.items.get(`RUN#${runId}|STATUS`), status: "failed" });
    await expect(publishOperation(world.context)(inRun, raise)).rejects.toThrow(/has ended/);
    expect(data(world)).toEqual(yesterday);
  });

  it("and rolling back take objects above 5 GB too, in parts", async () => {
    const world = await ready();
    const size = 6 * 1024 ** 3;
    world.s3.put(buckets.data, "billing/kept.csv", "old large", { size });
    world.s3.put(buckets.staging, staging.object(runId, "billing/new.csv"), "new large", { size });
    expect(await publishOperation(world.context)(inRun, raise)).toEqual({ done: true, objects: 3 });
    expect(data(world)["billing/new.csv"]).toMatch(/^bytes=0-/);
    expect(data(world)["billing/kept.csv"]).toBe("new kept");
    expect(await rollBackOperation(world.context)(inRun, raise)).toMatchObject({ done: true });
    expect(data(world)["billing/kept.csv"]).toMatch(/^bytes=0-/);
    expect(world.s3.uploads.size).toBe(0);
  });

  it("is undone by a roll back, after a failure at any of its calls, and can then be done again", async () => {
    for (let failing = 1; failing < 14; failing++) {
      const world = await ready();
      let calls = 0;
      world.s3.onCommand = (name) => {
        if (/^(Copy|DeleteObject|Put|Head)/.test(name) && ++calls === failing) throw new Error("S3 failed");
      };
      await publishOperation(world.context)(inRun, raise).catch(() => {});
      delete world.s3.onCommand;
      // The state is retried before it is rolled back, for every other failure.
      if (failing % 2 === 0) {
        await publishOperation(world.context)(inRun, raise);
        expect(data(world)).toEqual(published);
      }
      expect(await rollBackOperation(world.context)(inRun, raise)).toMatchObject({ done: true });
      expect(data(world)).toEqual(yesterday);
      expect(statusOf(world)).toBe("failed");
      world.control.items.set(`RUN#${runId}|STATUS`, { ...world.control.items.get(`RUN#${runId}|STATUS`), status: "switching" });
      await publishOperation(world.context)(inRun, raise);
      expect(data(world)).toEqual(published);
      await rollBackOperation(world.context)(inRun, raise);
      expect(data(world)).toEqual(yesterday);
    }
  });
});

describe("emptying the quarantine", () => {
  it("takes everything, and the run's staged objects and table files, but not its reports", async () => {
    const world = await ready();
    world.s3.put(buckets.quarantine, "exports/20261120t0200-0000/t/data.json.gz", "raw");
    world.s3.put(buckets.quarantine, `fingerprints/${runId}/s3/a.gz`, "x");
    world.s3.put(buckets.staging, `${staging.tableData(runId, "t")}a.json.gz`, "x");
    expect(await emptyOperation(world.context)(inRun, raise)).toMatchObject({ done: true });
    expect(world.s3.keys(buckets.quarantine)).toEqual([]);
    expect(world.s3.keys(buckets.staging)).toEqual([
      staging.plan(runId),
      staging.proof(runId),
      staging.rules(runId),
      staging.tables(runId),
    ]);
  });

  it("spares the run that holds the lock when it works for another one", async () => {
    const world = await ready();
    world.s3.put(buckets.quarantine, `exports/${runId}/t/data.json.gz`, "at work");
    world.s3.put(buckets.quarantine, "exports/20261120t0200-0000/t/data.json.gz", "left over");
    await emptyOperation(world.context)({ environment: "test", runId: "20261120t0200-0000" }, raise);
    expect(world.s3.keys(buckets.quarantine)).toEqual([`exports/${runId}/t/data.json.gz`]);
  });
});
