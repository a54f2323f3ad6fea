/** Connects the leak check to both accounts of the local AWS and follows the live pointers. */
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import type { Pointer } from "../../../handlers/shared/reports.ts";
import { PRODUCTION, production, REGION, TEST } from "../names.ts";
import type { AccountClients } from "../seed/clients.ts";
import { type ClusterAddress, connect } from "../seed/cluster.ts";
import type { Reader } from "./cells.ts";
import { checkLeaks, type LeakReport } from "./check.ts";
import { readAurora } from "./read-aurora.ts";
import { readDynamoDb } from "./read-dynamodb.ts";
import { readObjects } from "./read-objects.ts";
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

function productionReader(input: LeakCheckInput, area: Area): Reader {
  return async (sink) => {
    const { TableNames = [] } = await input.production.dynamodb.send(new ListTablesCommand({}));
    const client = await connect(input.production, input.productionCluster);
    try {
      for (const [service, pointer] of input.pointers) {
        await readAurora(client, service, pointer.schema, sink);
        for (const table of TableNames.filter((name) => name.startsWith(`${service}-`))) {
          await readDynamoDb(input.production.dynamodb, area, service, tableArn(PRODUCTION, table), table, sink);
        }
        const objects = { s3: input.production.s3, bucket: production.bucket, prefix: `${service}/` };
        await readObjects(objects, service, (key) => input.rules.keepsObject(service, key), true, sink);
      }
    } finally {
      await client.end();
    }
  };
}

function testReader(input: LeakCheckInput, area: Area): Reader {
  return async (sink) => {
    for (const [service, pointer] of input.pointers) {
      const client = await connect(input.test, pointer);
      try {
        await readAurora(client, service, pointer.schema, sink);
      } finally {
        await client.end();
      }
      for (const [known, table] of Object.entries(pointer.tables)) {
        await readDynamoDb(input.test.dynamodb, area, service, tableArn(TEST, table), known, sink);
      }
      const objects = { s3: input.test.s3, bucket: pointer.bucket, prefix: pointer.prefix };
      await readObjects(objects, service, (key) => input.rules.keepsObject(service, key), false, sink);
      const names = { store: "aurora", service, tables: ["names"], names: ["(name)"], label: `${service} names` } as const;
      for (const name of [pointer.endpoint, pointer.schema, pointer.bucket, ...Object.values(pointer.tables)])
        sink.bytes(names, Buffer.from(name));
    }
  };
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
