/** All operations of RDS that the local AWS has, by API name. */
import { deleteAutomatedBackup, describeAutomatedBackups } from "./backups.ts";
import { deleteCluster, describeClusters, disableHttpEndpoint, enableHttpEndpoint, modifyCluster } from "./clusters.ts";
import type { Operation } from "./context.ts";
import { createCluster, restoreCluster } from "./create-cluster.ts";
import { createInstance, deleteInstance, describeInstances, modifyInstance } from "./instances.ts";
import {
  createParameterGroup,
  deleteParameterGroup,
  describeParameterGroups,
  describeParameters,
  modifyParameterGroup,
  resetParameterGroup,
} from "./parameter-groups.ts";
import { restoreToPointInTime } from "./restore-to-point-in-time.ts";
import { describeSnapshotAttributes, modifySnapshotAttribute } from "./sharing.ts";
import { copySnapshot, createSnapshot, deleteSnapshot, describeSnapshots } from "./snapshots.ts";
import { createSubnetGroup, deleteSubnetGroup, describeEngineVersions, describeSubnetGroups } from "./subnet-groups.ts";
import { addTags, listTags, removeTags } from "./tags.ts";

export type { Context, Operation } from "./context.ts";
export { takeSnapshot } from "./take-snapshot.ts";

export const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ["AddTagsToResource", addTags],
  ["CopyDBClusterSnapshot", copySnapshot],
  ["CreateDBCluster", createCluster],
  ["CreateDBClusterParameterGroup", createParameterGroup],
  ["CreateDBClusterSnapshot", createSnapshot],
  ["CreateDBInstance", createInstance],
  ["CreateDBSubnetGroup", createSubnetGroup],
  ["DeleteDBCluster", deleteCluster],
  ["DeleteDBClusterAutomatedBackup", deleteAutomatedBackup],
  ["DeleteDBClusterParameterGroup", deleteParameterGroup],
  ["DeleteDBClusterSnapshot", deleteSnapshot],
  ["DeleteDBInstance", deleteInstance],
  ["DeleteDBSubnetGroup", deleteSubnetGroup],
  ["DescribeDBClusterAutomatedBackups", describeAutomatedBackups],
  ["DescribeDBClusterParameterGroups", describeParameterGroups],
  ["DescribeDBClusterParameters", describeParameters],
  ["DescribeDBClusterSnapshotAttributes", describeSnapshotAttributes],
  ["DescribeDBClusterSnapshots", describeSnapshots],
  ["DescribeDBClusters", describeClusters],
  ["DescribeDBEngineVersions", describeEngineVersions],
  ["DescribeDBInstances", describeInstances],
  ["DescribeDBSubnetGroups", describeSubnetGroups],
  ["DisableHttpEndpoint", disableHttpEndpoint],
  ["EnableHttpEndpoint", enableHttpEndpoint],
  ["ListTagsForResource", listTags],
  ["ModifyDBCluster", modifyCluster],
  ["ModifyDBClusterParameterGroup", modifyParameterGroup],
  ["ModifyDBClusterSnapshotAttribute", modifySnapshotAttribute],
  ["ModifyDBInstance", modifyInstance],
  ["RemoveTagsFromResource", removeTags],
  ["ResetDBClusterParameterGroup", resetParameterGroup],
  ["RestoreDBClusterFromSnapshot", restoreCluster],
  ["RestoreDBClusterToPointInTime", restoreToPointInTime],
]);
