/** Scenarios of `aurora-refresh`: everything that it waits for fails, or never comes. */
import { auroraRefresh } from "../../workflows/aurora-refresh/aurora-refresh.ts";
import { automation, cluster, input, instance, goodRun as mocks, snapshot } from "./support/aurora-refresh.ts";
import { returns } from "./support/values.ts";
import { variationsOf } from "./support/variations.ts";

const vary = variationsOf(auroraRefresh, { input, mocks });
const failed = { status: "FAILED", error: "Poll.Failed" } as const;
const gaveUp = { status: "FAILED", error: "Poll.GaveUp" } as const;
const withoutSnapshot = { input: { ...input, snapshotArn: "" } };

export const snapshotsThatDoNotCome = [
  vary(
    "the snapshot that production takes fails",
    { "Await production's snapshot": [snapshot("creating"), snapshot("failed")] },
    { ...failed, visits: ["Await production's snapshot: failed"], never: ["Copy production's snapshot"] },
    withoutSnapshot,
  ),
  vary(
    "the snapshot that production takes is never available",
    { "Await production's snapshot": snapshot("creating") },
    { ...gaveUp, visits: { "Await production's snapshot": 480 }, never: ["Copy production's snapshot"] },
    withoutSnapshot,
  ),
  vary(
    "the shareable copy is never available",
    { "Await the shareable copy": snapshot("copying") },
    { ...gaveUp, visits: { "Await the shareable copy": 480, "Await the shareable copy: wait": 479 }, never: ["Share the copy"] },
  ),
  vary(
    "the snapshot of the masked clone fails",
    { "Await the masked snapshot": snapshot("failed") },
    { ...failed, visits: ["Await the masked snapshot: failed"], never: ["Copy it under the data key"] },
  ),
  vary(
    "the snapshot of the masked clone is never available",
    { "Await the masked snapshot": snapshot("creating") },
    { ...gaveUp, visits: ["Await the masked snapshot: gave up"], never: ["Copy it under the data key"] },
  ),
  vary(
    "the copy under the data key fails",
    { "Await the data snapshot": snapshot("failed") },
    { ...failed, visits: ["Await the data snapshot: failed"], never: ["Restore tonight's cluster"] },
  ),
  vary(
    "the copy under the data key is never available",
    { "Await the data snapshot": snapshot("copying") },
    { ...gaveUp, visits: ["Await the data snapshot: gave up"], never: ["Restore tonight's cluster"] },
  ),
];

export const automationsThatDoNotSucceed = [
  vary(
    "cloning is cancelled by someone, in two steps",
    {
      "Await the clone": [
        automation("InProgress"),
        returns({ AutomationExecutionMetadataList: [{ AutomationExecutionStatus: "Cancelling" }] }),
        automation("Cancelled"),
      ],
    },
    { ...failed, visits: { "Await the clone": 3, "Await the clone: failed": 1 }, never: ["Describe the clone"] },
  ),
  vary(
    "masking waits, and then succeeds",
    {
      "Await the masking": [
        returns({ AutomationExecutionMetadataList: [{ AutomationExecutionStatus: "Waiting" }] }),
        automation("Success"),
      ],
    },
    { status: "SUCCEEDED", visits: { "Await the masking": 2 } },
  ),
  vary(
    "masking fails: the clone never becomes a snapshot",
    { "Await the masking": [automation("InProgress"), automation("Failed")] },
    { ...failed, visits: ["Await the masking: failed"], never: ["Prove the clone", "Snapshot the masked clone"] },
  ),
  vary(
    "masking never ends: the clone never becomes a snapshot",
    { "Await the masking": automation("InProgress") },
    { ...gaveUp, visits: ["Await the masking: gave up"], never: ["Prove the clone", "Snapshot the masked clone"] },
  ),
];

export const tonightThatDoesNotCome = [
  vary(
    "tonight's cluster is never available",
    { "Await tonight's cluster": cluster("creating") },
    { ...gaveUp, visits: ["Await tonight's cluster: gave up"], never: ["Create the writer"] },
  ),
  vary(
    "the writer is never available",
    { "Await the writer": instance("creating") },
    { ...gaveUp, visits: ["Await the writer: gave up"], never: ["Manage the password"] },
  ),
  vary(
    "the password is active, and the cluster is never available again",
    {
      "Await the password": returns({
        DbClusters: [{ Status: "resetting-master-credentials", MasterUserSecret: { SecretStatus: "active" } }],
      }),
    },
    { ...gaveUp, visits: ["Await the password: gave up"], never: ["Describe tonight's cluster", "Open the Data API"] },
  ),
];
