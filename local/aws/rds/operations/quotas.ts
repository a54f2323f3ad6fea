/** How much of each an account may have: the quotas that AWS gives a new account. */
import type { AwsError } from "../../gateway/service.ts";
import { clusterQuota, instanceQuota, parameterGroupQuota, sharedSnapshotQuota, snapshotQuota, tagQuota } from "../faults.ts";

const QUOTAS = {
  clusters: [40, clusterQuota],
  instances: [40, instanceQuota],
  /** One writer and fifteen readers. */
  instancesOfCluster: [16, instanceQuota],
  manualSnapshots: [100, snapshotQuota],
  /** Copies of one account that are under way. */
  copiesInProgress: [20, snapshotQuota],
  accountsOfSnapshot: [20, sharedSnapshotQuota],
  parameterGroups: [50, parameterGroupQuota],
  tags: [50, tagQuota],
} as const satisfies Record<string, readonly [most: number, refuse: (most: number) => AwsError]>;

/**
 * Refuses one more.
 *
 * @param there how many there are already
 * @param more how many are to come
 * @throws AwsError of the quota
 */
export function withinQuota(quota: keyof typeof QUOTAS, there: number, more = 1): void {
  const [most, refuse] = QUOTAS[quota];
  if (there + more > most) throw refuse(most);
}
