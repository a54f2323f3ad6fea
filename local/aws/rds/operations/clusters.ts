/** DescribeDBClusters, ModifyDBCluster, DeleteDBCluster, EnableHttpEndpoint and DisableHttpEndpoint. */

import { list } from "../../gateway/index.ts";
import { notImplemented } from "../../gateway/service.ts";
import { identifierOf } from "../account-state.ts";
import { clusterExists, clusterState, invalidCombination, resourceNotFound, resourceState } from "../faults.ts";
import type { Cluster } from "../model.ts";
import { filters, flag, newIdentifier, page, required, text, texts } from "../parameters.ts";
import { clusterShape } from "../shapes.ts";
import { arnOf, type Context, clusterResult, inBackground, type Operation } from "./context.ts";
import { forgetSecret, managePassword, requestedPassword } from "./master-password.ts";
import { backupRetention, serverlessOf } from "./new-cluster.ts";
import { dropSnapshot, takeSnapshot } from "./take-snapshot.ts";

export const describeClusters: Operation = async (context, parameters) => {
  const name = text(parameters, "DBClusterIdentifier");
  const wanted = filters(parameters);
  const ids = wanted.get("db-cluster-id")?.map(identifierOf);
  const resources = wanted.get("db-cluster-resource-id");
  const found = (name === undefined ? [...context.state.clusters.values()] : [context.state.cluster(name)])
    .filter((cluster) => (ids?.includes(cluster.id) ?? true) && (resources?.includes(cluster.resourceId) ?? true))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const { page: shown, marker } = page(parameters, found);
  return {
    Marker: marker,
    DBClusters: list(
      "DBCluster",
      shown.map((cluster) => clusterShape(cluster, context.state, cluster.status.observe())),
    ),
  };
};

function mustBeAvailable(cluster: Cluster): void {
  const status = cluster.status.current();
  if (status !== "available") throw clusterState(`DB cluster ${cluster.id} is in status ${status}; it must be available.`);
}

/** The name and the ARN change; data, instances, snapshots and the resource id stay. */
function rename(context: Context, cluster: Cluster, id: string): void {
  context.state.clusters.delete(cluster.id);
  cluster.id = id;
  cluster.arn = arnOf(context, "cluster", id);
  context.state.clusters.set(id, cluster);
}

/** Changes take effect at once, whatever ApplyImmediately says; the status is `modifying` until they have. */
export const modifyCluster: Operation = async (context, parameters) => {
  const cluster = context.state.cluster(required(parameters, "DBClusterIdentifier"));
  const version = text(parameters, "EngineVersion");
  if (version !== undefined && version !== cluster.engineVersion) {
    throw notImplemented("rds", "ModifyDBCluster", "it has one engine version only");
  }
  mustBeAvailable(cluster);
  const renamed =
    text(parameters, "NewDBClusterIdentifier") === undefined ? undefined : newIdentifier(parameters, "NewDBClusterIdentifier", 63);
  if (renamed !== undefined && context.state.clusters.has(renamed)) throw clusterExists(renamed);
  const managed = flag(parameters, "ManageMasterUserPassword");
  let password = requestedPassword(parameters);
  if (password !== undefined && managed !== false && cluster.managedSecret !== undefined) {
    throw invalidCombination("You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.");
  }
  if (managed === false && cluster.managedSecret !== undefined && password === undefined) {
    throw invalidCombination("MasterUserPassword is required when ManageMasterUserPassword is turned off.");
  }
  cluster.backupRetention = backupRetention(parameters) ?? cluster.backupRetention;
  cluster.serverless = serverlessOf(parameters) ?? cluster.serverless;
  cluster.securityGroups = texts(parameters, "VpcSecurityGroupIds") ?? cluster.securityGroups;
  cluster.parameterGroup = text(parameters, "DBClusterParameterGroupName") ?? cluster.parameterGroup;
  cluster.backupWindow = text(parameters, "PreferredBackupWindow") ?? cluster.backupWindow;
  cluster.maintenanceWindow = text(parameters, "PreferredMaintenanceWindow") ?? cluster.maintenanceWindow;
  cluster.deletionProtection = flag(parameters, "DeletionProtection") ?? cluster.deletionProtection;
  cluster.copyTagsToSnapshot = flag(parameters, "CopyTagsToSnapshot") ?? cluster.copyTagsToSnapshot;
  cluster.iamAuthentication = flag(parameters, "EnableIAMDatabaseAuthentication") ?? cluster.iamAuthentication;
  cluster.performanceInsights = flag(parameters, "EnablePerformanceInsights") ?? cluster.performanceInsights;
  if (renamed !== undefined) rename(context, cluster, renamed);
  if (managed === false) await forgetSecret(context, cluster);
  if (managed === true && (cluster.managedSecret === undefined || flag(parameters, "RotateMasterUserPassword") === true)) {
    password = await managePassword(context, cluster, parameters);
  }
  const chosen = password;
  const { storage } = cluster;
  const work = storage.enqueue(async () => {
    if (chosen !== undefined) await storage.setPassword(cluster.masterUsername, chosen);
  });
  cluster.status.begin(
    renamed === undefined ? "modifying" : "renaming",
    "available",
    inBackground(context, `modifying ${cluster.arn}`, work),
  );
  return clusterResult(context, cluster);
};

export const deleteCluster: Operation = async (context, parameters) => {
  const { state } = context;
  const cluster = state.cluster(required(parameters, "DBClusterIdentifier"));
  const skipFinal = flag(parameters, "SkipFinalSnapshot") ?? false;
  const named = text(parameters, "FinalDBSnapshotIdentifier") !== undefined;
  if (skipFinal === named) {
    throw invalidCombination(
      named
        ? "FinalDBSnapshotIdentifier can not be specified when deleting with SkipFinalSnapshot."
        : "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
    );
  }
  if (cluster.status.current() === "deleting") throw clusterState(`DB cluster ${cluster.id} is already being deleted.`);
  if (cluster.deletionProtection)
    throw invalidCombination("Cannot delete protected Cluster, please disable deletion protection and try again.");
  if (state.members(cluster).length > 0)
    throw clusterState("Cluster cannot be deleted, it still contains DB instances in non-deleting state.");
  if (named) {
    mustBeAvailable(cluster);
    takeSnapshot(context, cluster, {
      id: newIdentifier(parameters, "FinalDBSnapshotIdentifier", 255),
      type: "manual",
      tags: new Map(cluster.tags),
    });
  }
  const keepBackups = flag(parameters, "DeleteAutomatedBackups") === false;
  if (keepBackups) state.backups.set(cluster.resourceId, { cluster, status: "retained" });
  else {
    state.backups.delete(cluster.resourceId);
    for (const snapshot of [...state.snapshots.values()]) {
      if (snapshot.type === "automated" && snapshot.clusterResourceId === cluster.resourceId) dropSnapshot(context, snapshot);
    }
  }
  const work = cluster.storage.enqueue(() => cluster.storage.remove()).then(() => forgetSecret(context, cluster));
  cluster.status.begin("deleting", "deleted", inBackground(context, `deleting ${cluster.arn}`, work));
  return clusterResult(context, cluster);
};

const switchHttpEndpoint =
  (enabled: boolean): Operation =>
  async (context, parameters) => {
    const arn = required(parameters, "ResourceArn");
    const cluster = [...context.state.clusters.values()].find((candidate) => candidate.arn === arn);
    if (cluster === undefined) throw resourceNotFound(arn);
    const status = cluster.status.current();
    if (status !== "available") throw resourceState(`The resource ${arn} is in status ${status}; it must be available.`);
    cluster.httpEndpoint = enabled;
    return { ResourceArn: arn, HttpEndpointEnabled: enabled };
  };

export const enableHttpEndpoint = switchHttpEndpoint(true);
export const disableHttpEndpoint = switchHttpEndpoint(false);
