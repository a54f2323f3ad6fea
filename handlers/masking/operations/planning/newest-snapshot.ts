/** Finds production's newest cluster snapshot that is young enough: the instant of the whole run. */
import { DescribeDBClusterSnapshotsCommand, type RDSClient } from "@aws-sdk/client-rds";

/** A snapshot and when it was taken. */
export interface FoundSnapshot {
  readonly arn: string;
  readonly takenAt: Date;
}

/**
 * The newest available snapshot of the cluster, automated or manual; undefined when none is young enough.
 *
 * Those that this refresh makes (`refresh-…`) do not count: a clean-up may delete them at any moment.
 */
export async function newestSnapshot(
  rds: Pick<RDSClient, "send">,
  cluster: string,
  limits: { readonly now: number; readonly maxAgeHours: number },
): Promise<FoundSnapshot | undefined> {
  let newest: FoundSnapshot | undefined;
  let Marker: string | undefined;
  do {
    const page = await rds.send(new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier: cluster, ...(Marker ? { Marker } : {}) }));
    for (const { DBClusterSnapshotIdentifier, DBClusterSnapshotArn, SnapshotCreateTime, Status } of page.DBClusterSnapshots ?? []) {
      if (Status !== "available" || DBClusterSnapshotArn === undefined || SnapshotCreateTime === undefined) continue;
      if (DBClusterSnapshotIdentifier?.startsWith("refresh-")) continue;
      if (newest === undefined || SnapshotCreateTime > newest.takenAt) newest = { arn: DBClusterSnapshotArn, takenAt: SnapshotCreateTime };
    }
    Marker = page.Marker;
  } while (Marker);
  if (newest === undefined || limits.now - newest.takenAt.getTime() > limits.maxAgeHours * 3_600_000) return undefined;
  return newest;
}
