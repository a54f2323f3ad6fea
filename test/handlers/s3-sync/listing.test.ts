import { copyObjects } from "../../../handlers/s3-sync/operations/copy.ts";
import { listOperation } from "../../../handlers/s3-sync/operations/list.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import { readParts } from "../../../handlers/shared/parts.ts";
import type { PlanReport } from "../../../handlers/shared/reports.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { asOf, runId, startRun } from "../shared/fakes/started-run.ts";
import { inRun, manifest } from "./support.ts";

const minutesBefore = (minutes: number): Date => new Date(Date.parse(asOf) - minutes * 60_000);
const after = new Date(Date.parse(asOf) + 60_000);

function world(objectsAsOf: PlanReport["objectsAsOf"], rules: Record<string, string> = { "prefix:billing/": "{{keep}}" }): World {
  const made = createWorld();
  startRun(made, ["billing"], { rules });
  const plan = JSON.parse(made.s3.text(buckets.staging, staging.plan(runId)) ?? "") as PlanReport;
  made.s3.put(buckets.staging, staging.plan(runId), JSON.stringify({ ...plan, objectsAsOf }));
  return made;
}

const odd = [
  "billing/a b+c%2Fd&e=f?g#h.csv",
  "billing//two.csv",
  "billing/./dots/../x.csv",
  "billing/Zoë/смета/請求書/👩‍💻.csv",
  "billing/e\u0301.csv",
  "billing/line\u2028end.csv",
  "billing/tab\there.csv",
  'billing/quote"back\\slash.csv',
  "billing/<xml>&amp;.csv",
];

describe("keys of any characters", () => {
  it.each(["version", "current"] as const)(
    "come into the manifest as they are, and their objects into the staging bucket (%s)",
    async (how) => {
      const made = world(how);
      for (const key of odd) made.s3.put(buckets.production, key, "x", { at: minutesBefore(1) });
      made.s3.put(buckets.production, "/billing/leading.csv", "x", { at: minutesBefore(1) });
      const objects = await manifest(made);
      expect(objects.map(({ key }) => key).sort()).toEqual([...odd].sort());
      expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toEqual({ copied: odd.length, masked: 0, dropped: 0 });
      expect(made.s3.keys(buckets.staging, staging.objects(runId))).toHaveLength(odd.length);
    },
  );

  it("that no request can carry stay where they are, and the report says so", async () => {
    const made = world("version");
    made.s3.put(buckets.production, "billing/\u0001ana.csv", "x", { at: minutesBefore(1) });
    made.s3.put(buckets.production, "billing/good.csv", "x", { at: minutesBefore(1) });
    expect((await manifest(made)).map(({ key }) => key)).toEqual(["billing/good.csv"]);
    const [part, ...others] = await readParts(made.context.clients.s3, buckets.staging, runId, "s3");
    expect(part).toMatchObject({ service: "billing", read: 0, dropped: 0 });
    expect(part?.undeclared).toEqual([
      { service: "billing", store: "s3", place: "billing/*", action: "drop", why: "its name has control characters" },
    ]);
    expect(others).toEqual([]);
  });

  it("that leave no room for the run's folder are dropped, not cut", async () => {
    const made = world("current");
    const key = `billing/${"x".repeat(1024 - 8)}`;
    made.s3.put(buckets.production, key, "x");
    expect(await copyObjects(made.context)({ ...inRun, objects: await manifest(made) }, raise)).toMatchObject({ dropped: 1 });
    const [part] = await readParts(made.context.clients.s3, buckets.staging, runId, "s3");
    expect(part?.undeclared[0]?.why).toMatch(/no room for the run's folder/);
  });
});

describe("versions at the run's instant", () => {
  it("are found over the ends of pages, without what was deleted or came later", async () => {
    const made = world("version");
    const { production } = buckets;
    for (let i = 0; i < 700; i++) {
      const key = `billing/${String(i).padStart(4, "0")}.csv`;
      made.s3.put(production, key, "old", { at: minutesBefore(9), id: `${i}-1` });
      made.s3.put(production, key, "then", { at: minutesBefore(2), id: `${i}-2` });
      if (i % 7 === 0) made.s3.remove(production, key, minutesBefore(1));
      made.s3.put(production, key, "later", { at: after, id: `${i}-3` });
    }
    const objects = await manifest(made);
    expect(objects).toHaveLength(600);
    expect(objects.every(({ version }) => version.endsWith("-2"))).toBe(true);
    expect(new Set(objects.map(({ key }) => key)).size).toBe(600);
  });

  it("are listed again from the last page that was written when the function dies on the way", async () => {
    const lines = async (failing: number): Promise<string> => {
      const made = world("version");
      for (let i = 0; i < 2500; i++) made.s3.put(buckets.production, `billing/${i}.csv`, "x", { at: minutesBefore(1) });
      let call = 0;
      made.s3.onCommand = () => {
        if (++call >= failing) throw new Error("killed");
      };
      const first = await listOperation(made.context)({ ...inRun, asOf }, raise).catch((error: Error) => error);
      expect(first instanceof Error).toBe(failing < Number.POSITIVE_INFINITY);
      delete made.s3.onCommand;
      return JSON.stringify(await manifest(made));
    };
    const whole = await lines(Number.POSITIVE_INFINITY);
    for (const failing of [1, 3, 4, 5, 6, 7, 8, 9, 10, 12]) expect(await lines(failing)).toBe(whole);
  });

  it("have the id null where they were written before versioning", async () => {
    const made = world("version");
    made.s3.put(buckets.production, "billing/a.csv", "x", { at: minutesBefore(1), id: "null" });
    const objects = await manifest(made);
    expect(objects).toMatchObject([{ key: "billing/a.csv", version: "null" }]);
    expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toMatchObject({ copied: 1 });
  });
});

it("empty objects and folders' markers come along under masked names", async () => {
  const made = world("current", {});
  made.s3.put(buckets.production, "billing/receipts/ana@corp.example/", "");
  made.s3.put(buckets.production, "billing/empty.json", "");
  made.s3.put(buckets.production, "billing/empty.csv", "");
  made.s3.put(buckets.production, "billing/_SUCCESS", "");
  const objects = await manifest(made);
  expect(await copyObjects(made.context)({ ...inRun, objects }, raise)).toEqual({ copied: 0, masked: 4, dropped: 0 });
  const staged = made.s3.keys(buckets.staging, staging.objects(runId));
  expect(staged.map((key) => made.s3.text(buckets.staging, key))).toEqual(["", "", "", ""]);
  expect(staged.join()).not.toMatch(/ana|corp/);
  expect(staged.some((key) => key.endsWith("/"))).toBe(true);
});
