/** Reads what the invariants ask for: the live generation, what strays, the lock, and what told of the failure. */
import { type CloudWatchClient, GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeTableCommand, paginateListTables } from "@aws-sdk/client-dynamodb";
import { DescribeDBClustersCommand } from "@aws-sdk/client-rds";
import { paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { paginateDescribeAutomationExecutions } from "@aws-sdk/client-ssm";
import { controlTable, holderOf, readGenerations, readRun } from "../../../handlers/shared/control/index.ts";
import { staging } from "../../../handlers/shared/layout.ts";
import type { WorkflowMetric } from "../../../handlers/shared/metric-names.ts";
import { readProof } from "../../../handlers/shared/proofs.ts";
import type { Pointer } from "../../../handlers/shared/reports.ts";
import type { LocalAws } from "../../aws/index.ts";
import { livePointers } from "../../refresh/collect.ts";
import { itemTables } from "../../refresh/data/dynamodb.ts";
import { ENVIRONMENT, METRICS_NAMESPACE, stateMachineArn, test, workflowNames } from "../../refresh/names.ts";
import type { AccountClients } from "../../refresh/seed/index.ts";
import type { LiveService } from "../judge.ts";

/** The live generation: the pointers, and a fingerprint of every object behind them. */
export interface Live {
  readonly pointers: ReadonlyMap<string, Pointer>;
  readonly objects: ReadonlyMap<string, string>;
}

export async function readLive(clients: AccountClients, services: readonly string[]): Promise<Live> {
  const objects = new Map<string, string>();
  for await (const page of paginateListObjectsV2({ client: clients.s3 }, { Bucket: test.dataBucket }))
    for (const { Key = "", ETag, Size } of page.Contents ?? []) objects.set(Key, `${ETag} ${Size}`);
  return { pointers: await livePointers(clients, services), objects };
}

/** The keys whose objects differ, when the pointers do not. */
export function changedObjects(before: Live, after: Live): string[] {
  const runs = ({ pointers }: Live): string => JSON.stringify([...pointers]);
  if (runs(before) !== runs(after)) return [];
  return [...new Set([...before.objects.keys(), ...after.objects.keys()])].filter(
    (key) => before.objects.get(key) !== after.objects.get(key),
  );
}

/** What stands behind each pointer. */
export async function readLiveServices(clients: AccountClients, { pointers, objects }: Live): Promise<LiveService[]> {
  const { DBClusters = [] } = await clients.rds.send(new DescribeDBClustersCommand({}));
  const serves = ({ endpoint, port }: Pointer): boolean =>
    DBClusters.some(({ Endpoint, Port, Status }) => Endpoint === endpoint && Port === port && Status === "available");
  const services: LiveService[] = [];
  for (const [service, pointer] of pointers) {
    const missing = serves(pointer) ? [] : ["a cluster"];
    for (const table of Object.values(pointer.tables)) if (!(await isActive(clients, table))) missing.push(`a table (${table})`);
    if (pointer.run !== "day-0" && ![...objects.keys()].some((key) => key.startsWith(pointer.prefix))) missing.push("objects");
    services.push({ service, run: pointer.run, missing, proof: await proofOf(clients, service, pointer.run) });
  }
  return services;
}

async function isActive({ dynamodb }: AccountClients, TableName: string): Promise<boolean> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === "ACTIVE";
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return false;
    throw error;
  }
}

async function proofOf(clients: AccountClients, service: string, runId: string): Promise<LiveService["proof"]> {
  if (runId === "day-0") return "day 0";
  const where = { bucket: test.stagingBucket, key: staging.proof(runId), keyId: test.maskingKeyAlias, runId };
  const { proof } = (await readProof(clients, where)) as { proof?: { services: { name: string; status: string }[] } };
  return proof?.services.some(({ name, status }) => name === service && status === "proved") === true ? "proved" : "none";
}

const control = ({ dynamodb }: AccountClients) => controlTable(dynamodb, test.controlTable);

/** When the lock's lease ends; undefined when nobody holds it. */
export async function lockExpiresAt(clients: AccountClients): Promise<number | undefined> {
  return (await holderOf(control(clients)))?.expiresAt;
}

/** Whether a run is still marked as inside the switch. */
export async function isInsideSwitch(clients: AccountClients, runId: string | null): Promise<boolean> {
  return runId !== null && (await readRun(control(clients), runId))?.status === "switching";
}

/** What nobody names, and what still works. */
export async function readStrays(
  { engine }: Pick<LocalAws, "engine">,
  clients: AccountClients,
  { pointers }: Live,
  insideSwitch: boolean,
): Promise<string[]> {
  const generations = await readGenerations(control(clients));
  const live = [...pointers.values()];
  const dayZero = [...pointers.keys()].flatMap((service) => itemTables(service, 0, 0).map(({ name }) => name));
  const clusters = new Set([test.cluster, ...generations.map(({ cluster }) => cluster), ...live.map(({ run }) => `${ENVIRONMENT}-${run}`)]);
  const tables = new Set([
    test.controlTable,
    ...dayZero,
    ...generations.flatMap((generation) => generation.tables),
    ...live.flatMap((pointer) => Object.values(pointer.tables)),
  ]);
  const strays: string[] = [];
  const { DBClusters = [] } = await clients.rds.send(new DescribeDBClustersCommand({}));
  for (const { DBClusterIdentifier: name = "", Status } of DBClusters)
    if (!clusters.has(name) && Status !== "deleting" && !name.startsWith("refresh-clone-")) strays.push(`the cluster ${name}`);
  for await (const { TableNames = [] } of paginateListTables({ client: clients.dynamodb }, {}))
    strays.push(...TableNames.filter((name) => !tables.has(name)).map((name) => `the table ${name}`));
  for (const { runId, status } of generations)
    if (status !== "live" && !insideSwitch) strays.push(`run ${runId} is still ${status} in the ledger`);
  for (const workflow of workflowNames) {
    const { executions } = engine.listExecutions({ stateMachineArn: stateMachineArn(workflow), statusFilter: "RUNNING" });
    strays.push(...executions.map(({ name }) => `the execution ${name} of ${workflow} still runs`));
  }
  for await (const page of paginateDescribeAutomationExecutions({ client: clients.ssm }, {}))
    for (const { AutomationExecutionStatus: status } of page.AutomationExecutionMetadataList ?? [])
      if (status === "InProgress" || status === "Pending") strays.push("an Automation execution still runs");
  return strays;
}

/** How often the metric of failures was published. */
export async function failureMetric(client: CloudWatchClient): Promise<number> {
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: METRICS_NAMESPACE,
      MetricName: "RefreshFailed" satisfies WorkflowMetric,
      Dimensions: [{ Name: "Environment", Value: ENVIRONMENT }],
      StartTime: new Date(Date.now() - 6 * 3_600_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 60,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}
