/** What a good run of `refresh-cleanup` finds and answers, state by state. */
import { automation, cluster } from "./aurora-refresh.ts";
import { environment, executionArn, returns, runId } from "./values.ts";

export const input = { environment, execution: executionArn, runId: "" } as const;
export const nothing = {
  runId,
  mayCleanUp: true,
  rollBack: false,
  executions: [],
  automations: [],
  clusters: [],
  snapshots: [],
  productionSnapshots: [],
  tables: [],
} as const;
export const everything = {
  ...nothing,
  executions: ["arn:aws:states:us-west-2:222222222222:execution:test-aurora-refresh:1"],
  automations: ["a1"],
  clusters: [
    { cluster: `refresh-clone-${runId}`, instance: `refresh-clone-${runId}-1` },
    { cluster: `test-${runId}`, instance: `test-${runId}-1` },
  ],
  snapshots: [`refresh-${runId}-raw`, `refresh-${runId}-masked`],
  productionSnapshots: [`refresh-${runId}`],
  tables: [`billing-accounts-${runId}`],
};
/** One of each kind, so that every state of the Maps is entered once. */
export const oneOfEach = returns({ ...everything, clusters: everything.clusters.slice(0, 1), snapshots: everything.snapshots.slice(0, 1) });
export const noCluster = { throws: "Rds.DbClusterNotFoundException" } as const;

/** Answers for a run that has left something of everything. */
export const goodRun = {
  "Find what is left": returns(everything),
  "Stop execution": returns({ StopDate: "2026-11-24T03:00:00Z" }),
  "Stop automation": returns({}),
  "Await the automation's end": [automation("InProgress"), automation("Cancelled")],
  "Roll back services": returns({ rolledBack: 3 }),
  "Roll back objects": returns({ done: true, objects: 10 }),
  "Empty the quarantine": [returns({ done: false, deleted: 1000 }), returns({ done: true, deleted: 17 })],
  "Unprotect cluster": returns({}),
  "Delete instance": returns({}),
  "Delete cluster": returns({}),
  "Await the cluster's end": [cluster("deleting"), noCluster],
  "Delete snapshot": returns({}),
  "Delete production's snapshot": returns({}),
  "Unprotect table": returns({}),
  "Delete table": returns({}),
  "Release the lock": returns({ released: true }),
} as const;
