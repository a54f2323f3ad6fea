/** What the RDS control plane needs from the gateway, and what it offers to it. */
import type { ServiceHandler } from "../gateway/service.ts";
import type { Gate } from "./gate.ts";

/** Credentials with which the control plane itself calls the gateway (KMS, Secrets Manager). */
export type AwsCredentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

/** Where and as whom the gateway can be called. */
export type GatewayAccess = {
  /** The gateway's URL; asked for at each use, since the gateway starts after its services. */
  endpoint(): string;
  readonly region: string;
  /** Credentials that belong to an account, by its twelve digits. */
  credentialsFor(account: string): AwsCredentials | Promise<AwsCredentials>;
};

export type RdsDependencies = GatewayAccess & {
  /** A directory of this run; data directories go below `rds/`. The caller removes it after `stop()`. */
  readonly dataDir: string;
  readonly accounts: { readonly production: string; readonly test: string };
  log(line: string): void;
  /** Milliseconds since the epoch; the machine's clock when absent. */
  readonly clock?: { now(): number };
};

/** How the Data API reaches a cluster. */
export type ClusterEndpoint = {
  readonly arn: string;
  readonly host: string;
  readonly port: number;
  readonly status: string;
  /** Instances that serve; without one nothing listens. (With one, the server may still be away for a moment: a snapshot is being copied.) */
  readonly instances: number;
  readonly httpEndpointEnabled: boolean;
  /** Runs a call while no snapshot is being copied, and keeps one from beginning meanwhile. */
  readonly pass: Gate["pass"];
  /** The writer's ARN, or the cluster's while it has no instance. */
  readonly writerArn: string;
  /** Seconds without use after which the cluster sleeps; undefined for one that never does. */
  readonly autoPauseSeconds: number | undefined;
};

/** How a person or the seeder logs in with `psql` or `pg`. */
export type ClusterConnection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** RDS of both accounts. */
export type RdsService = {
  readonly handle: ServiceHandler;
  /** The cluster of an account by its ARN (or identifier); undefined when there is none. */
  clusters(arn: string, account: string): ClusterEndpoint | undefined;
  /**
   * Takes the nightly snapshot that AWS takes itself, and waits until it is available.
   *
   * @returns its identifier, `rds:<cluster>-yyyy-mm-dd-hh-mm`.
   * @throws AwsError DBClusterNotFoundFault
   */
  createAutomatedSnapshot(cluster: string, account: string): Promise<string>;
  /** A login that owns everything in a running cluster, for loading a dump; undefined when the cluster has no running instance. */
  adminConnection(cluster: string, account: string, database?: string): ClusterConnection | undefined;
  /** Ports of all running servers, by cluster ARN. */
  ports(): ReadonlyMap<string, number>;
  /** Runs initdb ahead of the first cluster; optional, saves about a second later. */
  warm(): Promise<void>;
  /** Ends every server at once. Data directories are left for the caller to remove. */
  stop(): Promise<void>;
};
