/** Collects what a night left in the test account: its own reports, the live pointers, and what should be gone. */
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { type DBClusterSnapshot, DescribeDBClusterSnapshotsCommand, DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { GetParameterCommand } from "@aws-sdk/client-ssm";
import { staging } from "../../handlers/shared/layout.ts";
import { PlanReport, Pointer, ProofReport, type ServiceProof, TestsReport } from "../../handlers/shared/reports.ts";
import type { Followed } from "./follow.ts";
import { test } from "./names.ts";
import type { LeftBehindReport, NightReport, ServiceReport } from "./report/index.ts";
import type { AccountClients } from "./seed/index.ts";

/** The clients of both accounts. */
export interface Accounts {
  readonly production: AccountClients;
  readonly test: AccountClients;
}

/** The report of a night that has ended. */
export async function collectNight(
  accounts: Accounts,
  services: readonly string[],
  night: number,
  followed: Followed,
  seconds: number,
  runId: string | null,
): Promise<NightReport> {
  const { test: clients } = accounts;
  const read = async <T>(key: string, schema: { parse(value: unknown): T }): Promise<T | undefined> => {
    const text = await readText(clients, key);
    return text === undefined ? undefined : schema.parse(JSON.parse(text));
  };
  const plan = runId ? await read(staging.plan(runId), PlanReport) : undefined;
  const proof = runId ? await read(staging.proof(runId), ProofReport) : undefined;
  const tests = runId ? await read(staging.tests(runId), TestsReport) : undefined;
  const pointers = await livePointers(clients, services);
  const failures = (tests?.tests ?? []).filter((one) => one.status === "failed");
  return {
    night,
    status: followed.status as NightReport["status"],
    runId,
    execution: followed.executionArn,
    seconds,
    stages: followed.stages.map((stage) => ({ ...stage, steps: [...stage.steps] })),
    failure: followed.failure ? { ...followed.failure, published: await failurePublished(clients) } : null,
    services: services.map((name) =>
      serviceReport(
        name,
        runId,
        plan,
        proof?.body.services.find((one) => one.name === name),
        pointers.get(name),
      ),
    ),
    tests: {
      passed: (tests?.tests.length ?? 0) - failures.length,
      failed: failures.length,
      failures: failures.map(({ service, name, message }) => ({ service, name, message })),
    },
    proof:
      proof && runId
        ? { key: staging.proof(runId), values: proof.body.values, scanned: proof.body.scanned, found: proof.body.found }
        : null,
    warnings: proof?.body.warnings ?? [],
    asOf: plan?.asOf ?? null,
    objectsAsOf: plan?.objectsAsOf ?? null,
    leftBehind: await leftBehind(accounts),
  };
}

function serviceReport(
  name: string,
  runId: string | null,
  plan: PlanReport | undefined,
  proof: ServiceProof | undefined,
  pointer: Pointer | undefined,
): ServiceReport {
  const planned = plan?.services.find((one) => one.name === name);
  const switched = runId !== null && pointer?.run === runId;
  const held = planned?.status === "held" || proof?.status === "held";
  return {
    name,
    status: switched ? (proof?.degraded ? "degraded" : "switched") : held ? "held" : "not switched",
    reasons: [...new Set([...(planned?.reasons ?? []), ...(proof?.reasons ?? [])])],
    s3: proof?.s3 ?? { objects: 0, copied: 0, masked: 0, dropped: 0, bytes: 0 },
    dynamodb: proof?.dynamodb ?? { tables: 0, items: 0 },
    aurora: proof?.aurora ?? { tables: 0, rows: 0 },
    live: pointer
      ? {
          run: pointer.run,
          endpoint: pointer.endpoint,
          port: pointer.port,
          schema: pointer.schema,
          tables: pointer.tables,
          bucket: pointer.bucket,
          prefix: pointer.prefix,
        }
      : null,
    undeclared: (proof?.undeclared ?? []).map(({ store, place, action, why, suggestion }) => ({
      store,
      place,
      action,
      why,
      ...(suggestion === undefined ? {} : { suggestion }),
    })),
  };
}

/** Each service's pointer, as Parameter Store has it now. */
export async function livePointers(clients: AccountClients, services: readonly string[]): Promise<Map<string, Pointer>> {
  const pointers = new Map<string, Pointer>();
  for (const service of services) {
    const { Parameter } = await clients.ssm.send(new GetParameterCommand({ Name: test.pointer(service) }));
    if (Parameter?.Value) pointers.set(service, Pointer.parse(JSON.parse(Parameter.Value)));
  }
  return pointers;
}

/** What a run must not leave behind. */
export async function leftBehind(accounts: Accounts): Promise<LeftBehindReport> {
  const { test: clients } = accounts;
  const [objects, clusters, ownSnapshots, productionSnapshots, control] = await Promise.all([
    clients.s3.send(new ListObjectsV2Command({ Bucket: test.quarantineBucket })),
    clients.rds.send(new DescribeDBClustersCommand({})),
    clients.rds.send(new DescribeDBClusterSnapshotsCommand({})),
    accounts.production.rds.send(new DescribeDBClusterSnapshotsCommand({})),
    clients.dynamodb.send(new GetItemCommand({ TableName: test.controlTable, Key: { pk: { S: "LOCK" }, sk: { S: "LOCK" } } })),
  ]);
  const names = (list: DBClusterSnapshot[] | undefined): string[] =>
    (list ?? []).flatMap(({ DBClusterSnapshotIdentifier: name, Status }) => (name && Status !== "deleting" ? [name] : []));
  return {
    quarantineObjects: objects.Contents?.length ?? 0,
    clones: (clusters.DBClusters ?? []).flatMap(({ DBClusterIdentifier: name, Status }) =>
      name?.startsWith("refresh-clone-") && Status !== "deleting" ? [name] : [],
    ),
    rawSnapshots: [
      ...names(ownSnapshots.DBClusterSnapshots).filter((name) => name.endsWith("-raw") || name.endsWith("-masked")),
      ...names(productionSnapshots.DBClusterSnapshots).filter((name) => name.startsWith("refresh-")),
    ],
    lockHeld: control.Item !== undefined,
  };
}

/** Takes what the topic of failures has sent to its queue; true when there was something. */
export async function failurePublished({ sqs }: AccountClients): Promise<boolean> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: test.failureQueue }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return Messages.length > 0;
}

async function readText(clients: AccountClients, Key: string): Promise<string | undefined> {
  try {
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: test.stagingBucket, Key }));
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof Error && (error.name === "NoSuchKey" || error.name === "NotFound")) return undefined;
    throw error;
  }
}
