/** Scenarios of `refresh-cleanup`. */
import { scenario } from "../../local/scenarios/index.ts";
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import { automation } from "./support/aurora-refresh.ts";
import { everything, input, goodRun as mocks, noCluster, nothing } from "./support/refresh-cleanup.ts";
import { returns, runId } from "./support/values.ts";

export const refreshCleanupScenarios = [
  scenario("everything that a run has left goes, and the lock is released", refreshCleanup, {
    input,
    mocks,
    expect: {
      status: "SUCCEEDED",
      output: { runId },
      visits: {
        "Stop execution": 1,
        "Stop automation": 1,
        "Delete cluster": 2,
        "Delete snapshot": 2,
        "Delete production's snapshot": 1,
        "Delete table": 1,
        "Empty the quarantine": 2,
        "Release the lock": 1,
      },
      never: ["Roll back services"],
    },
  }),
  scenario("nothing is left: only the quarantine is emptied and the lock released", refreshCleanup, {
    input,
    mocks: { ...mocks, "Find what is left": returns(nothing) },
    expect: {
      status: "SUCCEEDED",
      visits: ["Empty the quarantine", "Release the lock"],
      never: ["Stop execution", "Delete cluster", "Delete table"],
    },
  }),
  scenario("another run is at work: nothing is touched", refreshCleanup, {
    input,
    mocks: { ...mocks, "Find what is left": returns({ ...everything, mayCleanUp: false }) },
    expect: { status: "SUCCEEDED", never: ["Stop execution", "Empty the quarantine", "Delete cluster", "Release the lock"] },
  }),
  scenario("a run that stopped inside the switch is rolled back before anything is deleted", refreshCleanup, {
    input,
    mocks: { ...mocks, "Find what is left": returns({ ...everything, rollBack: true }) },
    expect: { status: "SUCCEEDED", visits: ["Roll back services", "Roll back objects", "Delete cluster"] },
  }),
  scenario("what is gone already is no failure", refreshCleanup, {
    input,
    mocks: {
      ...mocks,
      "Stop execution": { throws: "Sfn.ExecutionDoesNotExistException" },
      "Stop automation": { throws: "Ssm.AutomationExecutionNotFoundException" },
      "Await the automation's end": automation("Failed"),
      "Unprotect cluster": noCluster,
      "Delete instance": { throws: "Rds.DbInstanceNotFoundException" },
      "Delete cluster": noCluster,
      "Await the cluster's end": noCluster,
      "Delete snapshot": { throws: "Rds.DbClusterSnapshotNotFoundException" },
      "Delete production's snapshot": { throws: "Rds.DbClusterSnapshotNotFoundException" },
      "Unprotect table": { throws: "DynamoDb.ResourceNotFoundException" },
      "Delete table": { throws: "DynamoDb.ResourceNotFoundException" },
    },
    expect: { status: "SUCCEEDED", visits: ["Release the lock"] },
  }),
  scenario("a cluster is refused while its instance goes, and deleted after", refreshCleanup, {
    input,
    mocks: { ...mocks, "Delete cluster": [{ throws: "Rds.InvalidDbClusterStateException" }, mocks["Delete cluster"]] },
    expect: { status: "SUCCEEDED" },
  }),
  scenario("a snapshot that cannot be deleted fails the clean-up after the quarantine is empty", refreshCleanup, {
    input,
    mocks: { ...mocks, "Delete snapshot": { throws: "Rds.InvalidDbClusterSnapshotStateException" } },
    expect: {
      status: "FAILED",
      error: "Rds.InvalidDbClusterSnapshotStateException",
      visits: ["Empty the quarantine"],
      never: ["Release the lock"],
    },
  }),
  scenario("the ledger cannot be read", refreshCleanup, {
    input,
    mocks: { ...mocks, "Find what is left": { throws: "States.TaskFailed" } },
    expect: { status: "FAILED", error: "States.TaskFailed", never: ["Empty the quarantine"] },
  }),
  scenario("the quarantine is never empty", refreshCleanup, {
    input,
    mocks: { ...mocks, "Empty the quarantine": returns({ done: false, deleted: 0 }) },
    expect: { status: "FAILED", error: "Poll.GaveUp", never: ["Release the lock"] },
  }),
];
