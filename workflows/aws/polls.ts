/** What the workflows wait for, said once: asked every half minute, for four hours at most. */

import type { ResultOf } from "../kit/contract/index.ts";
import { and, type Expr, eq, not, or, whenPresent } from "../kit/index.ts";
import type { describeClusterStatus, describeInstance, describePassword } from "./rds-clusters.ts";
import type { describeSnapshot } from "./rds-snapshots.ts";
import type { describeAutomation } from "./ssm.ts";

const patience = { every: 30, atMost: 480 } as const;

type Status = Expr<{ status: string }>;
const available = {
  ...patience,
  until: ({ status }: Status) => eq(status, "available"),
  failIf: ({ status }: Status) => eq(status, "failed"),
} as const;

/** A snapshot that can be copied or restored. */
export const snapshotAvailable = {
  ...available,
  keep: ({ DbClusterSnapshots }: Expr<ResultOf<typeof describeSnapshot>>) => ({ status: DbClusterSnapshots[0].Status }),
} as const;

/** A cluster that takes changes. */
export const clusterAvailable = {
  ...available,
  keep: ({ DbClusters }: Expr<ResultOf<typeof describeClusterStatus>>) => ({ status: DbClusters[0].Status }),
} as const;

/** A cluster whose master password RDS has made and keeps. */
export const passwordActive = {
  ...patience,
  until: ({ DbClusters }: Expr<ResultOf<typeof describePassword>>) =>
    and(
      whenPresent(DbClusters[0].MasterUserSecret, (secret) => eq(secret.SecretStatus, "active")),
      eq(DbClusters[0].Status, "available"),
    ),
} as const;

/** An instance that takes connections. */
export const instanceAvailable = {
  ...available,
  keep: ({ DbInstances }: Expr<ResultOf<typeof describeInstance>>) => ({ status: DbInstances[0].DbInstanceStatus }),
} as const;

/** The filter that finds one Automation. */
export const automationNamed = <Id>(
  id: Id,
): { readonly Filters: readonly [{ readonly Key: "ExecutionId"; readonly Values: readonly [Id] }] } => ({
  Filters: [{ Key: "ExecutionId", Values: [id] }],
});

type AutomationStatus = ResultOf<typeof describeAutomation>["AutomationExecutionMetadataList"][number]["AutomationExecutionStatus"];
type Automation = Expr<{ status: AutomationStatus }>;
const runs = ({ status }: Automation) =>
  or(eq(status, "Pending"), eq(status, "InProgress"), eq(status, "Waiting"), eq(status, "Cancelling"));
const automation = {
  keep: ({ AutomationExecutionMetadataList }: Expr<ResultOf<typeof describeAutomation>>) => ({
    status: AutomationExecutionMetadataList[0].AutomationExecutionStatus,
  }),
} as const;

/** An Automation that has done its work. */
export const automationSucceeded = {
  ...patience,
  ...automation,
  until: ({ status }: Automation) => eq(status, "Success"),
  failIf: (state: Automation) => not(runs(state)),
} as const;

/** An Automation that no longer runs, however it ended. */
export const automationEnded = { every: 60, atMost: 10, ...automation, until: (state: Automation) => not(runs(state)) } as const;
