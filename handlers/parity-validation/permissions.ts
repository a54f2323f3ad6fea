/** What `parity_validation_handler` may do: look at everything of the environment, and repair what is on the list. */
import { allow, arn, everywhere, permissions, resource, token } from "../../workflows/kit/contract/permissions/index.ts";
import { buckets, environment, everyFunction, keys, readMaskedObjects, via, writeMaskedObjects } from "../shared/permissions/index.ts";

const artifacts = token("artifact_bucket_arn");
const topic = resource`${token("failure_topic_arn")}`;

const own = (service: string, kind: string) => arn(service, resource`${kind}${environment}-*`);
const roles = resource`arn:${token("partition")}:iam::${token("account_id")}:role/${environment}-*`;
const named = resource`arn:${token("partition")}:s3:::${environment}-*`;
const stack = [artifacts, buckets.data, buckets.staging, buckets.quarantine].map((bucket) => resource`${bucket}`);
const logGroups = [arn("logs", resource`log-group:*${environment}-*`), arn("logs", resource`log-group:*${environment}-*:*`)];

export const parityValidationPermissions = permissions("parity-validation", [
  ...everyFunction("parity-validation"),
  allow("ReadExpectationsAndParts", {
    why: "What Terraform has made, and what earlier calls of the same validation have found.",
    actions: ["s3:GetObject"],
    resources: [resource`${artifacts}/expectations/*`, resource`${artifacts}/parity/*`],
  }),
  allow("WriteReports", {
    why: "The drift report as JSON and as a page, and the parts of it.",
    actions: ["s3:PutObject"],
    resources: [resource`${artifacts}/parity/*`],
  }),
  readMaskedObjects,
  writeMaskedObjects,
  allow("TellPeople", {
    why: "Drift that reaches the threshold or is critical is said to those who hear of failures.",
    actions: ["sns:Publish"],
    resources: [topic],
  }),
  allow("EncryptTheMessage", {
    why: "The topic is under the data key.",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    resources: [resource`${keys.data}`],
    when: { StringEquals: { "kms:ViaService": [via("sns")] } },
  }),
  allow("GoOn", {
    why: "Where its time ends it invokes itself with a cursor.",
    actions: ["lambda:InvokeFunction"],
    resources: [arn("lambda", resource`function:${environment}-parity-validation`)],
  }),
  everywhere("ListEverything", {
    why: "What Terraform has not made is found by listing, and AWS filters by name only afterwards.",
    actions: [
      "application-autoscaling:DescribeScalableTargets",
      "application-autoscaling:DescribeScalingPolicies",
      "cloudwatch:ListDashboards",
      "dynamodb:ListTables",
      "ec2:DescribeSecurityGroupRules",
      "ec2:DescribeSecurityGroups",
      "events:ListRules",
      "iam:ListRoles",
      "kms:ListAliases",
      "lambda:ListFunctions",
      "logs:DescribeLogGroups",
      "s3:ListAllMyBuckets",
      "sns:ListTopics",
      "sqs:ListQueues",
      "ssm:DescribeParameters",
      "ssm:ListDocuments",
      "states:ListStateMachines",
      "tag:GetResources",
    ],
  }),
  allow("ReadBuckets", {
    why: "Each setting of a bucket is a sub-resource; ListBucket stands for whether the bucket is there.",
    actions: [
      "s3:GetBucketOwnershipControls",
      "s3:GetBucketPolicy",
      "s3:GetBucketPublicAccessBlock",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:ListBucket",
    ],
    resources: [...stack, named],
  }),
  // The names of tables begin with their services'.
  allow("ReadTables", {
    why: "The settings of day 0's tables and of tonight's, never an item.",
    actions: ["dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"],
    resources: [arn("dynamodb", "table/*")],
  }),
  // Without a name RDS lists all, which is all or nothing.
  allow("ReadClusters", {
    why: "The settings of day 0's cluster and of tonight's.",
    actions: ["rds:DescribeDBClusters", "rds:DescribeDBInstances"],
    resources: [arn("rds", "cluster:*"), arn("rds", "db:*")],
  }),
  // A key has no name; its aliases have.
  allow("ReadKeys", {
    why: "Rotation, policy and tags of keys; none is used.",
    actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
    resources: [arn("kms", "key/*")],
  }),
  allow("ReadRoles", {
    why: "Who may take a role, and what it may do then.",
    actions: ["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    resources: [roles],
  }),
  allow("ReadFunctionsAndMachines", {
    why: "The configuration of functions and state machines.",
    actions: ["lambda:GetFunction", "states:DescribeStateMachine", "states:ListTagsForResource"],
    resources: [own("lambda", "function:"), own("states", "stateMachine:")],
  }),
  allow("ReadDocument", {
    why: "Version and hash of the document, never its text.",
    actions: ["ssm:DescribeDocument"],
    resources: [own("ssm", "document/")],
  }),
  allow("ReadTagsOfParameters", {
    why: "Of parameters the type, the key and the tags.",
    actions: ["ssm:ListTagsForResource"],
    resources: [arn("ssm", resource`parameter/${environment}/*`)],
  }),
  allow("FollowPointers", {
    why: "The pointers, which are no secrets, say which tables and which cluster are live.",
    actions: ["ssm:GetParameters"],
    resources: [arn("ssm", resource`parameter/${environment}/*/data`)],
  }),
  allow("ReadRules", {
    why: "Schedules, patterns and targets.",
    actions: ["events:DescribeRule", "events:ListTagsForResource", "events:ListTargetsByRule"],
    resources: [own("events", "rule/")],
  }),
  allow("ReadTopicsAndQueues", {
    why: "Encryption, policies, subscriptions, dead letters; never a message.",
    actions: [
      "sns:GetTopicAttributes",
      "sns:ListSubscriptionsByTopic",
      "sns:ListTagsForResource",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ListQueueTags",
    ],
    resources: [own("sns", ""), own("sqs", "")],
  }),
  allow("ReadLogGroups", {
    why: "Retention, key and filters of log groups, never a line.",
    actions: ["logs:DescribeMetricFilters", "logs:ListTagsForResource"],
    resources: logGroups,
  }),
  allow("ReadAlarms", {
    why: "Alarms are listed by the beginning of their names, which AWS grants on all of them only.",
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    resources: [arn("cloudwatch", "alarm:*")],
  }),
  allow("RepairBuckets", {
    why: "Tags, public access block, lifecycle, and the denial of connections without TLS.",
    actions: ["s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:PutLifecycleConfiguration"],
    resources: stack,
  }),
  allow("RepairTables", {
    why: "Tags, point-in-time recovery and TTL.",
    actions: ["dynamodb:TagResource", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive"],
    resources: [arn("dynamodb", "table/*")],
  }),
  allow("RepairLogGroups", {
    why: "Tags and retention.",
    actions: ["logs:PutRetentionPolicy", "logs:TagResource"],
    resources: logGroups,
  }),
  allow("RepairAlarms", {
    why: "An alarm is made again, or calls people again.",
    actions: ["cloudwatch:EnableAlarmActions", "cloudwatch:PutMetricAlarm", "cloudwatch:TagResource"],
    resources: [own("cloudwatch", "alarm:")],
  }),
  allow("RepairTags", {
    why: "Tags of topics, queues and functions.",
    actions: ["lambda:TagResource", "sns:TagResource", "sqs:TagQueue"],
    resources: [own("lambda", "function:"), own("sns", ""), own("sqs", "")],
  }),
]);
