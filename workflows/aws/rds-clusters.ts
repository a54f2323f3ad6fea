/** Aurora clusters and their instances: restore, open, describe, delete. */
import { z } from "zod";
import { awsSdk } from "../kit/contract/index.ts";

const Name = z.string().max(63);
const Tags = z.array(z.object({ Key: z.string().max(128), Value: z.string().max(256) })).max(50);
const NoCluster = "Rds.DbClusterNotFoundException";
const NoInstance = "Rds.DbInstanceNotFoundException";
const BadState = "Rds.InvalidDbClusterStateException";

/** Restores a snapshot as a new cluster, which has no instance yet. */
export const restoreCluster = awsSdk("rds:restoreDBClusterFromSnapshot", {
  input: z.object({
    DbClusterIdentifier: Name,
    SnapshotIdentifier: z.string().max(512),
    Engine: z.literal("aurora-postgresql"),
    DbSubnetGroupName: z.string().max(255),
    DbClusterParameterGroupName: z.string().max(255),
    VpcSecurityGroupIds: z.array(z.string().max(64)).max(5),
    KmsKeyId: z.string().max(2048),
    ServerlessV2ScalingConfiguration: z.object({ MinCapacity: z.number(), MaxCapacity: z.number() }),
    Tags,
  }),
  output: z.object({}),
  errors: ["Rds.DbClusterAlreadyExistsException", "Rds.DbClusterSnapshotNotFoundException", "Rds.InvalidDbClusterSnapshotStateException"],
});

/** Adds an instance to a cluster; the first one is the writer. */
export const createInstance = awsSdk("rds:createDBInstance", {
  input: z.object({
    DbInstanceIdentifier: Name,
    DbClusterIdentifier: Name,
    Engine: z.literal("aurora-postgresql"),
    DbInstanceClass: z.string().max(64),
    EnablePerformanceInsights: z.literal(false),
    Tags,
  }),
  output: z.object({}),
  errors: ["Rds.DbInstanceAlreadyExistsException", BadState],
});

/** How an instance stands. */
export const describeInstance = awsSdk("rds:describeDBInstances", {
  input: z.object({ DbInstanceIdentifier: Name }),
  output: z.object({ DbInstances: z.array(z.object({ DbInstanceStatus: z.string().max(64) })).max(1) }),
  errors: [NoInstance],
});

/** How a cluster stands. */
export const describeClusterStatus = awsSdk("rds:describeDBClusters", {
  input: z.object({ DbClusterIdentifier: Name }),
  output: z.object({ DbClusters: z.array(z.object({ Status: z.string().max(64) })).max(1) }),
  errors: [NoCluster],
});

/** Whether RDS has made the master password. Before that there is no `MasterUserSecret`. */
export const describePassword = awsSdk("rds:describeDBClusters", {
  input: z.object({ DbClusterIdentifier: Name }),
  output: z.object({
    // The whole description is stored, since a secret that is not there cannot be kept: tags alone may be 50 times 384 characters.
    DbClusters: z
      .array(z.object({ Status: z.string().max(64), MasterUserSecret: z.object({ SecretStatus: z.string().max(32) }).optional() }))
      .max(1)
      .meta({ maxBytes: 65_536 }),
  }),
  errors: [NoCluster],
});

/** Where an open cluster answers, and which secret opens it. */
export const describeCluster = awsSdk("rds:describeDBClusters", {
  input: z.object({ DbClusterIdentifier: Name }),
  output: z.object({
    DbClusters: z
      .array(
        z.object({
          DbClusterArn: z.string().max(512),
          Endpoint: z.string().max(255),
          ReaderEndpoint: z.string().max(255),
          Port: z.int(),
          MasterUserSecret: z.object({ SecretArn: z.string().max(512) }),
        }),
      )
      .max(1),
  }),
  errors: [NoCluster],
});

/** Lets RDS make and keep the master password. */
export const managePassword = awsSdk("rds:modifyDBCluster", {
  input: z.object({ DbClusterIdentifier: Name, ManageMasterUserPassword: z.literal(true), ApplyImmediately: z.literal(true) }),
  output: z.object({ DbCluster: z.object({ DbClusterArn: z.string().max(512) }) }),
  errors: [NoCluster, BadState],
});

/** Turns on the Data API: the only way for Serverless v2 and provisioned clusters. */
export const enableHttpEndpoint = awsSdk("rds:enableHttpEndpoint", {
  input: z.object({ ResourceArn: z.string().max(512) }),
  output: z.object({}),
  errors: ["Rds.InvalidResourceStateException"],
});

/** Takes the deletion protection off a cluster. */
export const unprotectCluster = awsSdk("rds:modifyDBCluster", {
  input: z.object({ DbClusterIdentifier: Name, DeletionProtection: z.literal(false), ApplyImmediately: z.literal(true) }),
  output: z.object({}),
  errors: [NoCluster, BadState],
});

/** Deletes an instance of a cluster. */
export const deleteInstance = awsSdk("rds:deleteDBInstance", {
  input: z.object({ DbInstanceIdentifier: Name, SkipFinalSnapshot: z.literal(true) }),
  output: z.object({}),
  errors: [NoInstance, "Rds.InvalidDbInstanceStateException"],
});

/** Deletes a cluster that has no instance left, with its automated backups. */
export const deleteCluster = awsSdk("rds:deleteDBCluster", {
  input: z.object({ DbClusterIdentifier: Name, SkipFinalSnapshot: z.literal(true), DeleteAutomatedBackups: z.literal(true) }),
  output: z.object({}),
  errors: [NoCluster, BadState],
});
