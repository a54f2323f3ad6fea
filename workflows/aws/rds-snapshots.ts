/** Aurora cluster snapshots: take, copy, share, wait for, delete. */
import { z } from "zod";
import { awsSdk } from "../kit/contract/index.ts";

const SnapshotName = z.string().max(512);
const Tags = z.array(z.object({ Key: z.string().max(128), Value: z.string().max(256) })).max(50);
const One = z.object({ DbClusterSnapshot: z.object({ DbClusterSnapshotArn: z.string().max(512), Status: z.string().max(32) }) });
const NotThere = "Rds.DbClusterSnapshotNotFoundException";

/** Takes a manual snapshot of a cluster. */
export const createSnapshot = awsSdk("rds:createDBClusterSnapshot", {
  input: z.object({ DbClusterSnapshotIdentifier: SnapshotName, DbClusterIdentifier: z.string().max(63), Tags }),
  output: One,
  errors: ["Rds.DbClusterSnapshotAlreadyExistsException", "Rds.InvalidDbClusterStateException", "Rds.DbClusterNotFoundException"],
});

/** Copies a snapshot under another key; the source is an ARN when it belongs to another account. */
export const copySnapshot = awsSdk("rds:copyDBClusterSnapshot", {
  input: z.object({
    SourceDBClusterSnapshotIdentifier: SnapshotName,
    TargetDBClusterSnapshotIdentifier: SnapshotName,
    KmsKeyId: z.string().max(2048),
    CopyTags: z.literal(false),
    Tags,
  }),
  output: One,
  errors: ["Rds.DbClusterSnapshotAlreadyExistsException", "Rds.InvalidDbClusterSnapshotStateException", NotThere],
});

/** Lets another account restore a manual snapshot. */
export const shareSnapshot = awsSdk("rds:modifyDBClusterSnapshotAttribute", {
  input: z.object({
    DbClusterSnapshotIdentifier: SnapshotName,
    AttributeName: z.literal("restore"),
    ValuesToAdd: z.array(z.string().max(12)).max(20),
  }),
  output: z.object({}),
  errors: [NotThere],
});

/** How a snapshot stands. */
export const describeSnapshot = awsSdk("rds:describeDBClusterSnapshots", {
  input: z.object({ DbClusterSnapshotIdentifier: SnapshotName }),
  output: z.object({
    DbClusterSnapshots: z.array(z.object({ DbClusterSnapshotArn: z.string().max(512), Status: z.string().max(32) })).max(1),
  }),
  errors: [NotThere],
});

/** Deletes a manual snapshot. */
export const deleteSnapshot = awsSdk("rds:deleteDBClusterSnapshot", {
  input: z.object({ DbClusterSnapshotIdentifier: SnapshotName }),
  output: z.object({}),
  errors: [NotThere, "Rds.InvalidDbClusterSnapshotStateException"],
});
