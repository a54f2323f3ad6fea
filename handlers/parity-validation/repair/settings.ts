/** Repairs of tables, log groups and alarms. */
import { type ComparisonOperator, EnableAlarmActionsCommand, PutMetricAlarmCommand, type Statistic } from "@aws-sdk/client-cloudwatch";
import { PutRetentionPolicyCommand } from "@aws-sdk/client-cloudwatch-logs";
import { UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import type { Fields } from "../expectations.ts";
import type { Repairs } from "./repair.ts";

export const settingRepairs = {
  table: {
    pointInTimeRecovery: ({ clients: { dynamodb } }, TableName) =>
      dynamodb.send(
        new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }),
      ),
    ttl: ({ clients: { dynamodb } }, TableName, { ttl }) =>
      dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: ttl ?? "" } })),
  },
  logGroup: {
    retentionDays: ({ clients: { logs } }, logGroupName, { retentionDays }) =>
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: Number(retentionDays) })),
  },
  alarm: {
    enabled: ({ clients: { cloudwatch } }, name) => cloudwatch.send(new EnableAlarmActionsCommand({ AlarmNames: [name] })),
    missing: ({ clients: { cloudwatch } }, AlarmName, expected) =>
      cloudwatch.send(
        new PutMetricAlarmCommand({
          AlarmName,
          ActionsEnabled: expected.enabled ?? true,
          Namespace: String(expected.namespace),
          MetricName: String(expected.metric),
          Dimensions: Object.entries(expected.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
          ...statisticOf(expected),
          Period: Number(expected.period),
          EvaluationPeriods: Number(expected.evaluationPeriods),
          Threshold: Number(expected.threshold),
          ComparisonOperator: expected.comparison as ComparisonOperator,
          TreatMissingData: expected.missingData ?? "missing",
          AlarmActions: expected.actions ?? [],
          Tags: Object.entries(expected.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
        }),
      ),
  },
} satisfies Repairs;

/** Whether everything that an alarm needs is expected: one over several metrics is not made anew. */
export function isWhole(expected: Fields<"alarm">): boolean {
  const { namespace, metric, statistic, period, evaluationPeriods, threshold, comparison } = expected;
  return [namespace, metric, statistic, period, evaluationPeriods, threshold, comparison].every(
    (value) => value !== null && value !== undefined,
  );
}

function statisticOf({ statistic }: Fields<"alarm">) {
  return /^[a-z]/.test(String(statistic)) ? { ExtendedStatistic: String(statistic) } : { Statistic: statistic as Statistic };
}
