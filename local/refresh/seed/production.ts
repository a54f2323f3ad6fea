/** Fills the production account: objects, tables, the cluster and its nightly snapshot. */
import { CreateAliasCommand, CreateKeyCommand, type CreateKeyCommandInput, DescribeKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand, PutPublicAccessBlockCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ServiceData } from "../data/index.ts";
import { production } from "../names.ts";
import type { AccountClients } from "./clients.ts";
import { clusterAddress, connect, createCluster } from "./cluster.ts";
import { inParallel } from "./in-parallel.ts";
import { type Dump, loadDump } from "./load-dump.ts";
import { loadService } from "./load-tables.ts";
import { snapshotKeyPolicy } from "./resource-policies.ts";
import { createItemTable, fillItemTable } from "./tables.ts";

/** Tables were analyzed just before, which counts small ones exactly. */
const COUNT_ROWS = `select coalesce(sum(greatest(reltuples, 0)), 0)::bigint::text as rows from pg_class
where relkind = 'r' and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

/** What production is to hold. */
export interface ProductionData {
  readonly services: readonly ServiceData[];
  /** Loaded into the cluster instead of the services' schemas. */
  readonly dump?: Dump;
}

/** Numbers of what was made. */
export interface Seeded {
  objects: number;
  items: number;
  rows: number;
}

/**
 * Seeds the account; its parts run beside each other.
 *
 * @param snapshot - takes the nightly snapshot that AWS takes itself
 * @throws UsageError when the dump does not load
 */
export async function seedProduction(clients: AccountClients, data: ProductionData, snapshot: () => Promise<string>): Promise<Seeded> {
  const seeded: Seeded = { objects: 0, items: 0, rows: 0 };
  await createKey(clients.kms, production.snapshotKeyAlias, {
    Description: "Shareable snapshots of the refresh",
    Policy: snapshotKeyPolicy,
  });
  await Promise.all([seedObjects(clients.s3, data, seeded), seedItems(clients, data, seeded), seedCluster(clients, data, seeded)]);
  await snapshot();
  return seeded;
}

/** Makes a KMS key with an alias; gives its ARN. */
export async function createKey(kms: KMSClient, alias: string, settings: CreateKeyCommandInput): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand(settings));
  if (!KeyMetadata?.Arn || !KeyMetadata.KeyId) throw new Error(`KMS made no key for ${alias}.`);
  await kms.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: KeyMetadata.KeyId }));
  return KeyMetadata.Arn;
}

/** Makes a bucket that the public cannot read. */
export async function createBucket(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "us-west-2" } }));
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
}

/** The key that an alias names. */
export async function keyBehind(kms: KMSClient, alias: string): Promise<string> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
  if (!KeyMetadata?.Arn) throw new Error(`KMS knows no key behind ${alias}.`);
  return KeyMetadata.Arn;
}

async function seedObjects(s3: S3Client, data: ProductionData, seeded: Seeded): Promise<void> {
  await createBucket(s3, production.bucket);
  await inParallel(
    6,
    data.services.flatMap((service) => service.objects),
    async (object) => {
      await s3.send(
        new PutObjectCommand({
          Bucket: production.bucket,
          Key: object.key,
          Body: object.body(),
          ContentType: object.contentType,
          ...(object.metadata ? { Metadata: object.metadata } : {}),
        }),
      );
      seeded.objects++;
    },
  );
}

async function seedItems(clients: AccountClients, data: ProductionData, seeded: Seeded): Promise<void> {
  for (const table of data.services.flatMap((service) => service.itemTables)) {
    await createItemTable(clients.dynamodb, table);
    await fillItemTable(clients.dynamodb, table.name, table.items());
    seeded.items += table.count;
  }
}

async function seedCluster(clients: AccountClients, data: ProductionData, seeded: Seeded): Promise<void> {
  await createCluster(clients, production.cluster);
  const client = await connect(clients, await clusterAddress(clients, production.cluster));
  try {
    if (data.dump) await loadDump(client, data.dump);
    for (const service of data.services) await loadService(client, service);
    const counted = await client.query<{ rows: string }>(COUNT_ROWS);
    seeded.rows = Number(counted.rows[0]?.rows ?? 0);
  } finally {
    await client.end();
  }
}
