/** DescribeDBClusterAutomatedBackups and DeleteDBClusterAutomatedBackup. */

import { list, type XmlStructure } from "../../gateway/index.ts";
import { identifierOf } from "../account-state.ts";
import { backupNotFound, clusterState } from "../faults.ts";
import type { AutomatedBackup } from "../model.ts";
import { page, required, text } from "../parameters.ts";
import type { Operation } from "./context.ts";
import { dropSnapshot } from "./take-snapshot.ts";

function backupShape({ cluster, status }: AutomatedBackup): XmlStructure {
  return {
    Engine: "aurora-postgresql",
    DBClusterArn: cluster.arn,
    DBClusterIdentifier: cluster.id,
    DbClusterResourceId: cluster.resourceId,
    Region: cluster.arn.split(":")[3],
    MasterUsername: cluster.masterUsername,
    ClusterCreateTime: cluster.createdAt,
    StorageEncrypted: cluster.encryption !== undefined,
    KmsKeyId: cluster.encryption?.keyArn,
    BackupRetentionPeriod: cluster.backupRetention,
    Status: status,
    EngineVersion: cluster.engineVersion,
    EngineMode: "provisioned",
  };
}

export const describeAutomatedBackups: Operation = async (context, parameters) => {
  const cluster = text(parameters, "DBClusterIdentifier");
  const resource = text(parameters, "DbClusterResourceId");
  const found = [...context.state.backups.values()].filter(
    (backup) =>
      (cluster === undefined || backup.cluster.id === identifierOf(cluster)) &&
      (resource === undefined || backup.cluster.resourceId === resource),
  );
  const { page: shown, marker } = page(parameters, found);
  return { Marker: marker, DBClusterAutomatedBackups: list("DBClusterAutomatedBackup", shown.map(backupShape)) };
};

/** Ends what a cluster that was deleted with `DeleteAutomatedBackups=false` left. */
export const deleteAutomatedBackup: Operation = async (context, parameters) => {
  const resource = required(parameters, "DbClusterResourceId");
  const backup = context.state.backups.get(resource);
  if (backup === undefined) throw backupNotFound(resource);
  if (backup.status === "active") throw clusterState("The automated backup of an existing DB cluster can't be deleted.");
  context.state.backups.delete(resource);
  for (const snapshot of [...context.state.snapshots.values()]) {
    if (snapshot.type === "automated" && snapshot.clusterResourceId === resource) dropSnapshot(context, snapshot);
  }
  return { DBClusterAutomatedBackup: backupShape(backup) };
};
