/** Restores production's snapshot as a clone in quarantine (phase `clone`), and masks it by the planned statements (phase `mask`). */
import { z } from "zod";
import { automation, eq, not } from "../kit/index.ts";
import { checkStatements, confirmStatements, copySnapshot, createInstance, restoreClone, runStatements } from "./scripts.ts";

/** A parameter of one phase; the other is started without it. */
const only = (phase: "clone" | "mask", longest: number, description: string) =>
  z.string().max(longest).default("").describe(`${description} Needed in the phase ${phase}.`);
/** Characters of an ARN that we make or ask for. */
const arn = 256;
const hour = 3600;

export const auroraSnapshotCloneMask = automation({
  name: "aurora-snapshot-clone-mask",
  description:
    "The Aurora part of the nightly refresh. clone: copies production's shared snapshot under the quarantine key, restores it as an isolated cluster and opens its Data API. mask: carries out the planned masking statements on that clone, each once.",
  assumeRole: "AutomationAssumeRole",
  parameters: {
    Phase: z.enum(["clone", "mask"]).describe("What is to be done."),
    AutomationAssumeRole: z.string().max(arn).describe("The role that the steps work with."),
    RunId: z
      .string()
      .max(18)
      .regex(/^\d{8}t\d{4}-[0-9a-f]{4}$/)
      .describe("The run, for names and tags."),
    SourceSnapshotArn: only("clone", arn, "Production's shared cluster snapshot."),
    QuarantineKeyArn: only("clone", arn, "The key that nothing but the masking roles may use."),
    SubnetGroup: only("clone", 255, "Subnets without a way out."),
    SecurityGroupId: only("clone", 20, "A security group without ingress from applications."),
    InstanceClass: z.string().max(32).default("db.serverless").describe("The clone's instance class; one that the Data API knows."),
    ClusterArn: only("mask", arn, "The clone."),
    SecretArn: only("mask", arn, "The secret of the clone's master user."),
    DatabaseName: only("mask", 63, "The database on the clone."),
    StagingBucket: only("mask", 63, "Where the file of statements lies."),
    StatementsKey: only("mask", 512, "Key of the file of statements."),
    StatementsSha256: only("mask", 64, "SHA-256 of that file, in hexadecimal digits."),
  },
  variables: { Rows: z.int().default(0) },
}).define(({ parameters, variables, branch, executeScript, executeAwsApi, waitForAwsResourceProperty, loop, updateVariable }) => {
  const { RunId: runId, QuarantineKeyArn: quarantineKeyArn, InstanceClass: instanceClass } = parameters;
  branch("ChoosePhase", [{ when: eq(parameters.Phase, "mask"), nextStep: "CheckStatements" }], "CopySnapshot");

  const copy = executeScript(
    "CopySnapshot",
    copySnapshot,
    { runId, quarantineKeyArn, sourceSnapshotArn: parameters.SourceSnapshotArn },
    { timeoutSeconds: 300, maxAttempts: 2 },
  );
  waitForAwsResourceProperty(
    "WaitForSnapshot",
    {
      service: "rds",
      api: "DescribeDBClusterSnapshots",
      inputs: { DBClusterSnapshotIdentifier: copy.snapshot },
      property: "$.DBClusterSnapshots[0].Status",
      values: ["available"],
    },
    { timeoutSeconds: 4 * hour },
  );
  const clone = executeScript(
    "RestoreClone",
    restoreClone,
    {
      runId,
      quarantineKeyArn,
      instanceClass,
      snapshot: copy.snapshot,
      subnetGroup: parameters.SubnetGroup,
      securityGroupId: parameters.SecurityGroupId,
    },
    { timeoutSeconds: 300, maxAttempts: 2 },
  );
  const cluster = { service: "rds", api: "DescribeDBClusters", inputs: { DBClusterIdentifier: clone.cluster } } as const;
  const waitForCluster = (name: string): void =>
    waitForAwsResourceProperty(
      name,
      { ...cluster, property: "$.DBClusters[0].Status", values: ["available"] },
      { timeoutSeconds: 4 * hour },
    );
  waitForCluster("WaitForCluster");
  const writer = executeScript(
    "CreateInstance",
    createInstance,
    { runId, instanceClass, cluster: clone.cluster },
    { timeoutSeconds: 300, maxAttempts: 2 },
  );
  waitForAwsResourceProperty(
    "WaitForInstance",
    {
      service: "rds",
      api: "DescribeDBInstances",
      inputs: { DBInstanceIdentifier: writer.instance },
      property: "$.DBInstances[0].DBInstanceStatus",
      values: ["available"],
    },
    { timeoutSeconds: 2 * hour },
  );

  // Production's password came with the snapshot; a new one, under the quarantine's key, ends it.
  executeAwsApi("ManagePassword", {
    service: "rds",
    api: "ModifyDBCluster",
    inputs: {
      DBClusterIdentifier: clone.cluster,
      ManageMasterUserPassword: true,
      MasterUserSecretKmsKeyId: quarantineKeyArn,
      ApplyImmediately: true,
    },
  });
  waitForAwsResourceProperty(
    "WaitForPassword",
    { ...cluster, property: "$.DBClusters[0].MasterUserSecret.SecretStatus", values: ["active"] },
    { timeoutSeconds: hour },
  );
  waitForCluster("WaitForModification");
  const found = executeAwsApi("DescribeClone", {
    ...cluster,
    outputs: {
      ClusterArn: ["$.DBClusters[0].DBClusterArn", z.string()],
      SecretArn: ["$.DBClusters[0].MasterUserSecret.SecretArn", z.string()],
      Endpoint: ["$.DBClusters[0].Endpoint", z.string()],
      Port: ["$.DBClusters[0].Port", z.int()],
    },
  });
  executeAwsApi("EnableHttpEndpoint", { service: "rds", api: "EnableHttpEndpoint", inputs: { ResourceArn: found.ClusterArn } });
  waitForAwsResourceProperty(
    "WaitForHttpEndpoint",
    { ...cluster, property: "$.DBClusters[0].HttpEndpointEnabled", values: ["True"] },
    { timeoutSeconds: hour, isEnd: true },
  );

  const file = { bucket: parameters.StagingBucket, key: parameters.StatementsKey, sha256: parameters.StatementsSha256 };
  const target = { clusterArn: parameters.ClusterArn, secretArn: parameters.SecretArn, database: parameters.DatabaseName };
  executeScript("CheckStatements", checkStatements, file, { timeoutSeconds: 120, maxAttempts: 2 });
  loop("RepeatStatements", 100, () => {
    const round = executeScript("RunStatements", runStatements, { ...file, ...target, rows: variables.Rows }, { timeoutSeconds: 600 });
    updateVariable("KeepRows", variables.Rows, round.rows);
    return not(round.done);
  });
  const masked = executeScript(
    "ConfirmStatements",
    confirmStatements,
    { ...file, ...target, rows: variables.Rows },
    { timeoutSeconds: 120, maxAttempts: 2, isEnd: true },
  );
  return { ...found, Done: masked.done, Statements: masked.statements, Rows: masked.rows };
});
