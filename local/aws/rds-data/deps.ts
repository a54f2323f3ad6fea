/** What the Data API needs from the gateway, and what it offers to it. */
import type { ServiceHandler } from "../gateway/service.ts";
import type { ClusterEndpoint, GatewayAccess } from "../rds/index.ts";
import type { Timers } from "./timers.ts";

export type RdsDataDependencies = GatewayAccess & {
  /** Finds a cluster of an account: `rds.clusters`. */
  clusters(arn: string, account: string): ClusterEndpoint | undefined;
  log(line: string): void;
  /** A clock of one's own, for tests; the machine's when absent. */
  readonly timers?: Timers;
};

/** Milliseconds. */
export const LIMITS = {
  /** How long a call waits for its statement. */
  statement: 45_000,
  /** How long a transaction may rest. */
  idleTransaction: 180_000,
  /** How long a transaction may live. */
  transaction: 24 * 3600 * 1000,
} as const;

export type RdsDataService = {
  readonly handle: ServiceHandler;
  /** Rolls open transactions back and closes every connection. */
  stop(): Promise<void>;
};
