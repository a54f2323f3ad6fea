/** Aurora's auto-pause: a cluster that may shrink to nothing sleeps when nobody calls, and the calls that wake it are refused. */
import type { ClusterEndpoint } from "../rds/index.ts";
import { resuming } from "./errors.ts";

/** Milliseconds that a cluster takes to wake up. AWS takes about 15 s. */
const RESUME_MS = 2000;

/**
 * Notes that a cluster is used. What other clients than the Data API do is not seen here, though on AWS it keeps a cluster awake.
 *
 * @param now milliseconds since the epoch
 * @returns a function that throws AwsError DatabaseResumingException while the cluster wakes up
 */
export function createAutoPause(now: () => number): (cluster: ClusterEndpoint) => void {
  const lastUse = new Map<string, number>();
  const awakeAt = new Map<string, number>();
  return ({ arn, writerArn, autoPauseSeconds }) => {
    const time = now();
    const idle = time - (lastUse.get(arn) ?? time);
    lastUse.set(arn, time);
    if (autoPauseSeconds === undefined) return;
    if (idle >= autoPauseSeconds * 1000) awakeAt.set(arn, time + RESUME_MS);
    if (time < (awakeAt.get(arn) ?? 0)) throw resuming(writerArn);
  };
}
