/** Scenarios of `aurora-refresh`: a call is refused, or refused once too often. */
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { input, goodRun as mocks } from "./support/aurora-refresh.ts";
import { throttledOnce } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(auroraRefresh, { input, mocks });
const fails = <E extends string>(error: E) => ({ status: "FAILED", error }) as const;
const withoutSnapshot = { input: { ...input, snapshotArn: "" } };

export const refusedInProduction = [
  vary(
    "production's cluster cannot take a snapshot now",
    { "Take production's snapshot": { throws: "Rds.InvalidDbClusterStateException" } },
    { ...fails("Rds.InvalidDbClusterStateException"), never: ["Copy production's snapshot"] },
    withoutSnapshot,
  ),
  vary(
    "a copy of that name is there already",
    { "Copy production's snapshot": { throws: "Rds.DbClusterSnapshotAlreadyExistsException" } },
    { ...fails("Rds.DbClusterSnapshotAlreadyExistsException"), never: ["Share the copy"] },
  ),
  vary(
    "the copy goes while it is awaited",
    { "Await the shareable copy": { throws: "Rds.DbClusterSnapshotNotFoundException" } },
    { ...fails("Rds.DbClusterSnapshotNotFoundException"), never: ["Share the copy"] },
  ),
  vary(
    "production does not let the copy be shared",
    { "Share the copy": { throws: "States.Permissions" } },
    { ...fails("States.Permissions"), never: ["Start cloning"] },
  ),
];

export const refusedInQuarantine = [
  vary(
    "too many Automations run: cloning does not start",
    { "Start cloning": { throws: "Ssm.AutomationExecutionLimitExceededException" } },
    { ...fails("Ssm.AutomationExecutionLimitExceededException"), never: ["Await the clone"] },
  ),
  vary(
    "the clone is gone after cloning",
    { "Describe the clone": { throws: "Rds.DbClusterNotFoundException" } },
    { ...fails("Rds.DbClusterNotFoundException"), never: ["Plan the statements"] },
  ),
  vary(
    "the clone never answers: no statement is planned",
    { "Plan the statements": { throws: "Aurora.DatabaseUnavailable" } },
    { ...fails("Aurora.DatabaseUnavailable"), visits: { "Plan the statements": 1 }, never: ["Start masking"] },
  ),
  vary(
    "too many Automations run: masking does not start",
    { "Start masking": { throws: "Ssm.AutomationExecutionLimitExceededException" } },
    { ...fails("Ssm.AutomationExecutionLimitExceededException"), never: ["Prove the clone", "Snapshot the masked clone"] },
  ),
  vary(
    "a column was not masked: the clone never becomes a snapshot",
    { "Prove the clone": { throws: "Masking.Incomplete" } },
    { ...fails("Masking.Incomplete"), never: ["Snapshot the masked clone"] },
  ),
  vary(
    "the clone sleeps when its proof begins",
    { "Prove the clone": [{ throws: "Aurora.DatabaseUnavailable" }, mocks["Prove the clone"]] },
    { status: "SUCCEEDED" },
  ),
  vary(
    "the clone never answers: it is not proved",
    { "Prove the clone": { throws: "Aurora.DatabaseUnavailable" } },
    { ...fails("Aurora.DatabaseUnavailable"), never: ["Snapshot the masked clone"] },
  ),
];

export const refusedForTonight = [
  vary(
    "the clone cannot be snapshot now",
    { "Snapshot the masked clone": { throws: "Rds.InvalidDbClusterStateException" } },
    { ...fails("Rds.InvalidDbClusterStateException"), never: ["Copy it under the data key"] },
  ),
  vary(
    "the data key cannot be used",
    { "Copy it under the data key": { throws: "States.TaskFailed", cause: "KMSKeyNotAccessibleFault" } },
    { ...fails("States.TaskFailed"), cause: "KMSKeyNotAccessibleFault", never: ["Restore tonight's cluster"] },
  ),
  vary(
    "a cluster of tonight's name is there already",
    { "Restore tonight's cluster": { throws: "Rds.DbClusterAlreadyExistsException" } },
    { ...fails("Rds.DbClusterAlreadyExistsException"), never: ["Create the writer"] },
  ),
  vary(
    "the writer cannot be created",
    { "Create the writer": { throws: "Rds.InvalidDbClusterStateException" } },
    { ...fails("Rds.InvalidDbClusterStateException"), never: ["Manage the password"] },
  ),
  vary(
    "the cluster stays too busy to make its password",
    { "Manage the password": { throws: "Rds.InvalidDbClusterStateException" } },
    { ...fails("Rds.InvalidDbClusterStateException"), visits: { "Manage the password": 1 }, never: ["Await the password"] },
  ),
  vary(
    "the Data API cannot be opened",
    { "Open the Data API": { throws: "Rds.InvalidResourceStateException" } },
    { ...fails("Rds.InvalidResourceStateException"), never: ["Check tonight's cluster"] },
  ),
  vary(
    "tonight's cluster answers late, and Lambda throttles all the while",
    {
      "Plan the statements": throttledOnce(mocks["Plan the statements"]),
      "Prove the clone": throttledOnce(mocks["Prove the clone"]),
      "Check tonight's cluster": [
        { throws: "Aurora.DatabaseUnavailable" },
        { throws: "Lambda.TooManyRequestsException" },
        mocks["Check tonight's cluster"],
      ],
    },
    { status: "SUCCEEDED" },
  ),
  vary(
    "tonight's cluster never answers",
    { "Check tonight's cluster": { throws: "Aurora.DatabaseUnavailable" } },
    { ...fails("Aurora.DatabaseUnavailable"), visits: ["Open the Data API"] },
  ),
];
