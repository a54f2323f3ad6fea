/** Connects the leak check to both accounts of the local AWS and follows the live pointers. */
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type pg from "pg";
import type { Pointer } from "../../../handlers/shared/reports.ts";
import { PRODUCTION, production, REGION, TEST } from "../names.ts";
import type { AccountClients } from "../seed/clients.ts";
import { type ClusterAddress, connect } from "../seed/cluster.ts";
import { inParallel } from "../seed/in-parallel.ts";
import type { Reader, Sink } from "./cells.ts";
import { checkLeaks, type LeakReport } from "./check.ts";
import { readAurora } from "./read-aurora.ts";
import { readDynamoDb } from "./read-dynamodb.ts";
import { type ObjectArea, readObjects } from "./read-objects.ts";
import type { RuleKinds } from "./rule-kinds.ts";

/** Both accounts. */
export interface Environments {
  readonly production: AccountClients;
  readonly test: AccountClients;
}

/** What to compare. */
export interface LeakCheckInput extends Environments {
  readonly productionCluster: ClusterAddress;
  /** The live pointer of each service. */
  readonly pointers: ReadonlyMap<string, Pointer>;
  readonly rules: RuleKinds;
}

const EXPORTS = `leak-check-${TEST}`;

/** Runs the check; a bucket that it makes for exports is gone when it ends. */
export async function runLeakCheck(input: LeakCheckInput): Promise<LeakReport> {
  const area = { bucket: EXPORTS, s3: input.test.s3 };
  await area.s3.send(new CreateBucketCommand({ Bucket: EXPORTS, CreateBucketConfiguration: { LocationConstraint: REGION } }));
  try {
    return await checkLeaks(productionReader(input, area), testReader(input, area), input.rules);
  } finally {
    await removeBucket(area.s3, EXPORTS);
  }
}

type Area = { bucket: string; s3: S3Client };

/** Most of the time is waiting for the other side, so that several things are read at once. */
const AT_ONCE = 6;

function productionReader(input: LeakCheckInput, area: Area): Reader {
  return async (sink) => {
    const { TableNames = [] } = await input.production.dynamodb.send(new ListTablesCommand({}));
    const work = [...input.pointers].flatMap(([service, pointer]) => [
      () => withConnection(input.production, input.productionCluster, (client) => readAurora(client, service, pointer.schema, sink)),
      ...TableNames.filter((name) => name.startsWith(`${service}-`)).map(
        (table) => () => readDynamoDb(input.production.dynamodb, area, service, tableArn(PRODUCTION, table), table, sink),
      ),
      () => readService(input, { s3: input.production.s3, bucket: production.bucket, prefix: `${service}/` }, service, true, sink),
    ]);
    await inParallel(AT_ONCE, work, (read) => read());
  };
}

function testReader(input: LeakCheckInput, area: Area): Reader {
  return async (sink) => {
    const work = [...input.pointers].flatMap(([service, pointer]) => [
      () => withConnection(input.test, pointer, (client) => readAurora(client, service, pointer.schema, sink)),
      ...Object.entries(pointer.tables).map(
        ([known, table]) =>
          () =>
            readDynamoDb(input.test.dynamodb, area, service, tableArn(TEST, table), known, sink),
      ),
      () => readService(input, { s3: input.test.s3, bucket: pointer.bucket, prefix: pointer.prefix }, service, false, sink),
    ]);
    await inParallel(AT_ONCE, work, (read) => read());
    for (const [service, pointer] of input.pointers) {
      const names = { store: "aurora", service, tables: ["names"], names: ["(name)"], label: `${service} names` } as const;
      for (const name of [pointer.endpoint, pointer.schema, pointer.bucket, ...Object.values(pointer.tables)])
        sink.bytes(names, Buffer.from(name));
    }
  };
}

async function withConnection(
  clients: AccountClients,
  address: Parameters<typeof connect>[1],
  read: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = await connect(clients, address);
  try {
    await read(client);
  } finally {
    await client.end();
  }
}

function readService(input: LeakCheckInput, area: ObjectArea, service: string, emailsInKeys: boolean, sink: Sink): Promise<void> {
  return readObjects(area, service, (key) => input.rules.keepsObject(key), emailsInKeys, sink);
}

const tableArn = (account: string, table: string): string => `arn:aws:dynamodb:${REGION}:${account}:table/${table}`;

/** Deletes a bucket and all that is in it. */
async function removeBucket(s3: S3Client, Bucket: string): Promise<void> {
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket })) {
    const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
