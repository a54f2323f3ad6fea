/** What is counted in a plan for quotas and for prices alike. */
import type { Plan, Resource } from "./plan.ts";

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** How many of a type. */
export const count =
  (type: string, test: (resource: Resource) => boolean = () => true) =>
  (plan: Plan): number =>
    plan.of(type).filter(test).length;

const isInterface = ({ values }: Resource): boolean => values.vpc_endpoint_type === "Interface";

/** Interface endpoints. */
export const interfaceEndpoints = count("aws_vpc_endpoint", isInterface);

/** Interface endpoints times their subnets: AWS bills each zone. */
export const endpointZones = (plan: Plan): number =>
  plan
    .of("aws_vpc_endpoint")
    .filter(isInterface)
    .reduce((sum, { values }) => sum + list(values.subnet_ids).length, 0);

/** The metrics that alarms read; one of several metrics counts each. */
export const alarmMetrics = (plan: Plan): number =>
  plan.of("aws_cloudwatch_metric_alarm").reduce((sum, { values }) => {
    const queries = list(values.metric_query).filter((query) => list((query as { metric?: unknown }).metric).length > 0);
    return sum + Math.max(1, queries.length);
  }, 0);

/** Subscriptions with a filter; they are all of one topic. */
export const filterPolicies = count("aws_sns_topic_subscription", ({ values }) => typeof values.filter_policy === "string");

/** The tables that a night makes anew: all but the control table. */
export const nightlyTables = (plan: Plan): number => Math.max(0, count("aws_dynamodb_table")(plan) - 1);

/** The rules of all security groups together: the groups have no ids yet, so that this is more than any one has. */
export const securityGroupRules = (plan: Plan): number =>
  count("aws_vpc_security_group_egress_rule")(plan) + count("aws_vpc_security_group_ingress_rule")(plan);

/** The widgets of the largest dashboard. */
export const widgetsOfLargestDashboard = (plan: Plan): number =>
  Math.max(
    0,
    ...plan.of("aws_cloudwatch_dashboard").map(({ values }) => {
      if (typeof values.dashboard_body !== "string") return 0;
      return list((JSON.parse(values.dashboard_body) as { widgets?: unknown }).widgets).length;
    }),
  );
