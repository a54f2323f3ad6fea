/** Production's role `refresh-reader`: reads objects, exports tables into the quarantine, finds snapshots. Production's administrators make it. */
import { allow, everywhere, permissions, resource, token } from "../../../workflows/kit/contract/permissions/index.ts";
import { buckets, keys, objectsIn, runFiles, via } from "./resources.ts";

const place = resource`${token("region")}:${token("prod_account_id")}`;
const bucket = resource`arn:${token("partition")}:s3:::${token("prod_data_bucket")}`;
const snapshots = resource`arn:${token("partition")}:rds:${place}:cluster-snapshot:*`;

export const refreshReaderPermissions = permissions("refresh-reader", [
  allow("ListObjects", {
    why: "The list of objects, by version where the bucket has versions.",
    actions: ["s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions"],
    resources: [bucket],
  }),
  allow("ReadObjects", {
    why: "The objects themselves with their tags, in the version of the run's instant.",
    actions: ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"],
    resources: [resource`${bucket}/*`],
  }),
  allow("ExportTables", {
    why: "Tables are described and a page of their items is looked at for the plan; they are exported, and the export is followed.",
    actions: [
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:DescribeExport",
      "dynamodb:DescribeTable",
      "dynamodb:ExportTableToPointInTime",
      "dynamodb:Scan",
    ],
    resources: [resource`arn:${token("partition")}:dynamodb:${place}:table/*`],
  }),
  everywhere("ListTablesAndExports", {
    why: "The tables of all services; exports that still write into the quarantine when it is to be emptied.",
    actions: ["dynamodb:ListExports", "dynamodb:ListTables"],
  }),
  allow("FindSnapshots", {
    why: "The newest snapshot of the cluster is the instant of the run.",
    actions: ["rds:DescribeDBClusterSnapshots"],
    resources: [snapshots, resource`arn:${token("partition")}:rds:${place}:cluster:${token("prod_cluster_identifier")}`],
  }),
  allow("WriteIntoTheTestAccount", {
    why: "Exports go straight into the quarantine, harmless objects straight into the staging bucket.",
    actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl"],
    resources: [...objectsIn(buckets.quarantine, "exports/*"), ...runFiles("objects/*")],
  }),
  allow("KeepTagsAndGoOn", {
    why: "Harmless objects keep their tags; a copy in parts that was cut off goes on with those that it has.",
    actions: ["s3:ListMultipartUploadParts", "s3:PutObjectTagging"],
    resources: runFiles("objects/*"),
  }),
  allow("EncryptThere", {
    why: "Both buckets are under keys of the test account.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [resource`${keys.s3}`, resource`${keys.quarantine}`],
    when: { StringLike: { "kms:ViaService": [via("s3"), via("dynamodb")] } },
  }),
]);
