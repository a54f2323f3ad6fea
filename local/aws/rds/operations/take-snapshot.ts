/** Takes and drops snapshots: what the API, a deletion's final snapshot and the nightly backup share. */
import { snapshotExists } from "../faults.ts";
import type { Cluster, Encryption, Snapshot, Tags } from "../model.ts";
import { SnapshotStorage } from "../storage.ts";
import { arnOf, type Context, inBackground, newStatus } from "./context.ts";
import { withinQuota } from "./quotas.ts";

type NewSnapshot = Pick<
  Snapshot,
  | "id"
  | "type"
  | "tags"
  | "clusterId"
  | "clusterResourceId"
  | "clusterCreatedAt"
  | "engineVersion"
  | "databaseName"
  | "masterUsername"
  | "sourceArn"
  | "storage"
> & { readonly encryption: Encryption | undefined; readonly inProgress: "creating" | "copying" };

/**
 * Registers a snapshot in the caller's account, available when its bytes are.
 *
 * @throws AwsError DBClusterSnapshotAlreadyExistsFault
 */
export function registerSnapshot(context: Context, given: NewSnapshot): Snapshot {
  const { inProgress, ...rest } = given;
  if (context.state.snapshots.has(rest.id)) throw snapshotExists(rest.id);
  const there = [...context.state.snapshots.values()];
  if (rest.type === "manual") withinQuota("manualSnapshots", there.filter(({ type }) => type === "manual").length);
  if (inProgress === "copying") withinQuota("copiesInProgress", there.filter(({ status }) => status.current() === "copying").length);
  const snapshot: Snapshot = {
    kind: "snapshot",
    ...rest,
    arn: arnOf(context, "cluster-snapshot", rest.id),
    account: context.state.account,
    createdAt: new Date(context.now()),
    status: newStatus(context),
    sharedWith: new Set(),
  };
  const work = rest.storage.directory();
  snapshot.status.begin(inProgress, "available", inBackground(context, `${inProgress} ${snapshot.arn}`, work));
  context.state.snapshots.set(rest.id, snapshot);
  return snapshot;
}

/**
 * A snapshot of a cluster as of now.
 *
 * @throws AwsError DBClusterSnapshotAlreadyExistsFault
 */
export function takeSnapshot(
  context: Context,
  cluster: Cluster,
  { id, type, tags }: { id: string; type: "manual" | "automated"; tags: Tags },
): Snapshot {
  if (context.state.snapshots.has(id)) throw snapshotExists(id);
  return registerSnapshot(context, {
    id,
    type,
    tags,
    clusterId: cluster.id,
    clusterResourceId: cluster.resourceId,
    clusterCreatedAt: cluster.createdAt,
    engineVersion: cluster.engineVersion,
    databaseName: cluster.databaseName,
    masterUsername: cluster.masterUsername,
    encryption: cluster.encryption,
    sourceArn: undefined,
    storage: new SnapshotStorage(
      context.postgres,
      cluster.storage.enqueue(() => cluster.storage.snapshot()),
    ),
    inProgress: "creating",
  });
}

/** Starts a snapshot's deletion; its bytes go with the last snapshot that has them. */
export function dropSnapshot(context: Context, snapshot: Snapshot): void {
  snapshot.status.begin("deleting", "deleted", inBackground(context, `deleting ${snapshot.arn}`, snapshot.storage.release()));
}
