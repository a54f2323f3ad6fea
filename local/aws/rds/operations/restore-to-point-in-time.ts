/** RestoreDBClusterToPointInTime: a clone of a cluster as it is now. */
import { notImplemented } from "../../gateway/service.ts";
import { clusterState, invalidCombination, invalidValue, missing } from "../faults.ts";
import { flag, text } from "../parameters.ts";
import { SnapshotStorage } from "../storage.ts";
import { clusterResult, inBackground, type Operation } from "./context.ts";
import { newCluster } from "./new-cluster.ts";

/** A moment in the past needs the log of every change, which the local AWS does not keep. */
export const restoreToPointInTime: Operation = async (context, parameters) => {
  const { state, calls } = context;
  const name = text(parameters, "SourceDBClusterIdentifier");
  const resource = text(parameters, "SourceDbClusterResourceId");
  if (name === undefined && resource === undefined) throw missing("SourceDBClusterIdentifier");
  const byResource = [...state.clusters.values()].find((cluster) => cluster.resourceId === resource);
  const source = name === undefined && byResource !== undefined ? byResource : state.cluster(name ?? resource ?? "");
  const latest = flag(parameters, "UseLatestRestorableTime") ?? false;
  const moment = text(parameters, "RestoreToTime");
  if (latest === (moment !== undefined)) {
    throw invalidCombination(
      latest
        ? "RestoreToTime can't be specified if UseLatestRestorableTime is true."
        : "Either RestoreToTime or UseLatestRestorableTime must be specified.",
    );
  }
  const how = text(parameters, "RestoreType") ?? "full-copy";
  if (how !== "full-copy" && how !== "copy-on-write") throw invalidValue(`Invalid restore type: ${how}`);
  if (moment !== undefined) {
    throw notImplemented("rds", "RestoreDBClusterToPointInTime", "it keeps no log of past changes; restore with UseLatestRestorableTime");
  }
  const status = source.status.current();
  if (status !== "available") throw clusterState(`DB cluster ${source.id} is in status ${status}; it must be available.`);
  const keyId = text(parameters, "KmsKeyId");
  const cluster = await newCluster(
    context,
    { ...parameters, Engine: "aurora-postgresql" },
    {
      engineVersion: source.engineVersion,
      databaseName: source.databaseName,
      masterUsername: source.masterUsername,
      encryption: keyId === undefined ? source.encryption : await calls.key(state.account, keyId),
    },
  );
  const bytes = new SnapshotStorage(
    context.postgres,
    source.storage.enqueue(() => source.storage.snapshot()),
  );
  const work = cluster.storage.enqueue(() => cluster.storage.restore(bytes)).finally(() => bytes.release());
  cluster.status.begin("creating", "available", inBackground(context, `restoring ${cluster.arn}`, work));
  return clusterResult(context, cluster);
};
