/** Production's role `refresh-snapshot-publisher`: copies and shares a snapshot, deletes its own. Production's administrators make it. */
import { allow, keyUse, permissions, resource, token } from "../../../workflows/kit/contract/permissions/index.ts";

const at = resource`arn:${token("partition")}:rds:${token("region")}:${token("prod_account_id")}`;
const cluster = resource`${at}:cluster:${token("prod_cluster_identifier")}`;
const own = resource`${at}:cluster-snapshot:refresh-????????t????-????*`;
const key = resource`${token("prod_snapshot_key_arn")}`;

export const refreshSnapshotPublisherPermissions = permissions("refresh-snapshot-publisher", [
  allow("TakeSnapshot", {
    why: "When no snapshot is young enough, one is taken.",
    actions: ["rds:CreateDBClusterSnapshot"],
    resources: [cluster, own],
  }),
  allow("CopyAnySnapshot", {
    why: "A copy has one permission for its source and its target; the source may be any snapshot.",
    actions: ["rds:CopyDBClusterSnapshot", "rds:DescribeDBClusterSnapshots"],
    resources: [resource`${at}:cluster-snapshot:*`],
  }),
  allow("ShareAndDeleteOwnSnapshots", {
    why: "Only what the refresh has made itself.",
    actions: ["rds:AddTagsToResource", "rds:DeleteDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute"],
    resources: [own],
  }),
  allow("UseSnapshotKey", {
    why: "The copy is encrypted anew under the key that is shared with the test account.",
    actions: keyUse,
    resources: [key],
  }),
  allow("LetRdsUseIt", {
    why: "RDS keeps the key by a grant for as long as the snapshot exists.",
    actions: ["kms:CreateGrant"],
    resources: [key],
    when: { Bool: { "kms:GrantIsForAWSResource": ["true"] } },
  }),
]);
