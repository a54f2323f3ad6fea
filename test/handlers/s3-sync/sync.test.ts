import { gunzipSync } from "node:zlib";
import { FingerprintSet, fingerprintOf } from "../../../handlers/masking/prove/index.ts";
import { ManifestSlice } from "../../../handlers/s3-sync/contract.ts";
import { type ManifestLine, readSlices } from "../../../handlers/s3-sync/manifest.ts";
import { checkOperation } from "../../../handlers/s3-sync/operations/check.ts";
import { copyObjects, copyOperation } from "../../../handlers/s3-sync/operations/copy.ts";
import { listOperation } from "../../../handlers/s3-sync/operations/list.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { maskingKeys } from "../../../handlers/shared/masking-keys.ts";
import { readParts } from "../../../handlers/shared/parts.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { asOf, runId, startRun } from "../shared/fakes/started-run.ts";

const inRun = { environment: "test", runId };
const rules = { email: "test+{{hash}}@example.com", kind: "{{keep}}", "prefix:billing/assets/": "{{keep}}" };
const line = (email: string): string => `{"email":"${email}","kind":"paid","n":1.10,"note":"Hi Ana"}\n`;

function world(): World {
  const made = createWorld();
  startRun(made, ["auth", "billing"], { rules });
  made.s3.put(buckets.production, "billing/events/0001.ndjson", line("ana@corp.example") + line("bo@corp.example"), {
    metadata: { owner: "Ana" },
  });
  made.s3.put(buckets.production, "billing/receipts/ana@corp.example/latest.ndjson", line("ana@corp.example"));
  made.s3.put(buckets.production, "billing/assets/logo.bin", "\u0001\u0002", { metadata: { owner: "design" } });
  made.s3.put(buckets.production, "billing/uploads/scan.bin", "Ana");
  made.s3.put(buckets.production, "billing/broken.csv", 'email\n"ana');
  made.s3.put(buckets.production, "auth/profile.json", '{\n  "email": "ana@corp.example"\n}\n');
  made.s3.put(buckets.production, "other/x.csv", "email\nana@corp.example\n");
  return made;
}

async function manifest(made: World): Promise<ManifestLine[]> {
  const { done, objects } = await listOperation(made.context)({ ...inRun, asOf }, raise);
  const lines = (made.s3.text(buckets.quarantine, quarantine.manifest(runId)) ?? "").split("\n").filter((text) => text !== "");
  expect({ done, objects }).toEqual({ done: true, objects: lines.length });
  return lines.map((text) => JSON.parse(text) as ManifestLine);
}

describe("listing production", () => {
  it("writes slices of at most fifty lines, which name no object, and copies the objects where they stand", async () => {
    const made = world();
    for (let i = 0; i < 1020; i++) made.s3.put(buckets.production, `auth/receipts/ana${i}@corp.example/1.ndjson`, line("x@corp.example"));
    const { objects, slicesKey } = await listOperation(made.context)({ ...inRun, asOf }, raise);
    const text = made.s3.text(buckets.quarantine, slicesKey) ?? "";
    expect(text).not.toMatch(/corp\.example|billing|auth/);
    const slices = text
      .trimEnd()
      .split("\n")
      .map((one) => ManifestSlice.parse(JSON.parse(one)));
    expect(slices.length).toBe(21);
    const read = await readSlices(made.context.clients.s3, buckets.quarantine, runId, slices);
    const lines = (made.s3.text(buckets.quarantine, quarantine.manifest(runId)) ?? "").trimEnd().split("\n");
    expect(lines).toHaveLength(objects);
    expect(read).toEqual(lines.map((one) => JSON.parse(one)));
    expect(await copyOperation(made.context)({ ...inRun, slices: slices.slice(-1) }, raise)).toEqual({ copied: 1, masked: 23, dropped: 2 });
  });

  it("writes a line for every object of a service, with its way", async () => {
    const lines = await manifest(world());
    expect(lines.map(({ key, route }) => [key, route])).toEqual([
      ["auth/profile.json", "json"],
      ["billing/assets/logo.bin", "copy"],
      ["billing/broken.csv", "csv"],
      ["billing/events/0001.ndjson", "ndjson"],
      ["billing/receipts/ana@corp.example/latest.ndjson", "ndjson"],
      ["billing/uploads/scan.bin", "drop"],
    ]);
  });

  it("goes on at its cursor when its time is over, and skips services that are held", async () => {
    const made = world();
    for (let i = 0; i < 1500; i++) made.s3.put(buckets.production, `auth/events/${i}.ndjson`, line("x@corp.example"));
    made.control.items.set(`RUN#${runId}|HELD#billing`, { reason: "test" });
    let calls = 0;
    made.context.now = () => (calls++ === 0 ? 0 : 100_000);
    expect(await listOperation(made.context)({ ...inRun, asOf }, raise)).toMatchObject({ done: false, objects: 1000 });
    calls = 0;
    const second = await listOperation(made.context)({ ...inRun, asOf }, raise);
    expect(second).toMatchObject({ done: true, objects: 1501 });
    const lines = (made.s3.text(buckets.quarantine, quarantine.manifest(runId)) ?? "").split("\n").filter((text) => text !== "");
    expect(new Set(lines).size).toBe(1501);
    expect(lines.some((text) => text.includes("billing"))).toBe(false);
  });

  it("names what to look at when it may not", async () => {
    const made = world();
    made.s3.onCommand = (name, { Bucket }) => {
      if (name === "ListObjectsV2Command" && Bucket === buckets.production) throw Object.assign(new Error(), { name: "AccessDenied" });
    };
    await expect(listOperation(made.context)({ ...inRun, asOf }, raise)).rejects.toMatchObject({ name: "S3.AccessDenied" });
  });
});

describe("copying a batch", () => {
  it("masks, copies or drops every object and says so in its reports", async () => {
    const made = world();
    const objects = await manifest(made);
    const keys = await maskingKeys(made.context.clients.kms, "key");
    const hash = (text: string): string => keys.mac("hash", "")(text).slice(0, 16);
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toEqual({ copied: 1, masked: 3, dropped: 2 });
    const staged = made.s3.keys(buckets.staging, staging.objects(runId)).map((key) => key.slice(staging.objects(runId).length));
    expect(staged).toEqual([
      `auth/${hash("profile")}.json`,
      "billing/assets/logo.bin",
      "billing/events/0001.ndjson",
      `billing/receipts/${hash("ana@corp.example")}/latest.ndjson`,
    ]);
    expect(made.s3.text(buckets.staging, staging.object(runId, "billing/events/0001.ndjson"))).toBe(
      `{"email":"test+${hash("ana@corp.example")}@example.com","kind":"paid","n":1.10,"note":"XX XXX"}\n{"email":"test+${hash("bo@corp.example")}@example.com","kind":"paid","n":1.10,"note":"XX XXX"}\n`,
    );
    expect(made.s3.text(buckets.staging, staging.object(runId, `auth/${hash("profile")}.json`))).toContain(
      `test+${hash("ana@corp.example")}@example.com`,
    );
    const parts = await readParts(made.context.clients.s3, buckets.staging, runId, "s3");
    expect(parts.map(({ service, read, written }) => ({ service, read, written }))).toEqual(
      expect.arrayContaining([
        { service: "auth", read: 1, written: 1 },
        { service: "billing", read: 5, written: 3 },
      ]),
    );
    const undeclared = parts.flatMap((part) => part.undeclared).map(({ place, action }) => `${place}: ${action}`);
    expect(undeclared).toEqual(
      expect.arrayContaining([
        "billing/*.csv: drop",
        "billing/uploads/*.bin: drop",
        "billing/events/*.ndjson metadata owner: drop",
        "billing/events/*.ndjson note: redact",
        "billing/receipts/*.ndjson object names: key",
      ]),
    );
    expect(JSON.stringify(parts)).not.toMatch(/ana|corp/i);
    const [file = ""] = made.s3.keys(buckets.quarantine, quarantine.fingerprintsOf(runId));
    const set = FingerprintSet.fromBuffer(gunzipSync(made.s3.bytes(buckets.quarantine, file) ?? Buffer.alloc(0)));
    for (const value of ["ana@corp.example", "bo@corp.example"]) expect(set.has(fingerprintOf(keys, value))).toBe(true);
    expect(await checkOperation(made.context)(inRun, raise)).toEqual({ objects: 6, copied: 1, masked: 3, dropped: 2 });
  });

  it("changes nothing when it is repeated", async () => {
    const made = world();
    const objects = await manifest(made);
    const look = () => made.s3.keys(buckets.staging).map((key) => [key, made.s3.text(buckets.staging, key)]);
    await copyObjects(made.context)({ ...inRun, objects }, raise);
    const first = look();
    await copyObjects(made.context)({ ...inRun, objects }, raise);
    expect(look()).toEqual(first);
  });

  it("streams a harmless object when the reader role may not write into the staging bucket", async () => {
    const made = world();
    const objects = (await manifest(made)).filter(({ route }) => route === "copy");
    made.s3.onCommand = (name) => {
      if (name === "CopyObjectCommand") throw Object.assign(new Error(), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } });
    };
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ copied: 1 });
    expect(made.s3.text(buckets.staging, staging.object(runId, "billing/assets/logo.bin"))).toBe("\u0001\u0002");
  });
});

describe("checking", () => {
  it("finds a batch that did not run, and an object that is not there", async () => {
    const made = world();
    const objects = await manifest(made);
    await copyObjects(made.context)({ ...inRun, objects: objects.slice(0, 3) }, raise);
    await expect(checkOperation(made.context)(inRun, raise)).rejects.toThrow(/billing: 5 objects were listed and 2 were worked on/);
    await copyObjects(made.context)({ ...inRun, objects: objects.slice(3) }, raise);
    made.s3.remove(buckets.staging, staging.object(runId, "billing/events/0001.ndjson"));
    await expect(checkOperation(made.context)(inRun, raise)).rejects.toMatchObject({ name: "S3.Incomplete" });
  });
});
