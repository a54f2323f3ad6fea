/** CreateDBClusterSnapshot, CopyDBClusterSnapshot, DescribeDBClusterSnapshots and DeleteDBClusterSnapshot. */

import { list } from "../../gateway/index.ts";
import { identifierOf } from "../account-state.ts";
import { clusterState, invalidCombination, invalidValue, snapshotExists, snapshotNotFound, snapshotState } from "../faults.ts";
import type { Snapshot } from "../model.ts";
import { filters, flag, newIdentifier, type Parameters, page, required, tags, text } from "../parameters.ts";
import { snapshotShape } from "../shapes.ts";
import type { Context, Operation } from "./context.ts";
import { findSnapshot } from "./find-snapshot.ts";
import { dropSnapshot, registerSnapshot, takeSnapshot } from "./take-snapshot.ts";

const LONGEST = 255;

const tagMap = (parameters: Parameters): Map<string, string> => new Map(tags(parameters).map(({ key, value }) => [key, value]));

export const createSnapshot: Operation = async (context, parameters) => {
  const id = newIdentifier(parameters, "DBClusterSnapshotIdentifier", LONGEST);
  const cluster = context.state.cluster(required(parameters, "DBClusterIdentifier"));
  const status = cluster.status.current();
  if (status !== "available") throw clusterState(`DB cluster ${cluster.id} is in status ${status}; it must be available.`);
  const kept = cluster.copyTagsToSnapshot ? [...cluster.tags] : [];
  const snapshot = takeSnapshot(context, cluster, { id, type: "manual", tags: new Map([...kept, ...tagMap(parameters)]) });
  return { DBClusterSnapshot: snapshotShape(snapshot, snapshot.status.current()) };
};

/** A copy names its source; the bytes are the same, the key and the owner are its own. */
export const copySnapshot: Operation = async (context, parameters) => {
  const { state, calls } = context;
  const source = findSnapshot(context, required(parameters, "SourceDBClusterSnapshotIdentifier"));
  const id = newIdentifier(parameters, "TargetDBClusterSnapshotIdentifier", LONGEST);
  if (state.snapshots.has(id)) throw snapshotExists(id);
  const status = source.status.current();
  if (status !== "available") throw snapshotState(`The source snapshot ${source.id} is in status ${status}; it must be available.`);
  const keyId = text(parameters, "KmsKeyId");
  if (keyId !== undefined && source.encryption === undefined) {
    throw invalidCombination("KmsKeyId can't be specified for a copy of an unencrypted DB cluster snapshot.");
  }
  if (keyId === undefined && source.encryption !== undefined && source.account !== state.account) {
    throw invalidCombination("KmsKeyId is required when an encrypted DB cluster snapshot shared by another account is copied.");
  }
  const encryption = keyId === undefined ? source.encryption : await calls.key(state.account, keyId);
  const kept = flag(parameters, "CopyTags") === true ? [...source.tags] : [];
  const copy = registerSnapshot(context, {
    id,
    type: "manual",
    tags: new Map([...kept, ...tagMap(parameters)]),
    clusterId: source.clusterId,
    clusterResourceId: source.clusterResourceId,
    clusterCreatedAt: source.clusterCreatedAt,
    engineVersion: source.engineVersion,
    databaseName: source.databaseName,
    masterUsername: source.masterUsername,
    encryption,
    sourceArn: source.arn,
    storage: source.storage.hold(),
    inProgress: "copying",
  });
  return { DBClusterSnapshot: snapshotShape(copy, copy.status.current()) };
};

type Listed = { readonly snapshot: Snapshot; readonly own: boolean };

function listed(context: Context, parameters: Parameters): readonly Listed[] {
  const { state } = context;
  const name = text(parameters, "DBClusterSnapshotIdentifier");
  const cluster = text(parameters, "DBClusterIdentifier");
  const type = text(parameters, "SnapshotType");
  if (type !== undefined && !["automated", "manual", "shared", "public", "awsbackup"].includes(type))
    throw invalidValue(`Unknown snapshot type ${type}.`);
  const withShared = type === "shared" || flag(parameters, "IncludeShared") === true;
  const withPublic = type === "public" || flag(parameters, "IncludePublic") === true;
  const found: Listed[] = [];
  for (const owner of context.accounts()) {
    const own = owner === state;
    if (!own) owner.sweep();
    for (const snapshot of owner.snapshots.values()) {
      const visible = own
        ? type === undefined || type === snapshot.type
        : (withShared && snapshot.sharedWith.has(state.account)) || (withPublic && snapshot.sharedWith.has("all"));
      if (visible && (cluster === undefined || snapshot.clusterId === identifierOf(cluster))) found.push({ snapshot, own });
    }
  }
  if (name === undefined) return found;
  const named = found.filter(({ snapshot, own }) => (own ? snapshot.id === identifierOf(name) : snapshot.arn === name));
  if (named.length === 0) throw snapshotNotFound(name);
  return named;
}

export const describeSnapshots: Operation = async (context, parameters) => {
  const wanted = filters(parameters);
  const matches = (filter: string, value: string): boolean => wanted.get(filter)?.map(identifierOf).includes(value.toLowerCase()) ?? true;
  const found = listed(context, parameters)
    .filter(
      ({ snapshot }) =>
        matches("db-cluster-id", snapshot.clusterId) &&
        matches("db-cluster-snapshot-id", snapshot.id) &&
        matches("snapshot-type", snapshot.type) &&
        matches("engine", "aurora-postgresql"),
    )
    .sort((a, b) => (a.snapshot.arn < b.snapshot.arn ? -1 : 1));
  const { page: shown, marker } = page(parameters, found);
  return {
    Marker: marker,
    DBClusterSnapshots: list(
      "DBClusterSnapshot",
      shown.map(({ snapshot, own }) => {
        const shape = snapshotShape(snapshot, own ? snapshot.status.observe() : snapshot.status.current());
        // AWS names another account's snapshot by its ARN.
        return own
          ? shape
          : {
              ...shape,
              DBClusterSnapshotIdentifier: snapshot.arn,
              SnapshotType: snapshot.sharedWith.has(context.state.account) ? "shared" : "public",
            };
      }),
    ),
  };
};

export const deleteSnapshot: Operation = async (context, parameters) => {
  const snapshot = context.state.snapshot(required(parameters, "DBClusterSnapshotIdentifier"));
  if (snapshot.type === "automated") throw snapshotState("Automated snapshots can't be deleted by DeleteDBClusterSnapshot.");
  const status = snapshot.status.current();
  if (status !== "available" && status !== "failed")
    throw snapshotState(`The snapshot ${snapshot.id} is in status ${status}; it must be available.`);
  dropSnapshot(context, snapshot);
  return { DBClusterSnapshot: snapshotShape(snapshot, snapshot.status.current()) };
};
