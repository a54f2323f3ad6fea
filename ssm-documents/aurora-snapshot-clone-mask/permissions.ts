/** What the document's role may do: copy the shared snapshot, make the clone, mask it by the planned statements. */
import { allow, arn, keyUse, permissions, resource, token } from "../../workflows/kit/contract/permissions/index.ts";

const run = "????????t????-????";
const cluster = arn("rds", `cluster:refresh-clone-${run}`);
const instance = arn("rds", `db:refresh-clone-${run}-1`);
const rawSnapshot = arn("rds", `cluster-snapshot:refresh-${run}-raw`);
const sharedSnapshot = resource`arn:${token("partition")}:rds:${token("region")}:${token("prod_account_id")}:cluster-snapshot:refresh-${run}`;
const secret = arn("secretsmanager", "secret:rds!cluster-*");
const quarantineKey = resource`${token("quarantine_key_arn")}`;
const snapshotKey = resource`${token("prod_snapshot_key_arn")}`;
const via = (service: string) => resource`${service}.${token("region")}.amazonaws.com`;

export const auroraSnapshotCloneMaskPermissions = permissions("aurora-snapshot-clone-mask", [
  allow("CopyTheSharedSnapshot", {
    why: "Production's shared snapshot is copied under the quarantine's key.",
    actions: ["rds:CopyDBClusterSnapshot"],
    resources: [rawSnapshot, sharedSnapshot],
  }),
  allow("FollowTheCopy", {
    why: "The step waits until the copy is there; a repeated step finds the one that it made.",
    actions: ["rds:DescribeDBClusterSnapshots"],
    resources: [rawSnapshot],
  }),
  allow("MakeTheClone", {
    why: "The clone is restored from the copy into the quarantine's subnets, with the parameter and option groups that RDS chooses.",
    actions: ["rds:RestoreDBClusterFromSnapshot"],
    resources: [
      cluster,
      rawSnapshot,
      arn("rds", resource`subgrp:${token("quarantine_subnet_group")}`),
      arn("rds", "cluster-pg:default.*"),
      arn("rds", "og:default:*"),
    ],
  }),
  allow("MakeItsInstance", {
    why: "One instance, in the clone.",
    actions: ["rds:CreateDBInstance"],
    resources: [cluster, instance, arn("rds", "pg:default.*"), arn("rds", "og:default:*")],
  }),
  allow("TagWhatIsMade", {
    why: "Everything of a run carries its id.",
    actions: ["rds:AddTagsToResource"],
    resources: [cluster, instance, rawSnapshot],
  }),
  allow("OpenTheClone", {
    why: "A new password, which RDS manages, and the Data API.",
    actions: ["rds:DescribeDBClusters", "rds:EnableHttpEndpoint", "rds:ModifyDBCluster"],
    resources: [cluster],
  }),
  allow("FollowTheInstance", {
    why: "The step waits until the instance serves.",
    actions: ["rds:DescribeDBInstances"],
    resources: [instance],
  }),
  allow("LetRdsManageThePassword", {
    why: "RDS makes the secret with the rights of whoever asks it to manage the password.",
    actions: ["secretsmanager:CreateSecret", "secretsmanager:TagResource"],
    resources: [secret],
  }),
  allow("ReadTheClonesSecret", {
    why: "The Data API logs in with the clone's secret, and reads it in the caller's name.",
    actions: ["secretsmanager:GetSecretValue"],
    resources: [secret],
    when: { ArnLike: { "secretsmanager:ResourceTag/aws:rds:primaryDBClusterArn": [cluster] } },
  }),
  allow("MaskTheClone", {
    why: "The planned statements, each once.",
    actions: ["rds-data:ExecuteStatement"],
    resources: [cluster],
  }),
  allow("ReadStatements", {
    why: "The file of statements of the run.",
    actions: ["s3:GetObject"],
    resources: [resource`${token("staging_bucket_arn")}/runs/*/aurora/statements.jsonl`],
  }),
  allow("DecryptStatements", {
    why: "The staging bucket is under the key of the buckets.",
    actions: ["kms:Decrypt"],
    resources: [resource`${token("s3_key_arn")}`],
    when: { StringEquals: { "kms:ViaService": [via("s3")] } },
  }),
  allow("UseTheKeysOfSnapshots", {
    why: "RDS decrypts the shared snapshot under production's key and encrypts copy, clone and secret under the quarantine's.",
    actions: keyUse,
    resources: [quarantineKey, snapshotKey],
    when: { StringEquals: { "kms:ViaService": [via("rds"), via("secretsmanager")] } },
  }),
  allow("LetRdsUseThem", {
    why: "RDS keeps a key by a grant for as long as what it encrypts exists.",
    actions: ["kms:CreateGrant"],
    resources: [quarantineKey, snapshotKey],
    when: { Bool: { "kms:GrantIsForAWSResource": ["true"] } },
  }),
]);
