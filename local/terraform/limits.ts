/** The limits of AWS that no request raises, over a plan or a state: names, policies, parameters, dashboards, rules. */
import type { Resource, Stack } from "./shown.ts";

/** The end of a night's name, which is added to a table's. */
const night = "-20261124t0200-1a2b";

/** What bears a name, and how many characters it may have. */
const names: Readonly<Record<string, readonly [attribute: string, most: number]>> = {
  aws_cloudwatch_dashboard: ["dashboard_name", 255],
  aws_cloudwatch_event_rule: ["name", 64],
  aws_cloudwatch_event_target: ["target_id", 64],
  aws_cloudwatch_log_group: ["name", 512],
  aws_cloudwatch_log_metric_filter: ["name", 512],
  aws_cloudwatch_metric_alarm: ["alarm_name", 255],
  aws_db_parameter_group: ["name", 255],
  aws_db_subnet_group: ["name", 255],
  aws_dynamodb_table: ["name", 255 - night.length],
  aws_iam_role: ["name", 64],
  aws_kms_alias: ["name", 256],
  aws_lambda_function: ["function_name", 64],
  aws_rds_cluster: ["cluster_identifier", 63],
  aws_rds_cluster_instance: ["identifier", 63],
  aws_rds_cluster_parameter_group: ["name", 255],
  aws_s3_bucket: ["bucket", 63],
  aws_secretsmanager_secret: ["name", 512],
  aws_security_group: ["name", 255],
  aws_sfn_state_machine: ["name", 80],
  aws_sns_topic: ["name", 256],
  aws_sqs_queue: ["name", 80],
  aws_ssm_document: ["name", 128],
  aws_ssm_parameter: ["name", 1_011],
};

/** How many characters a policy on a resource may have. */
const policies: Readonly<Record<string, number>> = { aws_kms_key: 32_768, aws_s3_bucket_policy: 20_480 };

/** How many there may be of a type for each thing that it belongs to. */
const counts: readonly (readonly [type: string, belongsTo: string, most: number])[] = [
  ["aws_cloudwatch_event_rule", "event_bus_name", 300],
  ["aws_cloudwatch_event_target", "rule", 5],
  ["aws_cloudwatch_log_metric_filter", "log_group_name", 100],
  ["aws_vpc_security_group_egress_rule", "security_group_id", 60],
  ["aws_vpc_security_group_ingress_rule", "security_group_id", 60],
];

const inlinePolicies = 10_240;
const widgets = 500;
const parameterBytes = { Standard: 4_096, Advanced: 8_192 } as const;

/**
 * What is beyond a limit, a sentence each; what a plan does not know yet is not looked at.
 *
 * @example
 * ```ts
 * limitProblems(stackOf(await workspace.json("show", "-json", "prod.tfplan"))); // []
 * ```
 */
export const limitProblems = (stack: Stack): string[] => [
  ...stack.all.flatMap((resource) => [...nameProblems(resource), ...policyProblems(resource)]),
  ...stack.of("aws_ssm_parameter").flatMap(parameterProblems),
  ...stack.of("aws_cloudwatch_dashboard").flatMap(dashboardProblems),
  ...counts.flatMap(([type, belongsTo, most]) =>
    [...grouped(stack.of(type), belongsTo)]
      .filter(([, all]) => all.length > most)
      .map(([owner, all]) => `${owner} has ${all.length} of ${type}, ${most} at most.`),
  ),
  ...[...grouped(stack.of("aws_iam_role_policy"), "role")].flatMap(([role, all]) =>
    tooMany(`The inline policies of ${role} together`, sum(all.map(({ values }) => withoutSpace(values.policy))), inlinePolicies),
  ),
];

function nameProblems({ address, type, values }: Resource): string[] {
  const limit = Object.hasOwn(names, type) ? names[type] : undefined;
  const name = limit === undefined ? undefined : values[limit[0]];
  return typeof name === "string" && limit !== undefined ? tooMany(`The name of ${address}`, name.length, limit[1]) : [];
}

function policyProblems({ address, type, values }: Resource): string[] {
  const most = Object.hasOwn(policies, type) ? policies[type] : undefined;
  return most === undefined ? [] : tooMany(`The policy of ${address}`, withoutSpace(values.policy), most);
}

function parameterProblems({ address, values }: Resource): string[] {
  const tier = values.tier === "Advanced" ? "Advanced" : "Standard";
  return typeof values.value === "string"
    ? tooMany(`The value of ${address}`, Buffer.byteLength(values.value), parameterBytes[tier], "bytes")
    : [];
}

function dashboardProblems({ address, values }: Resource): string[] {
  if (typeof values.dashboard_body !== "string") return [];
  const { widgets: shown = [] } = JSON.parse(values.dashboard_body) as { widgets?: unknown[] };
  return tooMany(`The dashboard ${address}`, shown.length, widgets, "widgets");
}

const tooMany = (what: string, count: number, most: number, unit = "characters"): string[] =>
  count > most ? [`${what}: ${count} ${unit}, ${most} at most.`] : [];

// IAM and KMS do not count white space.
const withoutSpace = (policy: unknown): number => (typeof policy === "string" ? JSON.stringify(JSON.parse(policy)).length : 0);

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function grouped(resources: readonly Resource[], attribute: string): ReadonlyMap<string, readonly Resource[]> {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const owner = resource.values[attribute];
    if (typeof owner === "string") groups.set(owner, [...(groups.get(owner) ?? []), resource]);
  }
  return groups;
}
