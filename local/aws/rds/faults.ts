/** RDS's errors, with the codes on the wire and the words of the service. */
import { AwsError } from "../gateway/service.ts";

const notFound = (code: string, message: string): AwsError => new AwsError(code, message, 404);
const refused = (code: string, message: string): AwsError => new AwsError(code, message, 400);

export const clusterNotFound = (id: string): AwsError => notFound("DBClusterNotFoundFault", `DBCluster ${id} not found.`);
export const clusterExists = (id: string): AwsError => refused("DBClusterAlreadyExistsFault", `DB Cluster already exists: ${id}`);
export const clusterState = (message: string): AwsError => refused("InvalidDBClusterStateFault", message);
export const instanceNotFound = (id: string): AwsError => notFound("DBInstanceNotFound", `DBInstance ${id} not found.`);
export const instanceExists = (): AwsError => refused("DBInstanceAlreadyExists", "DB instance already exists");
export const instanceState = (message: string): AwsError => refused("InvalidDBInstanceState", message);
export const snapshotNotFound = (id: string): AwsError => notFound("DBClusterSnapshotNotFoundFault", `DBClusterSnapshot not found: ${id}`);
export const snapshotExists = (id: string): AwsError =>
  refused(
    "DBClusterSnapshotAlreadyExistsFault",
    `Cannot create the cluster snapshot because one with the identifier ${id} already exists.`,
  );
export const snapshotState = (message: string): AwsError => refused("InvalidDBClusterSnapshotStateFault", message);
export const subnetGroupNotFound = (name: string): AwsError =>
  notFound("DBSubnetGroupNotFoundFault", `DB subnet group '${name}' does not exist.`);
export const subnetGroupExists = (name: string): AwsError =>
  refused("DBSubnetGroupAlreadyExists", `The DB subnet group '${name}' already exists.`);
export const parameterGroupNotFound = (name: string): AwsError =>
  notFound("DBParameterGroupNotFound", `DBClusterParameterGroup not found: ${name}`);
export const parameterGroupExists = (name: string): AwsError =>
  refused("DBParameterGroupAlreadyExists", `Parameter group ${name} already exists`);
export const defaultGroupDeletion = (name: string): AwsError =>
  refused("InvalidDBParameterGroupState", `Default DBClusterParameterGroup cannot be deleted: ${name}`);
export const groupInUse = (name: string): AwsError =>
  refused(
    "InvalidDBParameterGroupState",
    `One or more database instances are still members of this parameter group ${name}, so the group cannot be deleted`,
  );
export const backupNotFound = (id: string): AwsError =>
  notFound("DBClusterAutomatedBackupNotFoundFault", `DBClusterAutomatedBackup not found: ${id}`);
export const keyNotAccessible = (key: string): AwsError =>
  refused(
    "KMSKeyNotAccessibleFault",
    `The specified KMS key [${key}] does not exist, is not enabled or you do not have permissions to access it.`,
  );
export const resourceNotFound = (arn: string): AwsError =>
  notFound("ResourceNotFoundFault", `The specified resource ${arn} was not found.`);
export const resourceState = (message: string): AwsError => refused("InvalidResourceStateFault", message);
// AWS's own words for the quotas were not found; the codes are the API model's.
export const clusterQuota = (most: number): AwsError =>
  new AwsError("DBClusterQuotaExceededFault", `Quota exceeded: an account has at most ${most} DB clusters.`, 403);
export const instanceQuota = (most: number): AwsError => refused("InstanceQuotaExceeded", `Quota exceeded: at most ${most} DB instances.`);
export const snapshotQuota = (most: number): AwsError =>
  refused("SnapshotQuotaExceeded", `Quota exceeded: at most ${most} manual snapshots, or copies of snapshots in progress.`);
export const sharedSnapshotQuota = (most: number): AwsError =>
  refused("SharedSnapshotQuotaExceeded", `Quota exceeded: a manual snapshot is shared with at most ${most} accounts.`);
export const parameterGroupQuota = (most: number): AwsError =>
  refused("DBParameterGroupQuotaExceeded", `Quota exceeded: an account has at most ${most} parameter groups.`);
export const tagQuota = (most: number): AwsError => refused("InvalidParameterValue", `A resource has at most ${most} tags.`);
export const invalidValue = (message: string): AwsError => refused("InvalidParameterValue", message);
export const invalidCombination = (message: string): AwsError => refused("InvalidParameterCombination", message);
export const missing = (name: string): AwsError => refused("MissingParameter", `The request must contain the parameter ${name}.`);
