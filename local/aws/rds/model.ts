/** The resources of RDS as the control plane keeps them. */
import type { Lifecycle } from "./lifecycle.ts";
import type { ClusterStorage, SnapshotStorage } from "./storage.ts";

export type Tags = Map<string, string>;

/** A KMS key as RDS holds it. Snapshots under an AWS managed key cannot be shared. */
export type Encryption = { readonly keyArn: string; readonly awsManaged: boolean };

export type Serverless = { readonly minimum?: number; readonly maximum?: number; readonly secondsUntilAutoPause?: number };

export type ManagedSecret = { readonly arn: string; readonly keyArn: string };

export type Cluster = {
  readonly kind: "cluster";
  /** Changes with a rename, as the ARN does; `resourceId` never does. */
  id: string;
  arn: string;
  readonly account: string;
  readonly resourceId: string;
  readonly createdAt: Date;
  readonly engineVersion: string;
  readonly databaseName: string | undefined;
  readonly masterUsername: string;
  readonly encryption: Encryption | undefined;
  readonly subnetGroup: string;
  readonly status: Lifecycle;
  readonly storage: ClusterStorage;
  readonly tags: Tags;
  securityGroups: readonly string[];
  parameterGroup: string;
  serverless: Serverless | undefined;
  backupRetention: number;
  backupWindow: string;
  maintenanceWindow: string;
  deletionProtection: boolean;
  copyTagsToSnapshot: boolean;
  iamAuthentication: boolean;
  httpEndpoint: boolean;
  performanceInsights: boolean;
  logExports: readonly string[];
  managedSecret: ManagedSecret | undefined;
};

export type Instance = {
  readonly kind: "instance";
  readonly id: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly createdAt: Date;
  readonly cluster: Cluster;
  readonly status: Lifecycle;
  readonly tags: Tags;
  instanceClass: string;
  promotionTier: number;
  performanceInsights: boolean;
  monitoringInterval: number;
  publiclyAccessible: boolean;
};

export type Snapshot = {
  readonly kind: "snapshot";
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly type: "manual" | "automated";
  readonly createdAt: Date;
  readonly clusterId: string;
  readonly clusterResourceId: string;
  readonly clusterCreatedAt: Date;
  readonly engineVersion: string;
  readonly databaseName: string | undefined;
  readonly masterUsername: string;
  readonly encryption: Encryption | undefined;
  readonly sourceArn: string | undefined;
  readonly status: Lifecycle;
  readonly sharedWith: Set<string>;
  readonly tags: Tags;
  readonly storage: SnapshotStorage;
};

/** What of a cluster's continuous backup is left to describe. */
export type AutomatedBackup = { readonly cluster: Cluster; readonly status: "active" | "retained" };

export type ParameterGroup = {
  readonly kind: "parameter group";
  readonly name: string;
  readonly arn: string;
  readonly family: string;
  readonly description: string;
  /** What was set, by name; everything else is the engine's default. */
  readonly values: Map<string, { readonly value: string; readonly applyMethod: string }>;
  readonly tags: Tags;
};

export type SubnetGroup = {
  readonly kind: "subnet group";
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly subnets: readonly string[];
  readonly tags: Tags;
};
