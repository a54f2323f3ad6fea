/** The local run's own data through list, copy, maskFile and prove, with its rules and with none. */
import { gzipSync } from "node:zlib";
import { marshall } from "@aws-sdk/util-dynamodb";
import { maskFileOperation } from "../../../handlers/masking/operations/mask-file.ts";
import type { TableLine } from "../../../handlers/masking/operations/planning/plan-tables.ts";
import { proveOperation } from "../../../handlers/masking/operations/prove.ts";
import type { ManifestSlice } from "../../../handlers/s3-sync/contract.ts";
import { copyOperation } from "../../../handlers/s3-sync/operations/copy.ts";
import { listOperation } from "../../../handlers/s3-sync/operations/list.ts";
import { quarantine, staging } from "../../../handlers/shared/layout.ts";
import { describeData } from "../../../local/refresh/data/index.ts";
import type { ItemTable } from "../../../local/refresh/data/service.ts";
import { commonRules, type RuleMap, serviceRules } from "../../../local/refresh/rules.ts";
import { buckets, createWorld, raise } from "../shared/fakes/memory-services.ts";
import { asOf, candidate, runId, startRun } from "../shared/fakes/started-run.ts";

const inRun = { environment: "test", runId };
const service = "billing";
const people = 150;

const lineOf = ({ name, partitionKey, sortKey, indexOn }: ItemTable): TableLine => ({
  service,
  table: name,
  tableArn: `arn:aws:dynamodb:us-west-2:111111111111:table/${name}`,
  liveTable: name,
  newTable: `${name}-${runId}`,
  creation: {
    TableName: `${name}-${runId}`,
    AttributeDefinitions: [partitionKey, sortKey, indexOn].flatMap((AttributeName) =>
      AttributeName === undefined ? [] : [{ AttributeName, AttributeType: "S" as const }],
    ),
    KeySchema: [
      { AttributeName: partitionKey, KeyType: "HASH" },
      ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: "RANGE" as const }]),
    ],
    BillingMode: "PAY_PER_REQUEST",
  },
});

/** An item as a line of an export: binary values in base64. */
function exportLine(item: Record<string, unknown>): string {
  const base64 = (_: string, value: unknown): unknown => {
    const bytes = (value as { type?: string; data?: number[] } | null)?.type === "Buffer" ? (value as { data: number[] }).data : value;
    return bytes instanceof Uint8Array || bytes !== value ? Buffer.from(bytes as Uint8Array).toString("base64") : value;
  };
  return `${JSON.stringify({ Item: marshall(item, { removeUndefinedValues: true }) }, base64)}\n`;
}

const cases: [string, RuleMap][] = [
  ["the shipped rules", { ...commonRules, ...serviceRules(service) }],
  ["no rules", {}],
];

describe.each(cases)("the default data with %s", (_, rules) => {
  it("is masked and proved, and no text of a person is left", async () => {
    const [data] = describeData({ services: [service], rows: people, items: people });
    if (data === undefined) throw new Error("There is no data.");
    const world = createWorld();
    startRun(world, [service], { rules, tables: data.itemTables.map(lineOf) });
    for (const { key, metadata = {}, body } of data.objects) world.s3.put(buckets.production, key, body(), { metadata });
    const { slicesKey } = await listOperation(world.context)({ ...inRun, asOf }, raise);
    const text = world.s3.text(buckets.quarantine, slicesKey) ?? "";
    const slices = text.split("\n").filter((line) => line !== "");
    await copyOperation(world.context)({ ...inRun, slices: slices.map((line) => JSON.parse(line) as ManifestSlice) }, raise);
    for (const table of data.itemTables) {
      const dataFile = `${quarantine.exports(runId, table.name)}/AWSDynamoDB/1/data/a.json.gz`;
      world.s3.put(buckets.quarantine, dataFile, gzipSync([...table.items()].map(exportLine).join("")));
      await maskFileOperation(world.context)({ ...inRun, service, table: table.name, dataFile, items: table.count }, raise);
      world.control.items.set(`RUN#${runId}|TABLE#${table.name}`, { service, newTable: "x", items: table.count });
    }
    expect([...world.control.items.keys()].filter((key) => key.includes("HELD#"))).toEqual([]);
    world.control.items.set(`RUN#${runId}|CANDIDATE`, candidate);
    world.s3.put(buckets.staging, staging.auroraProof(runId), JSON.stringify({ store: "aurora", values: 1, scanned: 1, found: 0 }));
    expect(await proveOperation(world.context)(inRun, raise)).toMatchObject({ proved: 1, held: 0 });

    const output = world.s3
      .keys(buckets.staging, staging.objects(runId))
      .filter((key) => /\.(ndjson|csv)$/.test(key))
      .map((key) => `${key}\n${world.s3.text(buckets.staging, key)}`)
      .join("\n");
    for (const item of data.itemTables[0]?.items() ?? []) {
      for (const value of [item.email, item.full_name, item.ssn]) if (typeof value === "string") expect(output.includes(value)).toBe(false);
    }
  });
});
