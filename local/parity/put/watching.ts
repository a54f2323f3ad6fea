/** Puts topics, queues, log groups, alarms and dashboards. */
import {
  type ComparisonOperator,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  type Statistic,
  TagResourceCommand as TagAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteMetricFilterCommand,
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand as TagLogGroupCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand as TagTopicCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueUrlCommand, SetQueueAttributesCommand, TagQueueCommand } from "@aws-sdk/client-sqs";
import { arnOf } from "../../../handlers/parity-validation/kinds/index.ts";
import { REGION, TEST } from "../../refresh/names.ts";
import { isThere, type Put, tagList, textOf } from "./put.ts";

const here = { account: TEST, region: REGION };

export const topic: Put<"topic"> = async ({ sns }, Name, fields) => {
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name }));
  await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "KmsMasterKeyId", AttributeValue: fields.encryptionKey ?? "" }));
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  const there = new Map(Subscriptions.map(({ Protocol, Endpoint, SubscriptionArn }) => [`${Protocol}:${Endpoint}`, SubscriptionArn]));
  for (const [subscriber, SubscriptionArn] of there) {
    if (!fields.subscriptions?.includes(subscriber)) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  }
  for (const subscriber of fields.subscriptions ?? []) {
    const at = subscriber.indexOf(":");
    if (!there.has(subscriber))
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: subscriber.slice(0, at), Endpoint: subscriber.slice(at + 1) }));
  }
  await sns.send(new TagTopicCommand({ ResourceArn: TopicArn, Tags: tagList(fields.tags) }));
};

export const queue: Put<"queue"> = async ({ sqs }, QueueName, fields) => {
  if (!(await isThere(sqs.send(new GetQueueUrlCommand({ QueueName }))))) await sqs.send(new CreateQueueCommand({ QueueName }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const redrive = fields.deadLetterQueue ? { deadLetterTargetArn: fields.deadLetterQueue, maxReceiveCount: fields.receives } : undefined;
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: {
        KmsMasterKeyId: fields.encryptionKey ?? "",
        MessageRetentionPeriod: String(fields.retention ?? 345_600),
        ...(fields.policy ? { Policy: textOf(fields.policy) } : {}),
        ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}),
      },
    }),
  );
  await sqs.send(new TagQueueCommand({ QueueUrl, Tags: fields.tags ?? {} }));
};

export const logGroup: Put<"logGroup"> = async ({ logs }, logGroupName, fields) => {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
  const kmsKeyId = fields.encryptionKey ?? "";
  const there = logGroups.find((group) => group.logGroupName === logGroupName);
  if (there === undefined) await logs.send(new CreateLogGroupCommand({ logGroupName, kmsKeyId }));
  else if (there.kmsKeyId !== kmsKeyId) await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: fields.retentionDays ?? 90 }));
  const { metricFilters = [] } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName }));
  for (const { filterName } of metricFilters) await logs.send(new DeleteMetricFilterCommand({ logGroupName, filterName }));
  for (const { name, pattern, metric, namespace } of fields.filters ?? []) {
    const metricTransformations = [{ metricName: metric, metricNamespace: namespace, metricValue: "1" }];
    await logs.send(new PutMetricFilterCommand({ logGroupName, filterName: name, filterPattern: pattern, metricTransformations }));
  }
  await logs.send(new TagLogGroupCommand({ resourceArn: arnOf(here, "logs", `log-group:${logGroupName}`), tags: fields.tags ?? {} }));
};

export const alarm: Put<"alarm"> = async ({ cloudwatch }, AlarmName, fields) => {
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      ActionsEnabled: fields.enabled === true,
      Namespace: fields.namespace ?? "",
      MetricName: fields.metric ?? "",
      Dimensions: Object.entries(fields.dimensions ?? {}).map(([Name, Value]) => ({ Name, Value })),
      Statistic: fields.statistic as Statistic,
      Period: fields.period ?? 300,
      EvaluationPeriods: fields.evaluationPeriods ?? 1,
      Threshold: fields.threshold ?? 0,
      ComparisonOperator: fields.comparison as ComparisonOperator,
      TreatMissingData: fields.missingData ?? "missing",
      AlarmActions: fields.actions ?? [],
    }),
  );
  await cloudwatch.send(new TagAlarmCommand({ ResourceARN: arnOf(here, "cloudwatch", `alarm:${AlarmName}`), Tags: tagList(fields.tags) }));
};

export const dashboard: Put<"dashboard"> = ({ cloudwatch }, DashboardName) => {
  const widget = { type: "text", x: 0, y: 0, width: 24, height: 2, properties: { markdown: DashboardName } };
  return cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody: JSON.stringify({ widgets: [widget] }) }));
};
