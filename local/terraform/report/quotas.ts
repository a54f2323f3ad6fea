/** The quotas of AWS that the stack and its nights touch: the default of an account, and where it is written. */
import { count, filterPolicies, interfaceEndpoints, nightlyTables, securityGroupRules, widgetsOfLargestDashboard } from "./measures.ts";
import type { Plan } from "./plan.ts";

/** A quota and what a plan takes of it. */
export interface Quota {
  readonly name: string;
  /** Undefined where AWS has no limit. */
  readonly limit: number;
  readonly adjustable: boolean;
  /** Code in Service Quotas, where known. */
  readonly code?: string;
  /** The page that says so, below docs.aws.amazon.com. */
  readonly source: string;
  /** The day on which the page was read; undefined: from memory, to be looked up before it is relied on. */
  readonly read?: string;
  /** What the stack has when it stands, or the most that a night has at once. */
  measure(plan: Plan): number;
  readonly note?: string;
}

const read = "2026-11-24";
/** The state machines' own bounds, `MaxConcurrency` of their distributed Maps: tables, files of each, objects. */
const tablesAtOnce = 10;
const functionsAtOnce = tablesAtOnce * 40 + 40;
/** The last two, tonight's, and the unmasked clone while there is one. */
const clustersOfNights = 4;

/** All of them; by service of AWS. */
export const quotas: readonly Quota[] = [
  {
    name: "SNS: filter policies of a topic",
    limit: 200,
    adjustable: true,
    source: "sns/latest/dg/subscription-filter-policy-constraints.html",
    read,
    measure: filterPolicies,
    note: "each service's queue hears of its own data only",
  },
  {
    name: "DynamoDB: tables of a region",
    limit: 2_500,
    adjustable: true,
    source: "amazondynamodb/latest/developerguide/ServiceQuotas.html",
    read,
    measure: (plan) => count("aws_dynamodb_table")(plan) + 3 * nightlyTables(plan),
    note: "day 0, the two generations that are kept, and tonight's",
  },
  {
    name: "DynamoDB: imports at once",
    limit: 50,
    adjustable: true,
    source: "amazondynamodb/latest/developerguide/ServiceQuotas.html",
    read,
    measure: (plan) => Math.min(tablesAtOnce, nightlyTables(plan)),
    note: "a night has ten tables at once; what is refused is tried again",
  },
  {
    name: "DynamoDB: exports at once (production)",
    limit: 300,
    adjustable: true,
    source: "amazondynamodb/latest/developerguide/ServiceQuotas.html",
    measure: (plan) => Math.min(tablesAtOnce, nightlyTables(plan)),
    note: "of production's account",
  },
  {
    name: "DynamoDB: tables made or deleted at once",
    limit: 500,
    adjustable: true,
    source: "amazondynamodb/latest/developerguide/ServiceQuotas.html",
    read,
    measure: nightlyTables,
  },
  {
    name: "KMS: keys of a region",
    limit: 100_000,
    adjustable: true,
    source: "kms/latest/developerguide/resource-limits.html",
    read,
    measure: count("aws_kms_key"),
  },
  {
    name: "KMS: grants of a key",
    limit: 50_000,
    adjustable: true,
    source: "kms/latest/developerguide/resource-limits.html",
    read,
    measure: (plan) => 3 * nightlyTables(plan) + clustersOfNights,
    note: "each table and cluster under the data key, at most",
  },
  {
    name: "CloudWatch: widgets of a dashboard",
    limit: 500,
    adjustable: false,
    source: "AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html",
    read,
    measure: widgetsOfLargestDashboard,
  },
  {
    name: "CloudWatch Logs: log groups of a region",
    limit: 1_000_000,
    adjustable: true,
    source: "AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
    measure: count("aws_cloudwatch_log_group"),
  },
  {
    name: "Lambda: executions at once",
    limit: 1_000,
    adjustable: true,
    code: "L-B99A9384",
    source: "lambda/latest/dg/gettingstarted-limits.html",
    read,
    measure: () => functionsAtOnce,
    note: "10 in a new account; 100 must stay unreserved",
  },
  {
    name: "Lambda: network interfaces of a VPC",
    limit: 250,
    adjustable: true,
    code: "L-9FEE3D26",
    source: "lambda/latest/dg/gettingstarted-limits.html",
    read,
    measure: (plan) => plan.of("aws_subnet").length * 2,
    note: "one a subnet and set of groups, not one a call",
  },
  {
    name: "Step Functions: open Map Runs",
    limit: 1_000,
    adjustable: true,
    source: "step-functions/latest/dg/service-quotas.html",
    read,
    measure: (plan) => 2 + Math.min(tablesAtOnce, nightlyTables(plan)),
    note: "one for objects, one for tables, one for the files of each table at once",
  },
  {
    name: "Step Functions: state machines",
    limit: 100_000,
    adjustable: true,
    source: "step-functions/latest/dg/service-quotas.html",
    read,
    measure: count("aws_sfn_state_machine"),
  },
  {
    name: "Systems Manager: standard parameters",
    limit: 10_000,
    adjustable: false,
    source: "systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
    read,
    measure: count("aws_ssm_parameter", ({ values }) => values.tier !== "Advanced"),
  },
  {
    name: "Systems Manager: automations at once",
    limit: 100,
    adjustable: true,
    source: "systems-manager/latest/userguide/adaptive-concurrency.html",
    read,
    measure: () => 1,
  },
  {
    name: "IAM: roles of an account",
    limit: 1_000,
    adjustable: true,
    code: "L-FE177D64",
    source: "IAM/latest/UserGuide/reference_iam-quotas.html",
    read,
    measure: count("aws_iam_role"),
  },
  {
    name: "RDS: clusters",
    limit: 40,
    adjustable: true,
    code: "L-952B80B8",
    source: "AmazonRDS/latest/UserGuide/CHAP_Limits.html",
    read,
    measure: (plan) => count("aws_rds_cluster")(plan) + clustersOfNights,
  },
  {
    name: "RDS: instances",
    limit: 40,
    adjustable: true,
    code: "L-7B6409FD",
    source: "AmazonRDS/latest/UserGuide/CHAP_Limits.html",
    read,
    measure: (plan) => count("aws_rds_cluster_instance")(plan) + clustersOfNights,
  },
  {
    name: "RDS: manual cluster snapshots",
    limit: 100,
    adjustable: true,
    code: "L-9B510759",
    source: "AmazonRDS/latest/UserGuide/CHAP_Limits.html",
    read,
    measure: () => 4,
    note: "a night's, deleted with it; as many in production",
  },
  {
    name: "VPC: VPCs of a region",
    limit: 5,
    adjustable: true,
    code: "L-F678F1CE",
    source: "vpc/latest/userguide/amazon-vpc-limits.html",
    read,
    measure: count("aws_vpc"),
  },
  {
    name: "VPC: interface endpoints of a VPC",
    limit: 50,
    adjustable: true,
    code: "L-29B6F2EB",
    source: "vpc/latest/privatelink/vpc-limits-endpoints.html",
    read,
    measure: interfaceEndpoints,
  },
  {
    name: "VPC: Elastic IP addresses",
    limit: 5,
    adjustable: true,
    code: "L-0263D0A3",
    source: "vpc/latest/userguide/amazon-vpc-limits.html",
    read,
    measure: count("aws_eip"),
  },
  {
    name: "VPC: rules of a security group",
    limit: 60,
    adjustable: true,
    code: "L-0EA8095F",
    source: "vpc/latest/userguide/amazon-vpc-limits.html",
    measure: securityGroupRules,
    note: "all groups' together",
  },
  {
    name: "EventBridge: rules of a bus",
    limit: 300,
    adjustable: true,
    code: "L-244521F2",
    source: "eventbridge/latest/userguide/eb-quota.html",
    measure: count("aws_cloudwatch_event_rule"),
  },
  {
    name: "S3: buckets of an account",
    limit: 10_000,
    adjustable: true,
    source: "general/latest/gr/s3.html",
    measure: count("aws_s3_bucket"),
  },
];
