/** The actions that permissions may name: a wrong one is a compile error, and so is `*` for one that takes resources. */

/** Actions on resources, by IAM's prefix. One that is missing here is added here. */
interface OnResources {
  readonly "application-autoscaling":
    | "DeregisterScalableTarget"
    | "ListTagsForResource"
    | "PutScalingPolicy"
    | "RegisterScalableTarget"
    | "TagResource";
  readonly cloudwatch:
    | "DeleteAlarms"
    | "DescribeAlarms"
    | "EnableAlarmActions"
    | "GetDashboard"
    | "ListTagsForResource"
    | "PutMetricAlarm"
    | "SetAlarmState"
    | "TagResource";
  readonly dynamodb:
    | "DeleteItem"
    | "DeleteTable"
    | "DescribeContinuousBackups"
    | "DescribeExport"
    | "DescribeImport"
    | "DescribeTable"
    | "DescribeTimeToLive"
    | "ExportTableToPointInTime"
    | "GetItem"
    | "ImportTable"
    | "ListTagsOfResource"
    | "PutItem"
    | "Query"
    | "Scan"
    | "TagResource"
    | "UpdateContinuousBackups"
    | "UpdateItem"
    | "UpdateTable"
    | "UpdateTimeToLive";
  readonly ec2: "AssignPrivateIpAddresses" | "CreateNetworkInterface" | "DeleteNetworkInterface" | "UnassignPrivateIpAddresses";
  readonly events: "DescribeRule" | "ListTagsForResource" | "ListTargetsByRule" | "PutRule" | "PutTargets" | "TagResource";
  readonly iam:
    | "GetPolicy"
    | "GetPolicyVersion"
    | "GetRole"
    | "GetRolePolicy"
    | "ListAttachedRolePolicies"
    | "ListRolePolicies"
    | "ListRoleTags"
    | "PassRole"
    | "TagRole";
  readonly kms:
    | "CreateGrant"
    | "Decrypt"
    | "DescribeKey"
    | "Encrypt"
    | "GenerateDataKey"
    | "GenerateDataKeyWithoutPlaintext"
    | "GenerateMac"
    | "GetKeyPolicy"
    | "GetKeyRotationStatus"
    | "ListResourceTags"
    | "ReEncryptFrom"
    | "ReEncryptTo"
    | "TagResource"
    | "VerifyMac";
  readonly lambda:
    | "GetFunction"
    | "GetFunctionConcurrency"
    | "GetFunctionConfiguration"
    | "GetPolicy"
    | "InvokeFunction"
    | "ListTags"
    | "TagResource";
  readonly logs:
    | "CreateLogGroup"
    | "CreateLogStream"
    | "DescribeLogGroups"
    | "DescribeLogStreams"
    | "DescribeMetricFilters"
    | "ListTagsForResource"
    | "PutLogEvents"
    | "PutRetentionPolicy"
    | "TagResource";
  readonly rds:
    | "AddTagsToResource"
    | "CopyDBClusterSnapshot"
    | "CreateDBClusterSnapshot"
    | "CreateDBInstance"
    | "DeleteDBCluster"
    | "DeleteDBClusterSnapshot"
    | "DeleteDBInstance"
    | "DescribeDBClusterParameterGroups"
    | "DescribeDBClusterParameters"
    | "DescribeDBClusterSnapshots"
    | "DescribeDBClusters"
    | "DescribeDBInstances"
    | "DescribeDBParameterGroups"
    | "DescribeDBParameters"
    | "DescribeDBSubnetGroups"
    | "EnableHttpEndpoint"
    | "ListTagsForResource"
    | "ModifyDBCluster"
    | "ModifyDBClusterSnapshotAttribute"
    | "RestoreDBClusterFromSnapshot";
  readonly "rds-data": "BeginTransaction" | "CommitTransaction" | "ExecuteStatement" | "RollbackTransaction";
  readonly s3:
    | "AbortMultipartUpload"
    | "DeleteObject"
    | "DeleteObjectVersion"
    | "GetBucketLocation"
    | "GetBucketLogging"
    | "GetBucketNotification"
    | "GetBucketOwnershipControls"
    | "GetBucketPolicy"
    | "GetBucketPublicAccessBlock"
    | "GetBucketTagging"
    | "GetBucketVersioning"
    | "GetEncryptionConfiguration"
    | "GetLifecycleConfiguration"
    | "GetObject"
    | "GetObjectTagging"
    | "GetObjectVersion"
    | "GetObjectVersionTagging"
    | "ListBucket"
    | "ListBucketMultipartUploads"
    | "ListBucketVersions"
    | "ListMultipartUploadParts"
    | "PutBucketPolicy"
    | "PutBucketPublicAccessBlock"
    | "PutBucketTagging"
    | "PutEncryptionConfiguration"
    | "PutLifecycleConfiguration"
    | "PutObject"
    | "PutObjectAcl"
    | "PutObjectTagging";
  readonly secretsmanager: "CreateSecret" | "DescribeSecret" | "GetResourcePolicy" | "GetSecretValue" | "TagResource";
  readonly sns: "GetTopicAttributes" | "ListSubscriptionsByTopic" | "ListTagsForResource" | "Publish" | "TagResource";
  readonly sqs: "GetQueueAttributes" | "GetQueueUrl" | "ListQueueTags" | "SendMessage" | "TagQueue";
  readonly ssm:
    | "AddTagsToResource"
    | "DescribeDocument"
    | "DescribeDocumentPermission"
    | "GetAutomationExecution"
    | "GetDocument"
    | "GetParameter"
    | "GetParameters"
    | "GetParametersByPath"
    | "ListTagsForResource"
    | "PutParameter"
    | "StartAutomationExecution"
    | "StopAutomationExecution";
  readonly states:
    | "DescribeExecution"
    | "DescribeStateMachine"
    | "ListExecutions"
    | "ListTagsForResource"
    | "StartExecution"
    | "StopExecution"
    | "TagResource";
  readonly sts: "AssumeRole";
}

/** Actions for which AWS knows no resource: only these may stand beside `*`. */
interface OnEverything {
  readonly "application-autoscaling": "DescribeScalableTargets" | "DescribeScalingPolicies";
  readonly cloudwatch: "GetMetricData" | "ListDashboards" | "ListMetrics" | "PutMetricData";
  readonly dynamodb: "ListExports" | "ListTables";
  readonly ec2:
    | "DescribeFlowLogs"
    | "DescribeInternetGateways"
    | "DescribeNatGateways"
    | "DescribeNetworkInterfaces"
    | "DescribeRouteTables"
    | "DescribeSecurityGroupRules"
    | "DescribeSecurityGroups"
    | "DescribeSubnets"
    | "DescribeVpcAttribute"
    | "DescribeVpcEndpoints"
    | "DescribeVpcs";
  readonly events: "ListRules";
  readonly iam: "ListRoles";
  readonly kms: "ListAliases" | "ListKeys";
  readonly lambda: "ListFunctions";
  readonly logs:
    | "CreateLogDelivery"
    | "DeleteLogDelivery"
    | "DescribeLogGroups"
    | "DescribeResourcePolicies"
    | "GetLogDelivery"
    | "ListLogDeliveries"
    | "PutResourcePolicy"
    | "UpdateLogDelivery";
  readonly s3: "ListAllMyBuckets";
  readonly secretsmanager: "ListSecrets";
  readonly sns: "ListSubscriptions" | "ListTopics";
  readonly sqs: "ListQueues";
  readonly ssm: "DescribeAutomationExecutions" | "DescribeParameters" | "ListDocuments";
  readonly states: "ListStateMachines";
  readonly tag: "GetResources";
  readonly xray: "GetSamplingRules" | "GetSamplingTargets" | "PutTelemetryRecords" | "PutTraceSegments";
}

type Named<Services> = { readonly [S in keyof Services & string]: `${S}:${Services[S] & string}` }[keyof Services & string];

/** `s3:GetObject`: an action that takes resources. */
export type ResourceAction = Named<OnResources>;
/** `dynamodb:ListTables`: an action for which AWS knows no resource. */
export type WideAction = Named<OnEverything>;
/** Any known action. */
export type Action = ResourceAction | WideAction;
