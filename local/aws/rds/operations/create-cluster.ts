/** CreateDBCluster and RestoreDBClusterFromSnapshot. */
import { invalidCombination, invalidValue, snapshotState } from "../faults.ts";
import { flag, required, text } from "../parameters.ts";
import { clusterResult, inBackground, type Operation } from "./context.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { managePassword, requestedPassword } from "./master-password.ts";
import { forgetCluster, newCluster } from "./new-cluster.ts";

const ENGINE_VERSION = "17.4";

/** A new, empty cluster. Its server starts with its first instance, as on AWS. */
export const createCluster: Operation = async (context, parameters) => {
  const password = requestedPassword(parameters);
  const managed = flag(parameters, "ManageMasterUserPassword") ?? false;
  if (password === undefined && !managed)
    throw invalidCombination("MasterUserPassword is required unless ManageMasterUserPassword is specified.");
  const masterUsername = required(parameters, "MasterUsername");
  if (!/^[A-Za-z][A-Za-z0-9_]{0,62}$/.test(masterUsername) || ["rdsadmin", "rds_superuser"].includes(masterUsername)) {
    throw invalidValue("The parameter MasterUsername is not valid: a letter, then letters, digits and underscores, and no reserved word.");
  }
  const databaseName = text(parameters, "DatabaseName");
  if (databaseName !== undefined && !/^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(databaseName)) {
    throw invalidValue("The parameter DatabaseName is not valid: a letter or underscore, then letters, digits and underscores.");
  }
  const keyId = text(parameters, "KmsKeyId");
  const { calls, state } = context;
  const encryption =
    keyId !== undefined
      ? await calls.key(state.account, keyId)
      : flag(parameters, "StorageEncrypted") === true
        ? calls.defaultKey(state.account)
        : undefined;
  const engineVersion = text(parameters, "EngineVersion") ?? ENGINE_VERSION;
  const cluster = await newCluster(context, parameters, { engineVersion, databaseName, masterUsername, encryption });
  try {
    const chosen = managed ? await managePassword(context, cluster, parameters) : (password ?? "");
    const { storage } = cluster;
    const work = storage.enqueue(() => storage.create({ user: masterUsername, password: chosen, database: databaseName }));
    cluster.status.begin("creating", "available", inBackground(context, `creating ${cluster.arn}`, work));
  } catch (error) {
    forgetCluster(context, cluster);
    throw error;
  }
  return clusterResult(context, cluster);
};

/** A cluster with a snapshot's data, master user and password; everything else is the request's. */
export const restoreCluster: Operation = async (context, parameters) => {
  const snapshot = findSnapshot(context, required(parameters, "SnapshotIdentifier"));
  if (snapshot.status.current() !== "available") throw snapshotState(`The snapshot ${snapshot.id} is not in the available state.`);
  if (snapshot.account !== context.state.account && snapshot.encryption !== undefined) {
    throw snapshotState(
      "A DB cluster can't be restored from a shared encrypted snapshot. Copy the snapshot first, then restore from the copy.",
    );
  }
  const keyId = text(parameters, "KmsKeyId");
  const encryption = keyId === undefined ? snapshot.encryption : await context.calls.key(context.state.account, keyId);
  const cluster = await newCluster(context, parameters, {
    engineVersion: snapshot.engineVersion,
    databaseName: text(parameters, "DatabaseName") ?? snapshot.databaseName,
    masterUsername: snapshot.masterUsername,
    encryption,
  });
  const { storage } = cluster;
  const bytes = snapshot.storage.hold();
  const work = storage.enqueue(() => storage.restore(bytes)).finally(() => bytes.release());
  cluster.status.begin("creating", "available", inBackground(context, `restoring ${cluster.arn}`, work));
  return clusterResult(context, cluster);
};
