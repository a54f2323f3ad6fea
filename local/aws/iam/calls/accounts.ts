/** Roles, and what looks at an account as a whole: IAM, STS, logs, metrics, the network, tags, scaling. */
import { textOf } from "../known/index.ts";
import { type Call, each, given, inPlace, type Need, onEverything, type Rule } from "./call.ts";

/** The role's trust decides with the external id; Step Functions gives its machine's ARN as one. */
const assumeRole: Rule = (call) => {
  const externalId = textOf(call.parameters, "ExternalId") ?? call.externalId;
  return [
    {
      action: "sts:AssumeRole",
      resource: given(call, "RoleArn"),
      context: {
        "sts:RoleSessionName": given(call, "RoleSessionName"),
        ...(externalId === undefined ? {} : { "sts:ExternalId": externalId }),
      },
    },
  ];
};

export const stsRules: ReadonlyMap<string, Rule> = new Map([
  ["AssumeRole", assumeRole],
  // Nobody needs a permission to ask who he is.
  ["GetCallerIdentity", (): readonly Need[] => []],
]);

const onRole: Rule = (call) => [
  { action: `iam:${call.operation}`, resource: `arn:aws:iam::${call.account}:role/${given(call, "RoleName")}` },
];
const onPolicy: Rule = (call) => [{ action: `iam:${call.operation}`, resource: given(call, "PolicyArn") }];

export const iamRules: ReadonlyMap<string, Rule> = new Map([
  ...each("GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies ListRoleTags TagRole", onRole),
  ...each("GetPolicy GetPolicyVersion", onPolicy),
  ["ListRoles", onEverything("iam:ListRoles")],
]);

const logGroup = (call: Call, ...members: readonly string[]): string => {
  const name = members.map((member) => textOf(call.parameters, member)).find((text) => text !== undefined) ?? "*";
  return name.startsWith("arn:") ? name.replace(/:\*$/, "") : inPlace(call, "logs", `log-group:${name}`);
};

const onGroup: Rule = (call) => [
  { action: `logs:${call.operation}`, resource: logGroup(call, "logGroupName", "logGroupIdentifier", "resourceArn") },
];
const onStream: Rule = (call) => [
  { action: `logs:${call.operation}`, resource: `${logGroup(call, "logGroupName")}:log-stream:${given(call, "logStreamName")}` },
];

export const logsRules: ReadonlyMap<string, Rule> = new Map([
  ...each("CreateLogGroup DescribeLogStreams DescribeMetricFilters ListTagsForResource PutRetentionPolicy TagResource", onGroup),
  ...each("CreateLogStream PutLogEvents", onStream),
  // With a prefix it still looks at all groups.
  ["DescribeLogGroups", (call: Call) => [{ action: "logs:DescribeLogGroups", resource: inPlace(call, "logs", "log-group:*") }]],
  ["DescribeResourcePolicies", onEverything("logs:DescribeResourcePolicies")],
]);

const putMetricData: Rule = (call) => [
  { action: "cloudwatch:PutMetricData", resource: "*", context: { "cloudwatch:namespace": given(call, "Namespace") } },
];

const onAlarms: Rule = (call) => {
  const named = call.parameters.AlarmNames;
  const names = Array.isArray(named) ? named.map(String) : [textOf(call.parameters, "AlarmName") ?? "*"];
  return names.map((name) => ({ action: `cloudwatch:${call.operation}`, resource: inPlace(call, "cloudwatch", `alarm:${name}`) }));
};

export const cloudwatchRules: ReadonlyMap<string, Rule> = new Map([
  ["PutMetricData", putMetricData],
  ...each("DescribeAlarms PutMetricAlarm EnableAlarmActions SetAlarmState", onAlarms),
  [
    "GetDashboard",
    (call: Call) => [
      { action: "cloudwatch:GetDashboard", resource: `arn:aws:cloudwatch::${call.account}:dashboard/${given(call, "DashboardName")}` },
    ],
  ],
  ...each("ListTagsForResource TagResource", (call: Call) => [
    { action: `cloudwatch:${call.operation}`, resource: given(call, "ResourceARN") },
  ]),
  ...each("GetMetricData ListDashboards ListMetrics", (call: Call) => [{ action: `cloudwatch:${call.operation}`, resource: "*" }]),
]);

/** Services whose reads know no resources. */
const wide =
  (prefix: string): Rule =>
  (call) => [{ action: `${prefix}:${call.operation}`, resource: "*" }];

export const ec2Rules: ReadonlyMap<string, Rule> = new Map(
  each(
    "DescribeFlowLogs DescribeInternetGateways DescribeNatGateways DescribeNetworkInterfaces DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeVpcAttribute DescribeVpcEndpoints DescribeVpcs",
    wide("ec2"),
  ),
);

// AWS gives each target an id that no request names.
const onTarget: Rule = (call) => [
  { action: `application-autoscaling:${call.operation}`, resource: inPlace(call, "application-autoscaling", "scalable-target/*") },
];

export const scalingRules: ReadonlyMap<string, Rule> = new Map([
  ...each("DescribeScalableTargets DescribeScalingPolicies", wide("application-autoscaling")),
  ...each("DeregisterScalableTarget PutScalingPolicy RegisterScalableTarget", onTarget),
]);

export const taggingRules: ReadonlyMap<string, Rule> = new Map(each("GetResources", wide("tag")));
