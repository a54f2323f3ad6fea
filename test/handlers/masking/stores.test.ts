import { gunzipSync, gzipSync } from "node:zlib";
import { maskFileOperation } from "../../../handlers/masking/operations/mask-file.ts";
import type { TableLine } from "../../../handlers/masking/operations/planning/plan-tables.ts";
import { proveOperation } from "../../../handlers/masking/operations/prove.ts";
import { summarizeOperation } from "../../../handlers/masking/operations/summarize.ts";
import { FingerprintSet, fingerprintOf } from "../../../handlers/masking/prove/index.ts";
import { copyOperation } from "../../../handlers/s3-sync/operations/copy.ts";
import { listOperation } from "../../../handlers/s3-sync/operations/list.ts";
import { writeFingerprints } from "../../../handlers/shared/fingerprints.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { maskingKeys } from "../../../handlers/shared/masking-keys.ts";
import { emptyPart, writePart } from "../../../handlers/shared/parts.ts";
import { readProof } from "../../../handlers/shared/proofs.ts";
import { ProofReport } from "../../../handlers/shared/reports.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { asOf, candidate, runId, startRun } from "../shared/fakes/started-run.ts";

const inRun = { environment: "test", runId };
const table = "billing-accounts";
const rules = {
  email: "test+{{hash}}@example.com",
  pk: "CUSTOMER#C-{{part:#:2|hash}}",
  kind: "{{keep}}",
  nickname: "{{format}}",
  emial: "{{hash}}",
};
const tableLine = (more: Partial<TableLine["creation"]> = {}): TableLine => ({
  service: "billing",
  table,
  tableArn: "arn:aws:dynamodb:us-west-2:111111111111:table/billing-accounts",
  liveTable: table,
  newTable: `${table}-${runId}`,
  creation: {
    TableName: `${table}-${runId}`,
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    ...more,
  },
});
const item = (n: number, email: string): string =>
  JSON.stringify({
    Item: { pk: { S: `CUSTOMER#${n}` }, email: { S: email }, kind: { S: "paid" }, note: { S: "Hi Ana" }, amount: { N: "12.50" } },
  });
const dataFile = `${quarantine.exports(runId, table)}/AWSDynamoDB/01-ab/data/part1.json.gz`;

function world(lines: readonly string[], line = tableLine()): World {
  const made = createWorld();
  startRun(made, ["auth", "billing"], { rules, tables: [line] });
  made.s3.put(buckets.quarantine, dataFile, gzipSync(lines.map((text) => `${text}\n`).join("")));
  return made;
}

const mask = (made: World, items: number) =>
  maskFileOperation(made.context)({ ...inRun, service: "billing", table, dataFile, items }, raise);
const target = `${staging.tableData(runId, table)}part1.json.gz`;
const masked = (made: World): string => gunzipSync(made.s3.bytes(buckets.staging, target) ?? Buffer.alloc(0)).toString("utf8");

async function staged(made: World): Promise<void> {
  const { s3 } = made.context.clients;
  made.s3.put(buckets.production, "billing/events/1.ndjson", '{"email":"ana@corp.example","kind":"paid","nickname":"Bo"}\n');
  made.s3.put(buckets.production, "billing/exports/1.csv", "email;kind\nana@corp.example;paid\n");
  made.s3.put(buckets.production, "auth/events/1.ndjson", '{"email":"bo@corp.example"}\n');
  const { slicesKey } = await listOperation(made.context)({ ...inRun, asOf }, raise);
  const slices = (made.s3.text(buckets.quarantine, slicesKey) ?? "").split("\n").filter((text) => text !== "");
  await copyOperation(made.context)({ ...inRun, slices: slices.map((text) => JSON.parse(text)) }, raise);
  await mask(made, 2);
  made.control.items.set(`RUN#${runId}|TABLE#${table}`, { service: "billing", newTable: `${table}-${runId}`, items: 2 });
  made.control.items.set(`RUN#${runId}|CANDIDATE`, candidate);
  made.s3.put(buckets.staging, staging.auroraProof(runId), JSON.stringify({ store: "aurora", values: 1, scanned: 100, found: 0 }));
  await writePart(s3, buckets.staging, runId, "billing-customers", {
    ...emptyPart("aurora", "billing", "customers"),
    read: 5,
    written: 5,
    masked: 5,
  });
}
const plant = async (made: World, key: string, change: (text: string) => string): Promise<void> => {
  const text = made.s3.text(buckets.staging, key) ?? "";
  expect(change(text)).not.toBe(text);
  made.s3.put(buckets.staging, key, change(text));
};

describe("the proof", () => {
  const ready = async (): Promise<World> => {
    const made = world([item(1, "ana@corp.example"), item(2, "bo@corp.example")]);
    await staged(made);
    return made;
  };
  const prove = (made: World) => proveOperation(made.context)(inRun, raise);

  it("is signed, counts everything, and names what no rule declares", async () => {
    const made = await ready();
    expect(await prove(made)).toMatchObject({ proved: 2, held: 0 });
    const { body } = ProofReport.parse(JSON.parse(made.s3.text(buckets.staging, staging.proof(runId)) ?? ""));
    expect(body.services.find(({ name }) => name === "billing")).toMatchObject({
      status: "proved",
      degraded: true,
      s3: { objects: 2, masked: 2, copied: 0, dropped: 0 },
      dynamodb: { tables: 1, items: 2 },
      aurora: { tables: 1, rows: 5 },
    });
    expect(body.services.flatMap(({ undeclared }) => undeclared.map(({ place }) => place))).toContain("billing-accounts.note");
    const where = { bucket: buckets.staging, key: staging.proof(runId), keyId: "key", runId };
    expect((await readProof(made.context.clients, where)).problem).toBeUndefined();
    expect(made.s3.text(buckets.staging, staging.proofPage(runId))).toContain("| billing | proved, degraded |");
    made.context.now = () => Date.parse("2026-11-24T02:05:00Z");
    expect(await summarizeOperation(made.context)({ ...inRun, testsPassed: 7 }, raise)).toMatchObject({
      services: 2,
      objects: 3,
      items: 2,
      rows: 5,
      seconds: 300,
      generationAgeSeconds: 3900,
    });
  });

  it("tells what the plan knew: suggestions by shape, what a held service has, and rules that were for nothing", async () => {
    const made = await ready();
    const suggestion = { rule: "billing-accounts.note", template: "{{format}}", because: "9 of 9 sampled values look like phone numbers" };
    const place = {
      store: "dynamodb",
      service: "billing",
      place: "billing-accounts.note",
      declared: false,
      action: "redact",
      why: "undeclared text",
      suggestion,
    };
    const places = [
      place,
      { ...place, service: "auth", place: "auth-app.fax", action: "hold" },
      { ...place, place: "billing-accounts.email", declared: true, suggestion: undefined },
    ];
    const document = {
      schemaVersion: 1,
      rulesHash: "",
      services: [],
      places,
      warnings: [{ rule: "prefix:x/", problem: "no object has this name" }],
    };
    made.s3.put(buckets.staging, staging.maskingPlan(runId), JSON.stringify({ ...document, inventory: { schemaVersion: 1, entries: [] } }));
    made.s3.put(buckets.staging, staging.inventory(runId), JSON.stringify({ schemaVersion: 1, runId, tables: [], held: [] }));
    made.control.items.set(`RUN#${runId}|HELD#auth`, { reason: "it has no rule" });
    for (const key of made.s3.keys(buckets.staging, staging.parts(runId)))
      if (made.s3.text(buckets.staging, key)?.includes('"service": "auth"')) made.s3.remove(buckets.staging, key);
    await prove(made);
    const { body } = ProofReport.parse(JSON.parse(made.s3.text(buckets.staging, staging.proof(runId)) ?? ""));
    const told = new Map(body.services.map(({ name, undeclared }) => [name, undeclared.map((one) => `${one.place}: ${one.suggestion}`)]));
    const text = '"billing-accounts.note": "{{format}}" (9 of 9 sampled values look like phone numbers)';
    expect(told.get("billing")).toContain(`billing-accounts.note: ${text}`);
    expect(told.get("auth")).toEqual([`auth-app.fax: ${text}`]);
    expect(body.warnings).toEqual([
      { rule: "prefix:x/", problem: "no object has this name" },
      { rule: "emial", problem: expect.stringContaining("no column, attribute or member has this name") },
    ]);
    expect(made.s3.text(buckets.staging, staging.proofPage(runId))).toContain("## Rules that are for nothing");
    made.messages.length = 0;
    await summarizeOperation(made.context)({ ...inRun, testsPassed: 7 }, raise);
    expect(made.messages).toEqual([
      expect.objectContaining({ service: "auth", event: "data-held", reasons: ["it has no rule"], undeclaredInAll: 1 }),
    ]);
  });

  it("finds a value of production in an object, a key, a table file and the database, and names only the place", async () => {
    const places: [string, (made: World) => Promise<void>][] = [
      [
        "s3 billing/\\*.ndjson nickname",
        (made) =>
          plant(made, staging.object(runId, "billing/events/1.ndjson"), (text) =>
            text.replace(/"nickname":"[^"]*"/, '"nickname":"ana@corp.example"'),
          ),
      ],
      [
        "s3 billing/\\*.csv email",
        (made) =>
          plant(made, staging.object(runId, "billing/exports/1.csv"), (text) => text.replace(/test\+\w+@example.com/, "bo@corp.example")),
      ],
      [
        "dynamodb billing-accounts note",
        async (made) => void made.s3.put(buckets.staging, target, gzipSync(`${masked(made).replace("XX XXX", "ana@corp.example")}`)),
      ],
      [
        "dynamodb billing-accounts note",
        async (made) => {
          const inside = Buffer.from("ana@corp.example").toString("base64");
          made.s3.put(buckets.staging, target, gzipSync(masked(made).replace("XX XXX", inside)));
        },
      ],
      [
        "dynamodb billing-accounts pk",
        async (made) => {
          const key = masked(made).replace(/"pk":\{"S":"[^"]*"/, '"pk":{"S":"CUSTOMER#ana@corp.example"');
          made.s3.put(buckets.staging, target, gzipSync(key));
        },
      ],
      [
        "dynamodb orders #unchanged",
        async (made) =>
          writePart(made.context.clients.s3, buckets.staging, runId, "orders", {
            ...emptyPart("dynamodb", "billing", "orders"),
            unchanged: 1,
          }),
      ],
      [
        "aurora customers",
        async (made) => {
          const outputs = new FingerprintSet();
          outputs.add(fingerprintOf(await maskingKeys(made.context.clients.kms, "key"), "bo@corp.example"));
          await writeFingerprints(made.context.clients.s3, buckets.quarantine, quarantine.outputs(runId, "aurora", "customers"), outputs);
        },
      ],
    ];
    for (const [place, change] of places) {
      const made = await ready();
      await change(made);
      await expect(prove(made)).rejects.toMatchObject({
        name: "Masking.LeakFound",
        message: expect.stringMatching(new RegExp(`${place} \\(1\\)`)),
      });
      await expect(prove(made)).rejects.not.toThrow(/corp/);
      expect(made.s3.text(buckets.staging, staging.proof(runId))).toBeUndefined();
    }
    const made = await ready();
    made.s3.put(buckets.staging, staging.object(runId, "auth/events/ana@corp.example/1.ndjson"), "{}\n");
    made.s3.remove(buckets.staging, staging.object(runId, "auth/events/1.ndjson"));
    await expect(prove(made)).rejects.toThrow(/s3 auth\/ key key/);
  });

  it("does not call a kept value, a passing number or a short chance result a leak", async () => {
    const made = await ready();
    const keys = await maskingKeys(made.context.clients.kms, "key");
    const more = new FingerprintSet();
    for (const text of ["paid", "12.50", "Bo", "email"]) more.add(fingerprintOf(keys, text));
    const nickname = JSON.parse((made.s3.text(buckets.staging, staging.object(runId, "billing/events/1.ndjson")) ?? "").trim()) as {
      nickname: string;
    };
    more.add(fingerprintOf(keys, nickname.nickname));
    await writeFingerprints(made.context.clients.s3, buckets.quarantine, quarantine.fingerprints(runId, "aurora", "x"), more);
    expect(await prove(made)).toMatchObject({ proved: 2 });
  });

  it("is refused while something is missing", async () => {
    const missing: [RegExp, (made: World) => void][] = [
      [/tonight's cluster was not checked/, (made) => made.control.items.delete(`RUN#${runId}|CANDIDATE`)],
      [/it was not imported/, (made) => made.control.items.delete(`RUN#${runId}|TABLE#${table}`)],
      [
        /2 items were masked and 3 imported/,
        (made) => made.control.items.set(`RUN#${runId}|TABLE#${table}`, { service: "billing", newTable: "x", items: 3 }),
      ],
      [/the clone was not proved/, (made) => made.s3.remove(buckets.staging, staging.auroraProof(runId))],
      [
        /service auth: 1 objects were copied or masked and 0 are staged/,
        (made) => made.s3.remove(buckets.staging, staging.object(runId, "auth/events/1.ndjson")),
      ],
    ];
    for (const [message, change] of missing) {
      const made = await ready();
      change(made);
      await expect(prove(made)).rejects.toMatchObject({ name: "Masking.ProofIncomplete", message: expect.stringMatching(message) });
    }
  });

  it("goes on without a service that is held", async () => {
    const made = await ready();
    made.control.items.set(`RUN#${runId}|HELD#billing`, { reason: "a key collides" });
    made.control.items.delete(`RUN#${runId}|TABLE#${table}`);
    expect(await prove(made)).toMatchObject({ proved: 1, held: 1 });
    const { body } = ProofReport.parse(JSON.parse(made.s3.text(buckets.staging, staging.proof(runId)) ?? ""));
    expect(body.services.find(({ name }) => name === "billing")).toMatchObject({ status: "held", reasons: ["a key collides"] });
  });
});
