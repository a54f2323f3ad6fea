/** What `dynamodb_refresh_handler` may do: check exports, give tonight's tables the settings of the live ones. */
import { allow, arn, everywhere, permissions, resource } from "../../workflows/kit/contract/permissions/index.ts";
import { buckets, everyFunction, objectsIn, readRawObjects, tonight } from "../shared/permissions/index.ts";

export const dynamodbRefreshPermissions = permissions("dynamodb-refresh", [
  ...everyFunction("dynamodb-refresh"),
  allow("ReadManifestsAndMaskedKeys", {
    why: "An export's manifests and their checksums, never its data files; the masked keys for the check of collisions.",
    actions: ["s3:GetObject"],
    resources: objectsIn(buckets.quarantine, "exports/*/manifest-*", "keys/*"),
  }),
  allow("ListRaw", {
    why: "The files of masked keys; a missing manifest has to be told from a forbidden one.",
    actions: ["s3:ListBucket"],
    resources: [resource`${buckets.quarantine}`],
  }),
  readRawObjects,
  allow("ReadSettingsOfTables", {
    why: "The live table's settings, whatever its name is.",
    actions: ["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"],
    resources: [arn("dynamodb", "table/*")],
  }),
  allow("FinishTonightsTables", {
    why: "Backups, expiry, tags and protection of what this night has made.",
    actions: ["dynamodb:TagResource", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive"],
    resources: [tonight.tables],
  }),
  everywhere("ReadScaling", {
    why: "What scales the live table and its indexes; what is still registered for tables that are gone.",
    actions: ["application-autoscaling:DescribeScalableTargets", "application-autoscaling:DescribeScalingPolicies"],
  }),
  allow("ScaleTonightsTables", {
    why: "Tonight's tables are scaled as the live ones are; an id says nothing of the table, so that no pattern narrows it.",
    actions: [
      "application-autoscaling:DeregisterScalableTarget",
      "application-autoscaling:PutScalingPolicy",
      "application-autoscaling:RegisterScalableTarget",
    ],
    resources: [arn("application-autoscaling", "scalable-target/*")],
  }),
  allow("AlarmsOfScaling", {
    why: "Application Auto Scaling's guide asks for these of whoever makes target tracking policies.",
    actions: ["cloudwatch:DeleteAlarms", "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"],
    resources: [arn("cloudwatch", "alarm:TargetTracking-table/*")],
  }),
]);
