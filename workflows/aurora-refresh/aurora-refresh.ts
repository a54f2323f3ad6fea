/** Brings production's Aurora cluster into a new, masked cluster; the unmasked clone never becomes it. */
import { z } from "zod";
import { checkGeneration, prepare, proveClone } from "../../handlers/aurora-refresh/contract.ts";
import { Arn, InRun } from "../../handlers/shared/names.ts";
import * as aws from "../aws/index.ts";
import { eq, text, token, when, workflow } from "../kit/index.ts";

/** The role in production that may copy, share and delete snapshots named `refresh-*`. */
const production = { roleArn: token("prod_snapshot_role_arn") };

export const auroraRefresh = workflow({
  name: "aurora-refresh",
  comment: "Snapshot, share, clone in quarantine, mask by Automation, prove; a snapshot of the masked clone becomes tonight's cluster.",
  // An empty `snapshotArn` means that production has no snapshot that is young enough: one is taken.
  input: z.object({ ...InRun.shape, snapshotArn: Arn }),
  timeoutSeconds: 12 * 3600,
  tasks: {
    "Take production's snapshot": aws.createSnapshot,
    "Await production's snapshot": aws.describeSnapshot,
    "Copy production's snapshot": aws.copySnapshot,
    "Await the shareable copy": aws.describeSnapshot,
    "Share the copy": aws.shareSnapshot,
    "Start cloning": aws.startAutomation,
    "Await the clone": aws.describeAutomation,
    "Describe the clone": aws.describeCluster,
    "Plan the statements": prepare,
    "Start masking": aws.startAutomation,
    "Await the masking": aws.describeAutomation,
    "Prove the clone": proveClone,
    "Snapshot the masked clone": aws.createSnapshot,
    "Await the masked snapshot": aws.describeSnapshot,
    "Copy it under the data key": aws.copySnapshot,
    "Await the data snapshot": aws.describeSnapshot,
    "Restore tonight's cluster": aws.restoreCluster,
    "Await tonight's cluster": aws.describeClusterStatus,
    "Create the writer": aws.createInstance,
    "Await the writer": aws.describeInstance,
    "Manage the password": aws.managePassword,
    "Await the password": aws.describePassword,
    "Open the Data API": aws.enableHttpEndpoint,
    "Describe tonight's cluster": aws.describeCluster,
    "Check tonight's cluster": checkGeneration,
  },
}).define(({ input, run, poll, choice }) => {
  const { environment, runId } = input;
  const Tags = [{ Key: "RefreshRun", Value: runId }];

  const source = choice(
    "Is a snapshot young enough?",
    [
      when(eq(input.snapshotArn, ""), () => {
        const DbClusterSnapshotIdentifier = text`refresh-${runId}-source`;
        run(
          "Take production's snapshot",
          { DbClusterSnapshotIdentifier, DbClusterIdentifier: token("prod_cluster_identifier"), Tags },
          { credentials: production },
        );
        poll("Await production's snapshot", { DbClusterSnapshotIdentifier }, { ...aws.snapshotAvailable, credentials: production });
        return { snapshot: DbClusterSnapshotIdentifier };
      }),
    ],
    () => ({ snapshot: input.snapshotArn }),
  );

  // An automated snapshot cannot be shared, nor one under the account's default key: a copy under a shareable key can.
  const shareable = text`refresh-${runId}`;
  run(
    "Copy production's snapshot",
    {
      SourceDBClusterSnapshotIdentifier: source.snapshot,
      TargetDBClusterSnapshotIdentifier: shareable,
      KmsKeyId: token("prod_snapshot_key_arn"),
      CopyTags: false,
      Tags,
    },
    { credentials: production },
  );
  const shared = poll(
    "Await the shareable copy",
    { DbClusterSnapshotIdentifier: shareable },
    {
      ...aws.snapshotAvailable,
      credentials: production,
      keep: ({ DbClusterSnapshots }) => ({ status: DbClusterSnapshots[0].Status, arn: DbClusterSnapshots[0].DbClusterSnapshotArn }),
    },
  );
  run(
    "Share the copy",
    { DbClusterSnapshotIdentifier: shareable, AttributeName: "restore", ValuesToAdd: [token("account_id")] },
    { credentials: production },
  );

  // The document does both phases; the statements can only be planned between them, on the clone's own inventory.
  const cloning = run("Start cloning", {
    DocumentName: token("automation_document_name"),
    Parameters: {
      AutomationAssumeRole: [token("automation_role_arn")],
      Phase: ["clone"],
      RunId: [runId],
      SourceSnapshotArn: [shared.arn],
      QuarantineKeyArn: [token("quarantine_key_arn")],
      SubnetGroup: [token("quarantine_subnet_group")],
      SecurityGroupId: [token("quarantine_security_group_id")],
      InstanceClass: [token("aurora_instance_class")],
    },
  });
  poll("Await the clone", aws.automationNamed(cloning.AutomationExecutionId), aws.automationSucceeded);
  const clone = run(
    "Describe the clone",
    { DbClusterIdentifier: text`refresh-clone-${runId}` },
    {
      keep: ({ DbClusters }) => ({ arn: DbClusters[0].DbClusterArn, secret: DbClusters[0].MasterUserSecret.SecretArn }),
    },
  );

  const planned = run(
    "Plan the statements",
    { environment, runId, clusterArn: clone.arn, secretArn: clone.secret },
    { retry: [{ errors: ["Aurora.DatabaseUnavailable"], every: 30, max: 5, backoff: 2 }, aws.lambdaRetry] },
  );
  const masking = run("Start masking", {
    DocumentName: token("automation_document_name"),
    Parameters: {
      AutomationAssumeRole: [token("automation_role_arn")],
      Phase: ["mask"],
      RunId: [runId],
      ClusterArn: [clone.arn],
      SecretArn: [clone.secret],
      DatabaseName: [token("database_name")],
      StagingBucket: [token("staging_bucket")],
      StatementsKey: [planned.statementsKey],
      StatementsSha256: [planned.statementsSha256],
    },
  });
  poll("Await the masking", aws.automationNamed(masking.AutomationExecutionId), aws.automationSucceeded);
  const proved = run(
    "Prove the clone",
    { environment, runId, clusterArn: clone.arn, secretArn: clone.secret, statements: planned.statements },
    { retry: [{ errors: ["Aurora.DatabaseUnavailable"], every: 30, max: 5, backoff: 2 }, aws.lambdaRetry] },
  );

  // A cluster's backups cannot be switched off: a clone that was promoted could be rewound to before its masking.
  const masked = text`refresh-${runId}-masked`;
  run("Snapshot the masked clone", { DbClusterSnapshotIdentifier: masked, DbClusterIdentifier: text`refresh-clone-${runId}`, Tags });
  poll("Await the masked snapshot", { DbClusterSnapshotIdentifier: masked }, aws.snapshotAvailable);
  const data = text`refresh-${runId}-data`;
  run("Copy it under the data key", {
    SourceDBClusterSnapshotIdentifier: masked,
    TargetDBClusterSnapshotIdentifier: data,
    KmsKeyId: token("data_key_arn"),
    CopyTags: false,
    Tags,
  });
  poll("Await the data snapshot", { DbClusterSnapshotIdentifier: data }, aws.snapshotAvailable);

  const DbClusterIdentifier = text`${environment}-${runId}`;
  const DbInstanceIdentifier = text`${environment}-${runId}-1`;
  run("Restore tonight's cluster", {
    DbClusterIdentifier,
    SnapshotIdentifier: data,
    Engine: "aurora-postgresql",
    DbSubnetGroupName: token("aurora_subnet_group"),
    // Connections by TLS only, as on day 0.
    DbClusterParameterGroupName: token("aurora_cluster_parameter_group"),
    VpcSecurityGroupIds: [token("aurora_security_group_id")],
    KmsKeyId: token("data_key_arn"),
    ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 16 },
    Tags,
  });
  poll("Await tonight's cluster", { DbClusterIdentifier }, aws.clusterAvailable);
  run("Create the writer", {
    DbInstanceIdentifier,
    DbClusterIdentifier,
    Engine: "aurora-postgresql",
    DbInstanceClass: token("aurora_instance_class"),
    EnablePerformanceInsights: false,
    Tags,
  });
  poll("Await the writer", { DbInstanceIdentifier }, aws.instanceAvailable);
  run(
    "Manage the password",
    { DbClusterIdentifier, ManageMasterUserPassword: true, ApplyImmediately: true },
    { retry: [{ errors: ["Rds.InvalidDbClusterStateException"], every: 30, max: 20, backoff: 1 }] },
  );
  poll("Await the password", { DbClusterIdentifier }, aws.passwordActive);
  const cluster = run(
    "Describe tonight's cluster",
    { DbClusterIdentifier },
    {
      keep: ({ DbClusters }) => ({
        arn: DbClusters[0].DbClusterArn,
        secret: DbClusters[0].MasterUserSecret.SecretArn,
        endpoint: DbClusters[0].Endpoint,
        reader: DbClusters[0].ReaderEndpoint,
        port: DbClusters[0].Port,
      }),
    },
  );
  run("Open the Data API", { ResourceArn: cluster.arn });
  const checked = run(
    "Check tonight's cluster",
    {
      environment,
      runId,
      clusterArn: cluster.arn,
      secretArn: cluster.secret,
      endpoint: cluster.endpoint,
      readerEndpoint: cluster.reader,
      port: cluster.port,
    },
    { retry: [{ errors: ["Aurora.DatabaseUnavailable"], every: 30, max: 5, backoff: 2 }, aws.lambdaRetry] },
  );
  return { rows: checked.rows, tables: proved.tables, held: planned.held };
});
