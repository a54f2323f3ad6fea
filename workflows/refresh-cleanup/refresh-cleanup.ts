/** Deletes what a run has left: it is safe to start at any time, any number of times, for a run in any state. */
import { z } from "zod";
import { findLeftovers, release, rollBackServices } from "../../handlers/masking/contract.ts";
import { empty, rollBack } from "../../handlers/s3-sync/contract.ts";
import { Arn, EnvironmentName, RunIdOrNone } from "../../handlers/shared/names.ts";
import * as aws from "../aws/index.ts";
import { type Expr, eq, token, when, workflow } from "../kit/index.ts";

const noCluster = "Rds.DbClusterNotFoundException";
const noSnapshot = "Rds.DbClusterSnapshotNotFoundException";
const noTable = "DynamoDb.ResourceNotFoundException";

/** Work that a function does in pieces: it is called again until it says that it is done. */
const untilDone = {
  every: 30,
  atMost: 200,
  until: ({ done }: Expr<{ done: boolean }>) => eq(done, true),
  retry: [aws.lambdaRetry],
} as const;

export const refreshCleanup = workflow({
  name: "refresh-cleanup",
  comment: "Stops what still runs of a refresh, deletes what nothing names any more, empties the quarantine, releases the lock.",
  // `execution` is the daily-refresh execution to clean up after; `runId` may name the run when no execution is known.
  input: z.object({ environment: EnvironmentName, execution: Arn, runId: RunIdOrNone }),
  timeoutSeconds: 4 * 3600,
  tasks: {
    "Find what is left": findLeftovers,
    "Stop execution": aws.stopExecution,
    "Stop automation": aws.stopAutomation,
    "Await the automation's end": aws.describeAutomation,
    "Roll back services": rollBackServices,
    "Roll back objects": rollBack,
    "Empty the quarantine": empty,
    "Unprotect cluster": aws.unprotectCluster,
    "Delete instance": aws.deleteInstance,
    "Delete cluster": aws.deleteCluster,
    "Await the cluster's end": aws.describeClusterStatus,
    "Delete snapshot": aws.deleteSnapshot,
    "Delete production's snapshot": aws.deleteSnapshot,
    "Unprotect table": aws.unprotectTable,
    "Delete table": aws.deleteTable,
    "Release the lock": release,
  },
}).define(({ input, run, map, poll, choice, succeed }) => {
  const { environment } = input;
  const left = run("Find what is left", { environment, execution: input.execution, runId: input.runId }, { retry: [aws.lambdaRetry] });
  const { runId } = left;

  choice("May it be cleaned up?", [when(eq(left.mayCleanUp, false), () => succeed("It still runs"))], () => {});

  map("Stop executions", left.executions, (execution) => {
    run(
      "Stop execution",
      { ExecutionArn: execution, Error: "Refresh.Stopped", Cause: "The refresh that started it has ended." },
      { ignore: ["Sfn.ExecutionDoesNotExistException"] },
    );
  });

  map("Stop automations", left.automations, (automation) => {
    run(
      "Stop automation",
      { AutomationExecutionId: automation, Type: "Cancel" },
      { ignore: ["Ssm.AutomationExecutionNotFoundException", "Ssm.InvalidAutomationStatusUpdateException"] },
    );
    poll("Await the automation's end", aws.automationNamed(automation), aws.automationEnded);
  });

  choice(
    "Was it inside the switch?",
    [
      when(eq(left.rollBack, true), () => {
        run("Roll back services", { environment, runId }, { retry: [{ errors: ["States.ALL"], every: 5, max: 5, backoff: 2 }] });
        poll("Roll back objects", { environment, runId }, untilDone);
      }),
    ],
    () => {},
  );

  // Before the deletions: one that fails must not leave raw data behind.
  poll("Empty the quarantine", { environment, runId }, untilDone);

  map("Delete clusters", left.clusters, ({ cluster, instance }) => {
    run(
      "Unprotect cluster",
      { DbClusterIdentifier: cluster, DeletionProtection: false, ApplyImmediately: true },
      { ignore: [noCluster, "Rds.InvalidDbClusterStateException"] },
    );
    run(
      "Delete instance",
      { DbInstanceIdentifier: instance, SkipFinalSnapshot: true },
      { ignore: ["Rds.DbInstanceNotFoundException", "Rds.InvalidDbInstanceStateException"] },
    );
    run(
      "Delete cluster",
      { DbClusterIdentifier: cluster, SkipFinalSnapshot: true, DeleteAutomatedBackups: true },
      // A cluster is refused while an instance of it still goes.
      { retry: [{ errors: ["Rds.InvalidDbClusterStateException"], every: 30, max: 6, backoff: 2 }], ignore: [noCluster] },
    );
    poll(
      "Await the cluster's end",
      { DbClusterIdentifier: cluster },
      {
        every: 90,
        atMost: 20,
        keep: ({ DbClusters }) => ({ status: DbClusters[0].Status }),
        until: ({ status }) => eq(status, "deleted"),
        ignore: [noCluster],
      },
    );
  });

  map("Delete snapshots", left.snapshots, (snapshot) => {
    run(
      "Delete snapshot",
      { DbClusterSnapshotIdentifier: snapshot },
      { retry: [{ errors: ["Rds.InvalidDbClusterSnapshotStateException"], every: 30, max: 6, backoff: 2 }], ignore: [noSnapshot] },
    );
  });

  map("Delete production's snapshots", left.productionSnapshots, (snapshot) => {
    run(
      "Delete production's snapshot",
      { DbClusterSnapshotIdentifier: snapshot },
      {
        credentials: { roleArn: token("prod_snapshot_role_arn") },
        retry: [{ errors: ["Rds.InvalidDbClusterSnapshotStateException"], every: 30, max: 6, backoff: 2 }],
        ignore: [noSnapshot],
      },
    );
  });

  map("Delete tables", left.tables, (table) => {
    run(
      "Unprotect table",
      { TableName: table, DeletionProtectionEnabled: false },
      { ignore: [noTable, "DynamoDb.ResourceInUseException"] },
    );
    run(
      "Delete table",
      { TableName: table },
      { retry: [{ errors: ["DynamoDb.ResourceInUseException"], every: 40, max: 4, backoff: 2 }], ignore: [noTable] },
    );
  });

  run("Release the lock", { environment, runId }, { retry: [aws.lambdaRetry] });
  return { runId };
});
