/** What the Data API needs from the gateway, and what it offers to it. */
import type { ServiceHandler } from "../gateway/service.ts";
import type { ClusterEndpoint, GatewayAccess } from "../rds/index.ts";

export type RdsDataDependencies = GatewayAccess & {
  /** Finds a cluster of an account: `rds.clusters`. */
  clusters(arn: string, account: string): ClusterEndpoint | undefined;
  log(line: string): void;
  /** Shorter limits, for tests. Milliseconds. */
  readonly limits?: Partial<Limits>;
};

/** Milliseconds. */
export type Limits = {
  /** How long a call waits for its statement. */
  readonly statement: number;
  /** How long a transaction may rest. */
  readonly idleTransaction: number;
  /** How long a transaction may live. */
  readonly transaction: number;
};

export const AWS_LIMITS: Limits = { statement: 45_000, idleTransaction: 180_000, transaction: 24 * 3600 * 1000 };

export type RdsDataService = {
  readonly handle: ServiceHandler;
  /** Rolls open transactions back and closes every connection. */
  stop(): Promise<void>;
};
