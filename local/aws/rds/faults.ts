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
export const invalidValue = (message: string): AwsError => refused("InvalidParameterValue", message);
export const invalidCombination = (message: string): AwsError => refused("InvalidParameterCombination", message);
export const missing = (name: string): AwsError => refused("MissingParameter", `The request must contain the parameter ${name}.`);
