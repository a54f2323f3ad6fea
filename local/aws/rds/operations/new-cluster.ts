/** Makes a cluster's record from what CreateDBCluster and RestoreDBClusterFromSnapshot have in common. */
import { randomBytes } from "node:crypto";
import { clusterExists, invalidValue } from "../faults.ts";
import type { Cluster, Encryption, Serverless } from "../model.ts";
import { flag, newIdentifier, number, type Parameters, required, structure, tags, text, texts } from "../parameters.ts";
import { freePort } from "../postgres/index.ts";
import { ClusterStorage } from "../storage.ts";
import { arnOf, type Context, newStatus } from "./context.ts";
import { withinQuota } from "./quotas.ts";

/** A new resource id in RDS's form, `cluster-` or `db-` and 26 characters. */
export function resourceId(prefix: "cluster" | "db"): string {
  return `${prefix}-${randomBytes(13).toString("hex").toUpperCase()}`;
}

/** `ServerlessV2ScalingConfiguration`; undefined when the request has none. */
export function serverlessOf(parameters: Parameters): Serverless | undefined {
  if (parameters.ServerlessV2ScalingConfiguration === undefined) return undefined;
  const given = structure(parameters, "ServerlessV2ScalingConfiguration");
  const [minimum, maximum, pause] = ["MinCapacity", "MaxCapacity", "SecondsUntilAutoPause"].map((name) => number(given, name));
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(pause === undefined ? {} : { secondsUntilAutoPause: pause }),
  };
}

/** 1 to 35 days: a cluster's backups cannot be switched off. @throws AwsError InvalidParameterValue */
export function backupRetention(parameters: Parameters): number | undefined {
  const days = number(parameters, "BackupRetentionPeriod");
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= 35)) {
    throw invalidValue(`Invalid backup retention period: ${days}. Must be between 1 and 35.`);
  }
  return days;
}

type Origin = {
  readonly engineVersion: string;
  readonly databaseName: string | undefined;
  readonly masterUsername: string;
  readonly encryption: Encryption | undefined;
};

/**
 * Registers a cluster in the caller's account; its data is still to come.
 *
 * @throws AwsError DBClusterAlreadyExistsFault, InvalidParameterValue, MissingParameter
 */
export async function newCluster(context: Context, parameters: Parameters, origin: Origin): Promise<Cluster> {
  const id = newIdentifier(parameters, "DBClusterIdentifier", 63);
  if (required(parameters, "Engine") !== "aurora-postgresql")
    throw invalidValue("Engine must be aurora-postgresql: the local AWS has no other.");
  const port = await freePort();
  // Asked after the await: two requests for one name must not both pass.
  if (context.state.clusters.has(id)) throw clusterExists(id);
  withinQuota("clusters", context.state.clusters.size);
  const cluster: Cluster = {
    kind: "cluster",
    id,
    arn: arnOf(context, "cluster", id),
    account: context.state.account,
    resourceId: resourceId("cluster"),
    createdAt: new Date(context.now()),
    ...origin,
    subnetGroup: text(parameters, "DBSubnetGroupName") ?? "default",
    status: newStatus(context),
    storage: new ClusterStorage(context.postgres, port, (line) => context.log(line)),
    tags: new Map(tags(parameters).map(({ key, value }) => [key, value])),
    securityGroups: texts(parameters, "VpcSecurityGroupIds") ?? ["sg-default"],
    parameterGroup: text(parameters, "DBClusterParameterGroupName") ?? "default.aurora-postgresql17",
    serverless: serverlessOf(parameters),
    backupRetention: backupRetention(parameters) ?? 1,
    backupWindow: text(parameters, "PreferredBackupWindow") ?? "07:00-07:30",
    maintenanceWindow: text(parameters, "PreferredMaintenanceWindow") ?? "sun:08:00-sun:08:30",
    deletionProtection: flag(parameters, "DeletionProtection") ?? false,
    copyTagsToSnapshot: flag(parameters, "CopyTagsToSnapshot") ?? false,
    iamAuthentication: flag(parameters, "EnableIAMDatabaseAuthentication") ?? false,
    httpEndpoint: false,
    performanceInsights: flag(parameters, "EnablePerformanceInsights") ?? false,
    logExports: texts(parameters, "EnableCloudwatchLogsExports") ?? [],
    managedSecret: undefined,
  };
  context.state.clusters.set(id, cluster);
  context.state.backups.set(cluster.resourceId, { cluster, status: "active" });
  return cluster;
}

/** Undoes {@link newCluster} when the rest of the request is refused. */
export function forgetCluster(context: Context, cluster: Cluster): void {
  context.state.clusters.delete(cluster.id);
  context.state.backups.delete(cluster.resourceId);
}
