/** Scenarios of `aurora-refresh`. */
import { scenario } from "../../local/scenarios/index.ts";
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { automation, cluster, input, instance, goodRun as mocks, shareableArn, snapshot, statementsKey } from "./support/aurora-refresh.ts";
import { returns, runId } from "./support/values.ts";

const notRestored = ["Snapshot the masked clone", "Restore tonight's cluster", "Check tonight's cluster"] as const;

export const goodRuns = [
  scenario("production's snapshot becomes tonight's masked cluster", auroraRefresh, {
    input,
    mocks,
    expect: {
      status: "SUCCEEDED",
      output: { rows: 30000, tables: 6, held: 0 },
      never: ["Take production's snapshot"],
      calls: {
        "Copy production's snapshot": {
          SourceDBClusterSnapshotIdentifier: input.snapshotArn,
          TargetDBClusterSnapshotIdentifier: `refresh-${runId}`,
        },
        "Start cloning": { Parameters: { Phase: ["clone"], RunId: [runId], SourceSnapshotArn: [shareableArn] } },
        "Start masking": { Parameters: { Phase: ["mask"], StatementsKey: [statementsKey], StatementsSha256: ["ab"] } },
        "Restore tonight's cluster": { DbClusterIdentifier: `test-${runId}`, SnapshotIdentifier: `refresh-${runId}-data` },
        "Check tonight's cluster": { endpoint: "tonight.cluster.example", port: 5432 },
      },
    },
  }),
  scenario("without a young snapshot one is taken", auroraRefresh, {
    input: { ...input, snapshotArn: "" },
    mocks,
    expect: {
      status: "SUCCEEDED",
      visits: { "Take production's snapshot": 1, "Await production's snapshot": 2 },
      calls: { "Copy production's snapshot": { SourceDBClusterSnapshotIdentifier: `refresh-${runId}-source` } },
    },
  }),
  scenario("the password is awaited until RDS has made it", auroraRefresh, {
    input,
    mocks: {
      ...mocks,
      "Await the password": [
        returns({ DbClusters: [{ Status: "resetting-master-credentials", MasterUserSecret: { SecretStatus: "creating" } }] }),
        mocks["Await the password"],
      ],
    },
    expect: { status: "SUCCEEDED", visits: { "Await the password": 2 } },
  }),
  scenario("a cluster that is busy is asked again to make its password", auroraRefresh, {
    input,
    mocks: { ...mocks, "Manage the password": [{ throws: "Rds.InvalidDbClusterStateException" }, mocks["Manage the password"]] },
    expect: { status: "SUCCEEDED" },
  }),
  scenario("a database that resumes is waited for", auroraRefresh, {
    input,
    mocks: { ...mocks, "Plan the statements": [{ throws: "Aurora.DatabaseUnavailable" }, mocks["Plan the statements"]] },
    expect: { status: "SUCCEEDED" },
  }),
];

export const failures = [
  scenario("production's snapshot is gone", auroraRefresh, {
    input,
    mocks: { ...mocks, "Copy production's snapshot": { throws: "Rds.DbClusterSnapshotNotFoundException" } },
    expect: { status: "FAILED", error: "Rds.DbClusterSnapshotNotFoundException", never: ["Start cloning", ...notRestored] },
  }),
  scenario("the copy fails", auroraRefresh, {
    input,
    mocks: { ...mocks, "Await the shareable copy": snapshot("failed") },
    expect: { status: "FAILED", error: "Poll.Failed", never: ["Share the copy"] },
  }),
  scenario("cloning fails", auroraRefresh, {
    input,
    mocks: { ...mocks, "Await the clone": automation("Failed") },
    expect: { status: "FAILED", error: "Poll.Failed", never: ["Plan the statements", ...notRestored] },
  }),
  scenario("cloning never ends", auroraRefresh, {
    input,
    mocks: { ...mocks, "Await the clone": automation("InProgress") },
    expect: { status: "FAILED", error: "Poll.GaveUp", never: ["Plan the statements"] },
  }),
  scenario("no statement can be planned", auroraRefresh, {
    input,
    mocks: { ...mocks, "Plan the statements": { throws: "Aurora.PlanFailed" } },
    expect: { status: "FAILED", error: "Aurora.PlanFailed", never: ["Start masking", ...notRestored] },
  }),
  scenario("masking times out", auroraRefresh, {
    input,
    mocks: { ...mocks, "Await the masking": automation("TimedOut") },
    expect: { status: "FAILED", error: "Poll.Failed", never: ["Prove the clone", ...notRestored] },
  }),
  scenario("a value of production stands in the clone: it never becomes a snapshot", auroraRefresh, {
    input,
    mocks: { ...mocks, "Prove the clone": { throws: "Masking.LeakFound" } },
    expect: { status: "FAILED", error: "Masking.LeakFound", never: notRestored },
  }),
  scenario("tonight's cluster cannot be restored", auroraRefresh, {
    input,
    mocks: { ...mocks, "Await tonight's cluster": cluster("failed") },
    expect: { status: "FAILED", error: "Poll.Failed", never: ["Create the writer"] },
  }),
  scenario("the writer does not come up", auroraRefresh, {
    input,
    mocks: { ...mocks, "Await the writer": instance("failed") },
    expect: { status: "FAILED", error: "Poll.Failed", never: ["Manage the password"] },
  }),
  scenario("tonight's cluster lacks rows", auroraRefresh, {
    input,
    mocks: { ...mocks, "Check tonight's cluster": { throws: "Aurora.CountMismatch" } },
    expect: { status: "FAILED", error: "Aurora.CountMismatch" },
  }),
];
