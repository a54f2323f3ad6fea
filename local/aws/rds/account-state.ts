/** Everything that one account has in RDS, and how requests find it. */
import { clusterNotFound, instanceNotFound, snapshotNotFound } from "./faults.ts";
import type { AutomatedBackup, Cluster, Instance, ParameterGroup, Snapshot, SubnetGroup } from "./model.ts";

/** The last part of an ARN, or the identifier itself; RDS compares in lower case. */
export function identifierOf(nameOrArn: string): string {
  const name = nameOrArn.startsWith("arn:") ? nameOrArn.split(":").slice(6).join(":") : nameOrArn;
  return name.toLowerCase();
}

/** One account's resources. Deleted ones leave as soon as their deletion was seen. */
export class AccountState {
  readonly clusters = new Map<string, Cluster>();
  readonly instances = new Map<string, Instance>();
  readonly snapshots = new Map<string, Snapshot>();
  readonly backups = new Map<string, AutomatedBackup>();
  readonly parameterGroups = new Map<string, ParameterGroup>();
  readonly subnetGroups = new Map<string, SubnetGroup>();
  readonly account: string;

  constructor(account: string) {
    this.account = account;
  }

  /** Forgets what is gone. */
  sweep(): void {
    for (const kept of [this.clusters, this.instances, this.snapshots]) {
      for (const [id, resource] of kept) if (resource.status.gone) kept.delete(id);
    }
  }

  /** @throws AwsError DBClusterNotFoundFault */
  cluster(nameOrArn: string): Cluster {
    const cluster = this.clusters.get(identifierOf(nameOrArn));
    if (cluster === undefined || (nameOrArn.startsWith("arn:") && nameOrArn !== cluster.arn)) throw clusterNotFound(nameOrArn);
    return cluster;
  }

  /** @throws AwsError DBInstanceNotFound */
  instance(nameOrArn: string): Instance {
    const instance = this.instances.get(identifierOf(nameOrArn));
    if (instance === undefined) throw instanceNotFound(nameOrArn);
    return instance;
  }

  /** @throws AwsError DBClusterSnapshotNotFoundFault */
  snapshot(nameOrArn: string): Snapshot {
    const snapshot = this.snapshots.get(identifierOf(nameOrArn));
    if (snapshot === undefined || (nameOrArn.startsWith("arn:") && nameOrArn !== snapshot.arn)) throw snapshotNotFound(nameOrArn);
    return snapshot;
  }

  /** Instances of a cluster, the writer first; those being deleted only on request. */
  members(cluster: Cluster, including: "all" | "serving" = "serving"): readonly Instance[] {
    return [...this.instances.values()]
      .filter((instance) => instance.cluster === cluster && (including === "all" || instance.status.current() !== "deleting"))
      .sort((a, b) => Number(a.createdAt) - Number(b.createdAt));
  }
}
