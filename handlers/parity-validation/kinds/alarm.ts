/** CloudWatch alarms. */
import { type CloudWatchClient, DescribeAlarmsCommand, ListTagsForResourceCommand, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { flag, members, number, orDefault, plain, set, tags } from "../compare/index.ts";
import { optional, pages, tagMap } from "../live/index.ts";
import { arnOf, type Kind } from "./kind.ts";

export const alarm: Kind<"alarm"> = {
  service: "cloudwatch",
  fields: {
    enabled: flag,
    namespace: plain,
    metric: plain,
    dimensions: members(plain),
    statistic: plain,
    period: number,
    evaluationPeriods: number,
    threshold: number,
    comparison: plain,
    missingData: orDefault("missing"),
    actions: set,
    tags,
  },
  async *scan({ clients, environment }) {
    for await (const found of alarms(clients.cloudwatch, { AlarmNamePrefix: `${environment}-` })) yield [found.AlarmName ?? "", found];
  },
  async find(account, name, listed) {
    const { cloudwatch } = account.clients;
    let found = listed as MetricAlarm | undefined;
    if (found === undefined) for await (const one of alarms(cloudwatch, { AlarmNames: [name] })) found = one;
    if (found === undefined) return undefined;
    const one = found;
    return {
      enabled: () => one.ActionsEnabled,
      namespace: () => one.Namespace,
      metric: () => one.MetricName,
      dimensions: () => tagMap(one.Dimensions?.map(({ Name, Value }) => ({ Key: Name, Value }))),
      statistic: () => one.Statistic ?? one.ExtendedStatistic,
      period: () => one.Period,
      evaluationPeriods: () => one.EvaluationPeriods,
      threshold: () => one.Threshold,
      comparison: () => one.ComparisonOperator,
      missingData: () => one.TreatMissingData,
      actions: () => one.AlarmActions,
      tags: async () => {
        const ResourceARN = arnOf(account, "cloudwatch", `alarm:${name}`);
        return tagMap((await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags);
      },
    };
  },
};

function alarms(
  cloudwatch: CloudWatchClient,
  which: { readonly AlarmNamePrefix: string } | { readonly AlarmNames: string[] },
): AsyncIterable<MetricAlarm> {
  return pages(async (token) => {
    const page = await cloudwatch.send(
      new DescribeAlarmsCommand({
        ...which,
        AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
        MaxRecords: 100,
        ...optional("NextToken", token),
      }),
    );
    const composite = (page.CompositeAlarms ?? []).map(({ AlarmName, ActionsEnabled, AlarmActions }) => ({
      AlarmName,
      ActionsEnabled,
      AlarmActions,
    }));
    return [[...(page.MetricAlarms ?? []), ...(composite as MetricAlarm[])], page.NextToken];
  });
}
