import { gunzipSync } from "node:zlib";
import { FingerprintSet } from "../../../handlers/masking/prove/index.ts";
import { copyBudgetMilliseconds, copyObjects } from "../../../handlers/s3-sync/operations/copy.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";
import { inRun, manifest } from "./support.ts";

const rules = { email: "test+{{hash}}@example.com", owner: "{{hash}}", big: "{{keep}}", "prefix:billing/assets/": "{{keep}}" };
const line = (i: number): string => `{"email":"customer-${i}@corp.example","note":"Hi ${i}"}\n`;
const large = "x".repeat(9 * 1024 * 1024);

/** Objects of every way, one of them large enough for an upload in parts. */
function world(): World {
  const made = createWorld();
  startRun(made, ["auth", "billing"], { rules });
  const put = (key: string, body: string, more = {}): void => void made.s3.put(buckets.production, key, body, more);
  for (let i = 0; i < 4; i++) put(`billing/events/000${i}.ndjson`, line(i), { tags: [{ Key: "owner", Value: `Ana ${i}` }] });
  put("auth/large.json", `{"email":"large@corp.example","big":"${large}"}`);
  put("auth/broken.csv", 'email\n"customer-9');
  put("billing/receipts/customer-7@corp.example/latest.ndjson", line(7), { metadata: { owner: "customer-7" } });
  put("billing/assets/logo.bin", "\u0001\u0002");
  put("billing/uploads/scan.bin", "Ana");
  return made;
}

/** Everything that a batch leaves: staged objects with all that is said of them, reports, fingerprints. */
function left(made: World): unknown {
  const found = new FingerprintSet();
  for (const key of made.s3.keys(buckets.quarantine, quarantine.fingerprintsOf(runId)))
    found.addAll(FingerprintSet.fromBuffer(gunzipSync(made.s3.bytes(buckets.quarantine, key) ?? Buffer.alloc(0))));
  return {
    staged: made.s3.keys(buckets.staging).map((key) => {
      const { metadata, contentType, headers, tags } = made.s3.about(buckets.staging, key) ?? {};
      return [key, made.s3.text(buckets.staging, key), { metadata, contentType, headers, tags }];
    }),
    fingerprints: found.toBuffer().toString("hex"),
    uploads: [...made.s3.uploads].filter(([, { key }]) => key.startsWith(staging.objects(runId))).length,
  };
}

/** Reads of production's objects, by key. */
function reads(made: World): Map<string, number> {
  const counts = new Map<string, number>();
  const before = made.s3.onCommand;
  made.s3.onCommand = (name, input) => {
    before?.(name, input);
    if (name === "GetObjectCommand" && input.Bucket === buckets.production) counts.set(input.Key, (counts.get(input.Key) ?? 0) + 1);
  };
  return counts;
}

describe("a batch that is killed", () => {
  it("at any call of S3 or of the control table goes on to the same objects, reports and fingerprints", async () => {
    const whole = world();
    const objects = await manifest(whole);
    let calls = 0;
    whole.s3.onCommand = () => void calls++;
    const counts = await copyObjects(whole.context)({ ...inRun, objects }, raise);
    const expected = left(whole);
    expect(counts).toEqual({ copied: 1, masked: 6, dropped: 2 });
    expect(calls).toBeGreaterThan(20);
    for (let failing = 1; failing <= calls; failing++) {
      const made = world();
      await manifest(made);
      let call = 0;
      // From its death on, nothing that it calls does anything.
      made.s3.onCommand = () => {
        if (++call >= failing) throw new Error("killed");
      };
      await expect(copyObjects(made.context)({ ...inRun, objects }, raise)).rejects.toThrow("killed");
      delete made.s3.onCommand;
      expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toEqual(counts);
      const now = left(made) as { uploads: number };
      // A dead function aborts no upload: the clean-up does.
      expect({ ...now, uploads: 0 }).toEqual(expected);
      expect(now.uploads).toBeLessThanOrEqual(1);
    }
  }, 120_000);

  it("at any object does not read again what its journal has", async () => {
    for (let dying = 0; dying < 7; dying++) {
      const made = world();
      const objects = await manifest(made);
      // Every entry is written: each object takes longer than the journal waits.
      made.context.now = () => (made.now += 6_000);
      let begun = 0;
      made.s3.onCommand = (name, { Bucket }) => {
        if (name === "GetObjectCommand" && Bucket === buckets.production && begun++ === dying) throw new Error("killed");
      };
      const oneByOne = objects.map((object) => ({ ...object, size: 200 * 1024 * 1024 }));
      await expect(copyObjects(made.context)({ ...inRun, objects: oneByOne }, raise)).rejects.toThrow("killed");
      delete made.s3.onCommand;
      const counts = reads(made);
      expect(await copyObjects(made.context)({ ...inRun, objects: oneByOne }, raise)).toEqual({ copied: 1, masked: 6, dropped: 2 });
      expect([...counts.values()].every((n) => n === 1)).toBe(true);
      expect(counts.size).toBe(7 - dying);
    }
  });

  it("writes nothing more into the quarantine when the run has ended meanwhile", async () => {
    const made = world();
    const objects = await manifest(made);
    made.context.now = () => (made.now += 6_000);
    made.control.items.set(`RUN#${runId}|STATUS`, { ...made.control.items.get(`RUN#${runId}|STATUS`), status: "failed" });
    const before = made.s3.keys(buckets.quarantine);
    await expect(copyObjects(made.context)({ ...inRun, objects }, raise)).rejects.toMatchObject({ name: "Refresh.LockLost" });
    expect(made.s3.keys(buckets.quarantine)).toEqual(before);
  });

  it("goes by version and ETag: another version of the object is masked again", async () => {
    const made = world();
    const objects = (await manifest(made)).filter(({ key }) => key === "billing/events/0001.ndjson");
    made.context.now = () => (made.now += 6_000);
    made.s3.onCommand = (name, { Key }) => {
      if (name === "PutObjectCommand" && Key.startsWith(quarantine.fingerprintsOf(runId))) throw new Error("killed");
    };
    await expect(copyObjects(made.context)({ ...inRun, objects }, raise)).rejects.toThrow("killed");
    delete made.s3.onCommand;
    const counts = reads(made);
    await copyObjects(made.context)({ ...inRun, objects }, raise);
    expect(counts.size).toBe(0);
    await copyObjects(made.context)({ ...inRun, objects: objects.map((object) => ({ ...object, etag: '"other"' })) }, raise);
    expect(counts.size).toBe(1);
  });

  it("ends by itself when its time is over, and is done when it has been called often enough", async () => {
    const made = world();
    const objects = await manifest(made);
    made.context.now = () => (made.now += copyBudgetMilliseconds / 4);
    let calls = 1;
    const copy = () => copyObjects(made.context)({ ...inRun, objects }, raise);
    for (; calls < 20; calls++) {
      const done = await copy().catch((error: Error) => error);
      if (!(done instanceof Error)) break;
      expect(done.name).toBe("S3.Unfinished");
      expect(done.message).toMatch(/^\d of a batch's 9 objects are done/);
    }
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThan(10);
    const whole = world();
    await copyObjects(whole.context)({ ...inRun, objects: await manifest(whole) }, raise);
    expect(left(made)).toEqual(left(whole));
  });
});
