/** Tonight's candidates, and what production had of each: counts and joins. */
import { gunzipSync } from "node:zlib";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { InventoryReport } from "../aurora-refresh/inventory-report.ts";
import { newPointer } from "../masking/operations/new-pointer.ts";
import type { FingerprintSet } from "../masking/prove/index.ts";
import { readCandidate, readHeld, readTables } from "../shared/control/index.ts";
import { uniteFingerprints } from "../shared/fingerprints.ts";
import { quarantine, staging } from "../shared/layout.ts";
import { countObjects } from "../shared/object-counts.ts";
import { listObjects, readJson } from "../shared/objects.ts";
import { readPointers } from "../shared/pointers.ts";
import type { TestContext } from "./run-tests.ts";
import type { Candidate } from "./tests/test.ts";

type Stores = Pick<TestContext, "clients" | "variables">;

/** Every service that is not held back; none while tonight's cluster has not been checked. */
export async function readCandidates({ clients, control, variables }: TestContext, runId: string): Promise<Candidate[]> {
  const [pointers, held, cluster, tables, inventory, objects] = await Promise.all([
    readPointers(clients.ssm, variables.ENVIRONMENT),
    readHeld(control, runId),
    readCandidate(control, runId),
    readTables(control, runId),
    readJson(clients.s3, variables.STAGING_BUCKET, staging.inventory(runId)).then((json) => InventoryReport.parse(json)),
    countObjects(clients.s3, variables, runId),
  ]);
  if (!cluster) return [];
  const services = [...pointers].filter(([service]) => !held.has(service));
  return Promise.all(
    services.map(async ([service, before]): Promise<Candidate> => {
      const own = tables.filter((table) => table.service === service);
      const pointer = newPointer(before, runId, cluster, own);
      const { copied = 0, masked = 0 } = objects.get(service) ?? {};
      return {
        service,
        pointer,
        objects: { bucket: variables.STAGING_BUCKET, prefix: staging.object(runId, `${service}/`) },
        expected: {
          rows: new Map(inventory.tables.filter((table) => table.service === service).map(({ name, rows }) => [name, rows])),
          items: new Map(own.map(({ table, items }) => [table, items])),
          objects: copied + masked,
          joins: await joins(
            { clients, variables },
            runId,
            pointer.schema,
            own.map(({ table }) => table),
          ),
        },
        sampleOf: (newTable, size) =>
          sample({ clients, variables }, runId, own.find((table) => table.newTable === newTable)?.table ?? newTable, size),
      };
    }),
  );
}

/** Which tables' exports had values in common with the schema, by the fingerprints of both. */
async function joins(
  { clients, variables }: Stores,
  runId: string,
  schema: string,
  tables: readonly string[],
): Promise<Map<string, boolean>> {
  // Without its ending the key of one part is the prefix of all parts that begin so.
  const read = async (store: "aurora" | "dynamodb", parts: string): Promise<FingerprintSet> => {
    const prefix = quarantine.fingerprints(runId, store, parts).replace(/\.gz$/, "");
    return (await uniteFingerprints(clients.s3, variables.QUARANTINE_BUCKET, prefix)).set;
  };
  const found = new Map<string, boolean>();
  if (tables.length === 0) return found;
  const rows = await read("aurora", `${schema}.`);
  for (const table of tables) {
    const items = await read("dynamodb", `${table}-`);
    found.set(table, items.sharesValueWith(rows));
  }
  return found;
}

/** The first masked items that were staged for a table. */
async function sample(
  { clients, variables }: Stores,
  runId: string,
  table: string,
  size: number,
): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  for await (const { key } of listObjects(clients.s3, variables.STAGING_BUCKET, staging.tableData(runId, table))) {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: variables.STAGING_BUCKET, Key: key }));
    const bytes = await Body?.transformToByteArray();
    for (const line of gunzipSync(bytes ?? Buffer.alloc(0))
      .toString("utf8")
      .split("\n")) {
      if (items.length >= size) return items;
      if (line !== "") items.push((JSON.parse(line) as { Item: Record<string, AttributeValue> }).Item);
    }
  }
  return items;
}
