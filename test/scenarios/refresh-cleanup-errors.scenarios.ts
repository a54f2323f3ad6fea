/** Scenarios of `refresh-cleanup`: what resists, what never ends, and what is left alone then. */
import { refreshCleanup } from "../../workflows/refresh-cleanup/refresh-cleanup.ts";
import { automation, cluster } from "./support/aurora-refresh.ts";
import { everything, input, goodRun as mocks, nothing } from "./support/refresh-cleanup.ts";
import { returns, runId, throttledOnce } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(refreshCleanup, { input, mocks });
const fails = <E extends string>(error: E) => ({ status: "FAILED", error }) as const;
const insideTheSwitch = { "Find what is left": returns({ ...everything, rollBack: true }) };
const deletions = ["Delete cluster", "Delete snapshot", "Delete table", "Release the lock"] as const;

export const startingAndStopping = [
  vary(
    "a run is named instead of an execution",
    {},
    { status: "SUCCEEDED", output: { runId }, calls: { "Find what is left": { execution: "", runId }, "Release the lock": { runId } } },
    { input: { ...input, execution: "", runId } },
  ),
  vary(
    "Lambda throttles the ledger and the lock once",
    {
      "Find what is left": throttledOnce(returns(nothing)),
      "Release the lock": throttledOnce(mocks["Release the lock"]),
    },
    { status: "SUCCEEDED", visits: { "Release the lock": 1 } },
  ),
  vary(
    "an execution that cannot be stopped could still write: nothing is deleted",
    { "Stop execution": { throws: "States.Permissions" } },
    { ...fails("States.Permissions"), never: ["Stop automation", "Empty the quarantine", ...deletions] },
  ),
  vary(
    "an Automation has ended by itself just now",
    { "Stop automation": { throws: "Ssm.InvalidAutomationStatusUpdateException" }, "Await the automation's end": automation("Success") },
    { status: "SUCCEEDED", visits: { "Await the automation's end": 1 } },
  ),
  vary(
    "an Automation never ends: nothing is deleted under it",
    { "Await the automation's end": automation("InProgress") },
    {
      ...fails("Poll.GaveUp"),
      visits: { "Await the automation's end": 10, "Await the automation's end: gave up": 1 },
      never: ["Empty the quarantine", ...deletions],
    },
  ),
  vary("the lock cannot be released", { "Release the lock": { throws: "States.TaskFailed" } }, fails("States.TaskFailed")),
];

export const rollingBackFirst = [
  vary(
    "objects are rolled back in several calls before anything is deleted",
    {
      ...insideTheSwitch,
      "Roll back services": throttledOnce(mocks["Roll back services"]),
      "Roll back objects": [returns({ done: false, objects: 1000 }), mocks["Roll back objects"]],
    },
    { status: "SUCCEEDED", visits: { "Roll back services": 1, "Roll back objects": 2, "Roll back objects: wait": 1 } },
  ),
  vary(
    "services cannot be rolled back: what they name stays",
    { ...insideTheSwitch, "Roll back services": { throws: "Refresh.RollBackFailed" } },
    { ...fails("Refresh.RollBackFailed"), never: ["Roll back objects", ...deletions] },
  ),
  vary(
    "rolling back the objects never ends: nothing is deleted",
    { ...insideTheSwitch, "Roll back objects": returns({ done: false, objects: 1 }) },
    { ...fails("Poll.GaveUp"), visits: ["Roll back objects: gave up"], never: deletions },
  ),
];

export const resistingResources = [
  vary(
    "clusters, instances and tables that change or are unprotected already go all the same",
    {
      "Unprotect cluster": { throws: "Rds.InvalidDbClusterStateException" },
      "Delete instance": { throws: "Rds.InvalidDbInstanceStateException" },
      "Unprotect table": { throws: "DynamoDb.ResourceInUseException" },
      "Delete table": [{ throws: "DynamoDb.ResourceInUseException" }, mocks["Delete table"]],
      "Delete snapshot": [{ throws: "Rds.InvalidDbClusterSnapshotStateException" }, mocks["Delete snapshot"]],
      "Delete production's snapshot": [{ throws: "Rds.InvalidDbClusterSnapshotStateException" }, mocks["Delete production's snapshot"]],
    },
    { status: "SUCCEEDED", visits: { "Delete cluster": 2, "Delete table": 1, "Delete production's snapshot": 1, "Release the lock": 1 } },
  ),
  vary(
    "a deleted cluster that is still shown is gone",
    { "Await the cluster's end": [cluster("deleting"), cluster("deleting"), cluster("deleted")] },
    { status: "SUCCEEDED", visits: { "Await the cluster's end": 4 } },
  ),
  vary(
    "a cluster never goes: the quarantine is empty, and the lock stays",
    { "Await the cluster's end": cluster("deleting") },
    {
      ...fails("Poll.GaveUp"),
      visits: ["Empty the quarantine", "Await the cluster's end: gave up"],
      never: ["Delete snapshot", "Release the lock"],
    },
  ),
  vary(
    "a cluster is refused for good",
    { "Delete cluster": { throws: "Rds.InvalidDbClusterStateException" } },
    { ...fails("Rds.InvalidDbClusterStateException"), visits: ["Empty the quarantine"], never: ["Delete snapshot", "Release the lock"] },
  ),
  vary(
    "production's snapshot is refused for good",
    { "Delete production's snapshot": { throws: "Rds.InvalidDbClusterSnapshotStateException" } },
    { ...fails("Rds.InvalidDbClusterSnapshotStateException"), visits: ["Delete snapshot"], never: ["Delete table", "Release the lock"] },
  ),
  vary(
    "a table is refused for good",
    { "Delete table": { throws: "DynamoDb.ResourceInUseException" } },
    { ...fails("DynamoDb.ResourceInUseException"), visits: ["Delete production's snapshot"], never: ["Release the lock"] },
  ),
];
