/** What a good run of `aurora-refresh` answers, state by state. */
import { inRun, returns, runId, snapshotArn } from "./values.ts";

export const input = { ...inRun, snapshotArn };
const arn = (name: string) => `arn:aws:rds:us-west-2:222222222222:${name}`;
export const shareableArn = `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:refresh-${runId}`;
export const statementsKey = `runs/${runId}/aurora/statements.jsonl`;

export const snapshot = (Status: string, DbClusterSnapshotArn = arn("cluster-snapshot:refresh")) =>
  returns({ DbClusterSnapshots: [{ DbClusterSnapshotArn, Status }] });
const made = returns({ DbClusterSnapshot: { DbClusterSnapshotArn: arn("cluster-snapshot:refresh"), Status: "creating" } });
export const automation = (AutomationExecutionStatus: "InProgress" | "Success" | "Failed" | "TimedOut" | "Cancelled") =>
  returns({ AutomationExecutionMetadataList: [{ AutomationExecutionStatus }] });
export const cluster = (Status: string) => returns({ DbClusters: [{ Status }] });
export const described = (name: string) =>
  returns({
    DbClusters: [
      {
        DbClusterArn: arn(`cluster:${name}`),
        Endpoint: `${name}.cluster.example`,
        ReaderEndpoint: `${name}.cluster-ro.example`,
        Port: 5432,
        MasterUserSecret: { SecretArn: `arn:aws:secretsmanager:us-west-2:222222222222:secret:${name}` },
      },
    ],
  });
export const instance = (DbInstanceStatus: string) => returns({ DbInstances: [{ DbInstanceStatus }] });

export const goodRun = {
  "Take production's snapshot": made,
  "Await production's snapshot": [snapshot("creating"), snapshot("available")],
  "Copy production's snapshot": made,
  "Await the shareable copy": [snapshot("copying", shareableArn), snapshot("available", shareableArn)],
  "Share the copy": returns({}),
  "Start cloning": returns({ AutomationExecutionId: "c1" }),
  "Await the clone": [automation("InProgress"), automation("Success")],
  "Describe the clone": described("clone"),
  "Plan the statements": returns({ statementsKey, statementsSha256: "ab", statements: 9, tables: 6, held: 0 }),
  "Start masking": returns({ AutomationExecutionId: "m1" }),
  "Await the masking": [automation("InProgress"), automation("Success")],
  "Prove the clone": returns({ rows: 30000, tables: 6, values: 100 }),
  "Snapshot the masked clone": made,
  "Await the masked snapshot": [snapshot("creating"), snapshot("available")],
  "Copy it under the data key": made,
  "Await the data snapshot": [snapshot("copying"), snapshot("available")],
  "Restore tonight's cluster": returns({}),
  "Await tonight's cluster": [cluster("creating"), cluster("available")],
  "Create the writer": returns({}),
  "Await the writer": [instance("creating"), instance("available")],
  "Manage the password": returns({ DbCluster: { DbClusterArn: arn("cluster:tonight") } }),
  "Await the password": returns({ DbClusters: [{ Status: "available", MasterUserSecret: { SecretStatus: "active" } }] }),
  "Open the Data API": returns({}),
  "Describe tonight's cluster": described("tonight"),
  "Check tonight's cluster": returns({ rows: 30000 }),
} as const;
