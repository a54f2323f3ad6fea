/** Sets up the test account as Terraform leaves it: keys, buckets, the control table, day 0 of every service, rules, topics. */
import { CreateDBSubnetGroupCommand } from "@aws-sdk/client-rds";
import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { parameterText } from "../../../handlers/masking/rules/index.ts";
import type { Pointer } from "../../../handlers/shared/reports.ts";
import type { ItemTable } from "../data/index.ts";
import { DATABASE, ENVIRONMENT, test } from "../names.ts";
import type { RuleSet } from "../rules.ts";
import type { AccountClients } from "./clients.ts";
import { type ClusterAddress, clusterAddress, createCluster } from "./cluster.ts";
import { createBucket, createKey } from "./production.ts";
import { bucketPolicy, keyPolicies } from "./resource-policies.ts";
import { createItemTable, fillItemTable } from "./tables.ts";

/** A service as the test account knows it before the first refresh. */
export interface DayZeroService {
  readonly name: string;
  readonly schema: string;
  readonly itemTables: readonly ItemTable[];
}

/** The ARNs of the keys that were made. */
export interface TestKeys {
  /** Of tables, cluster and topics. */
  readonly data: string;
  readonly quarantine: string;
  readonly masking: string;
  /** Of the data, staging and artifacts buckets; the data key when absent. */
  readonly s3?: string;
  /** Of the parameters; the data key when absent. */
  readonly ssm?: string;
  /** Production's key for shared snapshots; its alias when absent. */
  readonly snapshot?: string;
}

const STANDARD_BYTES = 4_096;
const S3_KEY_ALIAS = `alias/app-s3-${ENVIRONMENT}`;
const SSM_KEY_ALIAS = `alias/app-ssm-${ENVIRONMENT}`;

/** Sets up the account; gives its keys. */
export async function seedTestAccount(clients: AccountClients, services: readonly DayZeroService[], rules: RuleSet): Promise<TestKeys> {
  const keys = {
    data: await createKey(clients.kms, test.dataKeyAlias, { Description: "Tables, clusters and topics", Policy: keyPolicies.data }),
    s3: await createKey(clients.kms, S3_KEY_ALIAS, { Description: "Masked objects", Policy: keyPolicies.s3 }),
    ssm: await createKey(clients.kms, SSM_KEY_ALIAS, { Description: "Parameters", Policy: keyPolicies.ssm }),
    quarantine: await createKey(clients.kms, test.quarantineKeyAlias, {
      Description: "Raw data, for the masking roles only",
      Policy: keyPolicies.quarantine,
    }),
    masking: await createKey(clients.kms, test.maskingKeyAlias, {
      Description: "Where the masking keys come from",
      KeySpec: "HMAC_256",
      KeyUsage: "GENERATE_VERIFY_MAC",
      Policy: keyPolicies.masking,
    }),
  };
  for (const name of [test.subnetGroup, test.quarantineSubnetGroup]) {
    await clients.rds.send(
      new CreateDBSubnetGroupCommand({ DBSubnetGroupName: name, DBSubnetGroupDescription: name, SubnetIds: ["subnet-0a", "subnet-0b"] }),
    );
  }
  await createCluster(clients, test.cluster, keys.data);
  await Promise.all([seedBuckets(clients.s3, keys), seedTables(clients, services, keys.data), seedRules(clients, rules, keys.ssm)]);
  await seedTopics(clients, services, keys.data);
  const address = await clusterAddress(clients, test.cluster);
  for (const service of services) await putPointer(clients, service, address);
  return keys;
}

async function seedBuckets(s3: S3Client, keys: { readonly s3: string; readonly quarantine: string }): Promise<void> {
  for (const Bucket of [test.artifactsBucket, test.dataBucket, test.stagingBucket, test.quarantineBucket]) {
    await createBucket(s3, Bucket);
    const KMSMasterKeyID = Bucket === test.quarantineBucket ? keys.quarantine : keys.s3;
    await s3.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID }, BucketKeyEnabled: true }],
        },
      }),
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: bucketPolicy(Bucket, KMSMasterKeyID) }));
  }
  await s3.send(new PutBucketVersioningCommand({ Bucket: test.dataBucket, VersioningConfiguration: { Status: "Enabled" } }));
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket: test.quarantineBucket,
      LifecycleConfiguration: {
        Rules: [
          {
            ID: "one-day",
            Status: "Enabled",
            Filter: { Prefix: "" },
            Expiration: { Days: 1 },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
      },
    }),
  );
}

/** The control table, and each service's day-0 tables with one invented item. */
async function seedTables(clients: AccountClients, services: readonly DayZeroService[], keyArn: string): Promise<void> {
  await createItemTable(clients.dynamodb, { name: test.controlTable, partitionKey: "pk", sortKey: "sk" }, keyArn);
  for (const table of services.flatMap((service) => service.itemTables)) {
    await createItemTable(clients.dynamodb, table, keyArn);
    await fillItemTable(clients.dynamodb, table.name, [
      { pk: "CUSTOMER#day-0", ...(table.sortKey ? { sk: "EVENT#day-0" } : {}), seeded: true },
    ]);
  }
}

/** The rules as Terraform writes them: braces as escapes, since Parameter Store refuses `{{ }}`. */
async function seedRules(clients: AccountClients, rules: RuleSet, KeyId: string): Promise<void> {
  const put = async (Name: string, value: object): Promise<void> => {
    const Value = parameterText(value);
    const Tier = Buffer.byteLength(Value) > STANDARD_BYTES ? "Advanced" : "Standard";
    await clients.ssm.send(new PutParameterCommand({ Name, Value, Type: "SecureString", KeyId, Tier }));
  };
  await put(test.commonRules, rules.common);
  for (const [service, own] of rules.byService) await put(test.serviceRules(service), own);
}

/** The topic of good news with a queue a service, and the topic of failures. */
async function seedTopics({ sns, sqs }: AccountClients, services: readonly DayZeroService[], KmsMasterKeyId: string): Promise<void> {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: test.dataTopic, Attributes: { KmsMasterKeyId } }));
  const { TopicArn: failures } = await sns.send(new CreateTopicCommand({ Name: test.failureTopic, Attributes: { KmsMasterKeyId } }));
  if (!TopicArn || !failures) throw new Error("SNS made no topics.");
  const subscribe = async (topic: string, name: string, attributes: Record<string, string>): Promise<void> => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    await sns.send(
      new SubscribeCommand({
        TopicArn: topic,
        Protocol: "sqs",
        Endpoint: Attributes?.QueueArn,
        Attributes: { RawMessageDelivery: "true", ...attributes },
      }),
    );
  };
  for (const service of services)
    await subscribe(TopicArn, test.queue(service.name), { FilterPolicy: JSON.stringify({ service: [service.name] }) });
  await subscribe(failures, test.failureQueue, {});
}

async function putPointer(clients: AccountClients, service: DayZeroService, address: ClusterAddress): Promise<void> {
  const pointer: Pointer = {
    schemaVersion: 1,
    run: "day-0",
    endpoint: address.endpoint,
    readerEndpoint: address.readerEndpoint,
    port: address.port,
    database: DATABASE,
    schema: service.schema,
    secretArn: address.secretArn,
    tables: Object.fromEntries(service.itemTables.map(({ name }) => [name, name])),
    bucket: test.dataBucket,
    prefix: `${service.name}/`,
  };
  await clients.ssm.send(new PutParameterCommand({ Name: test.pointer(service.name), Value: JSON.stringify(pointer), Type: "String" }));
}
