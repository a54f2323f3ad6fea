/** Finds the snapshot that a copy or a restore names: one of the caller's, or one that another account shares with it. */
import { snapshotNotFound } from "../faults.ts";
import type { Snapshot } from "../model.ts";
import type { Context } from "./context.ts";

/** Whether an account may copy or restore a snapshot. */
export function mayRestore(snapshot: Snapshot, account: string): boolean {
  return snapshot.account === account || snapshot.sharedWith.has(account) || snapshot.sharedWith.has("all");
}

/**
 * By identifier (own snapshots) or ARN (own and shared ones).
 *
 * @throws AwsError DBClusterSnapshotNotFoundFault, also for one that is there and not shared: AWS does not tell.
 */
export function findSnapshot(context: Context, nameOrArn: string): Snapshot {
  const owner = nameOrArn.startsWith("arn:") ? nameOrArn.split(":")[4] : undefined;
  if (owner === undefined || owner === context.state.account) return context.state.snapshot(nameOrArn);
  const other = context.account(owner);
  if (other === undefined) throw snapshotNotFound(nameOrArn);
  other.sweep();
  const snapshot = other.snapshot(nameOrArn);
  if (!mayRestore(snapshot, context.state.account)) throw snapshotNotFound(nameOrArn);
  return snapshot;
}
