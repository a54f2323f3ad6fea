import { gunzipSync, gzipSync } from "node:zlib";
import { countKeys } from "../../../handlers/dynamodb-refresh/distinct-keys.ts";
import { itemSize } from "../../../handlers/masking/operations/item-size.ts";
import { maskFileOperation } from "../../../handlers/masking/operations/mask-file.ts";
import type { TableLine } from "../../../handlers/masking/operations/planning/plan-tables.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { maskingKeys } from "../../../handlers/shared/masking-keys.ts";
import { readParts } from "../../../handlers/shared/parts.ts";
import { buckets, createWorld, raise, type World } from "../shared/fakes/memory-services.ts";
import { runId, startRun } from "../shared/fakes/started-run.ts";

const inRun = { environment: "test", runId };
const table = "billing-accounts";
const rules = { email: "test+{{hash}}@example.com", pk: "CUSTOMER#C-{{part:#:2|hash}}", kind: "{{keep}}", big: "{{keep}}", n: "{{keep}}" };
const creation: TableLine["creation"] = {
  TableName: `${table}-${runId}`,
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};
const dataFile = `${quarantine.exports(runId, table)}/AWSDynamoDB/01-ab/data/part1.json.gz`;
const target = `${staging.tableData(runId, table)}part1.json.gz`;

const item = (more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    Item: {
      pk: { S: "CUSTOMER#1" },
      email: { S: "ana@corp.example" },
      kind: { S: "paid" },
      note: { S: "Hi Ana" },
      amount: { N: "12.50" },
      ...more,
    },
  });
const packed = (lines: readonly string[]): Buffer => gzipSync(lines.map((text) => `${text}\n`).join(""));

function world(lines: readonly string[], more: Partial<TableLine["creation"]> = {}): World {
  const made = createWorld();
  const line: TableLine = {
    service: "billing",
    table,
    tableArn: `arn:aws:dynamodb:us-west-2:111111111111:table/${table}`,
    liveTable: table,
    newTable: `${table}-${runId}`,
    creation: { ...creation, ...more },
  };
  startRun(made, ["auth", "billing"], { rules, tables: [line] });
  made.s3.put(buckets.quarantine, dataFile, packed(lines));
  return made;
}

const mask = (made: World, items: number) =>
  maskFileOperation(made.context)({ ...inRun, service: "billing", table, dataFile, items }, raise);
const masked = (made: World): string => gunzipSync(made.s3.bytes(buckets.staging, target) ?? Buffer.alloc(0)).toString("utf8");
const heldFor = (made: World): string => String(made.control.items.get(`RUN#${runId}|HELD#billing`)?.reason);

describe("masking a file of an export", () => {
  it("writes every item masked, and what the proof and the check for collisions need", async () => {
    const made = world([item(), item({ pk: { S: "CUSTOMER#2" } })]);
    expect(await mask(made, 2)).toEqual({ items: 2 });
    const keys = await maskingKeys(made.context.clients.kms, "key");
    const hash = (text: string): string => keys.mac("hash", "")(text).slice(0, 16);
    const [first = "{}"] = masked(made).split("\n");
    expect(JSON.parse(first)).toEqual({
      Item: {
        pk: { S: `CUSTOMER#C-${hash("1")}` },
        email: { S: `test+${hash("ana@corp.example")}@example.com` },
        kind: { S: "paid" },
        note: { S: "XX XXX" },
        amount: { N: "12.50" },
      },
    });
    expect(await countKeys(made.context.clients.s3, buckets.quarantine, runId, table)).toEqual({ items: 2, distinct: 2 });
    const [part] = await readParts(made.context.clients.s3, buckets.staging, runId, "dynamodb");
    expect(part).toMatchObject({ read: 2, written: 2, masked: 2 });
    expect(part?.undeclared.map(({ place }) => place)).toEqual([`${table}.note`]);
  });

  it("changes nothing when it is repeated", async () => {
    const made = world([item()]);
    const look = () =>
      [buckets.staging, buckets.quarantine].flatMap((bucket) =>
        made.s3.keys(bucket).map((key) => [key, made.s3.bytes(bucket, key)?.toString("hex")]),
      );
    await mask(made, 1);
    const first = look();
    await mask(made, 1);
    expect(look()).toEqual(first);
  });

  it("goes on after a failure at any of its calls, with the same files", async () => {
    const look = (made: World) =>
      [buckets.staging, buckets.quarantine].flatMap((bucket) =>
        made.s3.keys(bucket).map((key) => [key, made.s3.bytes(bucket, key)?.toString("hex")]),
      );
    const whole = world([item()]);
    let calls = 0;
    whole.s3.onCommand = () => void calls++;
    await mask(whole, 1);
    for (let failing = 1; failing <= calls; failing++) {
      const made = world([item()]);
      let call = 0;
      made.s3.onCommand = () => {
        if (++call >= failing) throw new Error("killed");
      };
      await expect(mask(made, 1)).rejects.toThrow("killed");
      delete made.s3.onCommand;
      expect(await mask(made, 1)).toEqual({ items: 1 });
      expect(look(made)).toEqual(look(whole));
    }
    expect(calls).toBeGreaterThan(5);
  });

  it("notices an item that is missing, and data that is cut off", async () => {
    await expect(mask(world([item()]), 2)).rejects.toMatchObject({ name: "Masking.Incomplete" });
    const made = world([]);
    const whole = packed(Array.from({ length: 200 }, (_, i) => item({ pk: { S: `CUSTOMER#${i * 7919}` } })));
    made.s3.put(buckets.quarantine, dataFile, whole.subarray(0, -20));
    await expect(mask(made, 200)).rejects.toMatchObject({ name: "Masking.Failed", message: expect.stringMatching(/ends too early/) });
    expect(made.s3.keys(buckets.staging, staging.tableData(runId, table))).toEqual([]);
  });

  it("counts items whose masked keys are equal", async () => {
    const made = world([item({ pk: { S: "CUSTOMER" } }), item({ pk: { S: "CUSTOMER" } })]);
    await mask(made, 2);
    expect(await countKeys(made.context.clients.s3, buckets.quarantine, runId, table)).toEqual({ items: 2, distinct: 1 });
  });

  it("holds the service when nothing can mask a key, and leaves an empty file", async () => {
    const made = world(['{"Item":{"email":{"B":"aGk="}}}'], {
      AttributeDefinitions: [{ AttributeName: "email", AttributeType: "B" }],
      KeySchema: [{ AttributeName: "email", KeyType: "HASH" }],
    });
    expect(await mask(made, 1)).toEqual({ items: 0 });
    expect(masked(made)).toBe("");
    expect(heldFor(made)).toMatch(/^billing-accounts: /);
  });

  it("holds the service for a value that PostgreSQL could not hold, without naming it", async () => {
    const made = world([item({ email: { S: "ana\u0000@corp.example" } })]);
    expect(await mask(made, 1)).toEqual({ items: 0 });
    expect(heldFor(made)).not.toContain("ana");
  });

  it("holds the service when the schema has changed since the plan, which the import would only count", async () => {
    const index = { AttributeDefinitions: [...creation.AttributeDefinitions, { AttributeName: "n", AttributeType: "N" as const }] };
    const without = { email: { S: "a@corp.example" }, kind: { S: "paid" } };
    const cases: [string[], RegExp][] = [
      [
        [item(), item({ n: { S: "one" } })],
        /^billing-accounts: 1 items of a file have "n" of type S, and .* need N: the table's schema has changed/,
      ],
      [[JSON.stringify({ Item: without })], /1 items of a file have no key attribute "pk": the table's schema has changed/],
    ];
    for (const [lines, reason] of cases) {
      const made = world(lines, index);
      expect(await mask(made, lines.length)).toEqual({ items: 0 });
      expect(heldFor(made)).toMatch(reason);
      expect(masked(made)).toBe("");
    }
    expect(await mask(world([item(), item({ n: { N: "1" } })], index), 2)).toEqual({ items: 2 });
  });

  it("holds the service when masking made an item too large, and says how many", async () => {
    const fits = "x".repeat(400 * 1024 - 90);
    const emails = (n: number) => ({ SS: Array.from({ length: n }, (_, i) => `${i}@c.example`) });
    expect(await mask(world([item({ big: { S: "x".repeat(300 * 1024) } })]), 1)).toEqual({ items: 1 });
    const made = world([item({ big: { S: fits } }), item({ big: { S: fits } }), item()]);
    await mask(made, 3);
    expect(heldFor(made)).toMatch(/^billing-accounts: 2 items of a file are larger than the 400 KB of an item after masking/);
    const set = world([item({ big: { S: "x".repeat(380 * 1024) }, email: emails(800) })]);
    await mask(set, 1);
    expect(heldFor(set)).toMatch(/1 items of a file are larger/);
  });

  it("refuses a file that no call could mask in its time", async () => {
    const made = world([]);
    made.s3.put(buckets.quarantine, dataFile, packed([item()]), { size: 2 * 1024 ** 3 });
    expect(await mask(made, 1)).toEqual({ items: 0 });
    expect(heldFor(made)).toMatch(/more than 512 MiB/);
  });
});

describe("an item's size", () => {
  it.each([
    [{ pk: { S: "a" } }, 3],
    [{ pk: { S: "é" } }, 4],
    [{ n: { N: "-1200" } }, 4],
    [{ b: { B: "aGk=" } }, 3],
    [{ l: { L: [{ S: "a" }, { NULL: true }] } }, 8],
    [{ m: { M: { x: { BOOL: true } } } }, 7],
    [{ s: { SS: ["a", "bc"] } }, 4],
    [{ s: { NS: ["10", "2"] } }, 5],
  ])("%j → %d", (one, size) => expect(itemSize(one)).toBe(size));
});
