/** Which IAM actions a call of the SDK needs, and which it may need by its arguments. */
import type { SdkCall } from "./sdk-calls.ts";

const prefixes: ReadonlyMap<string, string> = new Map([
  ["client-application-auto-scaling", "application-autoscaling"],
  ["client-cloudwatch", "cloudwatch"],
  ["client-cloudwatch-logs", "logs"],
  ["client-dynamodb", "dynamodb"],
  ["client-ec2", "ec2"],
  ["client-eventbridge", "events"],
  ["client-iam", "iam"],
  ["client-kms", "kms"],
  ["client-lambda", "lambda"],
  ["client-rds", "rds"],
  ["client-rds-data", "rds-data"],
  ["client-resource-groups-tagging-api", "tag"],
  ["client-s3", "s3"],
  ["client-secrets-manager", "secretsmanager"],
  ["client-sfn", "states"],
  ["client-sns", "sns"],
  ["client-sqs", "sqs"],
  ["client-ssm", "ssm"],
  ["client-sts", "sts"],
]);

export interface Actions {
  readonly needs: readonly string[];
  readonly may: readonly string[];
}

const only = (...needs: string[]): Actions => ({ needs, may: [] });

/** Calls whose actions have other names. */
const others: ReadonlyMap<SdkCall, Actions> = new Map<SdkCall, Actions>([
  [
    "client-application-auto-scaling:DeregisterScalableTarget",
    { needs: ["application-autoscaling:DeregisterScalableTarget"], may: ["cloudwatch:DeleteAlarms"] },
  ],
  [
    "client-application-auto-scaling:PutScalingPolicy",
    { needs: ["application-autoscaling:PutScalingPolicy"], may: ["cloudwatch:DescribeAlarms", "cloudwatch:PutMetricAlarm"] },
  ],
  ["client-cloudwatch:PutMetricAlarm", { needs: ["cloudwatch:PutMetricAlarm"], may: ["cloudwatch:TagResource"] }],
  ["client-lambda:Invoke", only("lambda:InvokeFunction")],
  ["client-rds-data:ExecuteStatement", only("rds-data:ExecuteStatement", "secretsmanager:GetSecretValue")],
  [
    "client-s3:CopyObject",
    {
      needs: ["s3:GetObject", "s3:GetObjectTagging", "s3:PutObject"],
      may: ["s3:GetObjectVersion", "s3:GetObjectVersionTagging", "s3:PutObjectTagging"],
    },
  ],
  ["client-s3:DeleteObjects", { needs: ["s3:DeleteObject"], may: ["s3:DeleteObjectVersion"] }],
  ["client-s3:GetBucketEncryption", only("s3:GetEncryptionConfiguration")],
  ["client-s3:GetBucketLifecycleConfiguration", only("s3:GetLifecycleConfiguration")],
  ["client-s3:CompleteMultipartUpload", only("s3:PutObject")],
  ["client-s3:CreateMultipartUpload", { needs: ["s3:PutObject"], may: ["s3:PutObjectTagging"] }],
  ["client-s3:GetObjectTagging", { needs: ["s3:GetObjectTagging"], may: ["s3:GetObjectVersionTagging"] }],
  ["client-s3:GetObject", { needs: ["s3:GetObject"], may: ["s3:GetObjectVersion", "s3:ListBucket"] }],
  ["client-s3:GetPublicAccessBlock", only("s3:GetBucketPublicAccessBlock")],
  ["client-s3:HeadBucket", only("s3:ListBucket")],
  ["client-s3:HeadObject", { needs: ["s3:GetObject"], may: ["s3:GetObjectVersion", "s3:ListBucket"] }],
  ["client-s3:ListBuckets", only("s3:ListAllMyBuckets")],
  ["client-s3:ListParts", only("s3:ListMultipartUploadParts")],
  ["client-s3:ListMultipartUploads", only("s3:ListBucketMultipartUploads")],
  ["client-s3:ListObjectVersions", only("s3:ListBucketVersions")],
  ["client-s3:ListObjectsV2", only("s3:ListBucket")],
  ["client-s3:PutBucketLifecycleConfiguration", only("s3:PutLifecycleConfiguration")],
  ["client-s3:PutPublicAccessBlock", only("s3:PutBucketPublicAccessBlock")],
  ["client-s3:UploadPartCopy", { needs: ["s3:GetObject", "s3:PutObject"], may: ["s3:GetObjectVersion"] }],
  ["lib-storage:Upload", only("s3:AbortMultipartUpload", "s3:PutObject")],
]);

/** @throws Error for a client that has no prefix here */
export function actionsOf(call: SdkCall): Actions {
  const [client = "", name = ""] = call.split(":");
  const prefix = prefixes.get(client);
  const other = others.get(call);
  if (other !== undefined) return other;
  if (prefix === undefined) throw new Error(`${call}: add the client's IAM prefix to test/handlers/support/iam-actions.ts.`);
  return only(`${prefix}:${name}`);
}
