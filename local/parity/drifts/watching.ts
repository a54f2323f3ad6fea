/** Drifts of topics, queues, log groups, alarms and dashboards. */
import {
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  type MetricAlarm,
  PutMetricAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { ListSubscriptionsByTopicCommand, SetTopicAttributesCommand, SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { ENVIRONMENT, functionName, stateMachineName, test, topicArn } from "../../refresh/names.ts";
import { changed, type Drift, type Hands, whole } from "./drift.ts";

const setQueue = async ({ clients: { sqs } }: Hands, QueueName: string, Attributes: Record<string, string>): Promise<unknown> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  // moto forgets a policy that is not set again.
  const { Attributes: now } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }));
  return sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { ...now, ...Attributes } }));
};

const messages: readonly Drift[] = [
  changed("a topic is encrypted under another key", ["topic", test.failureTopic, "encryptionKey", "high"], ({ clients, keyId }) =>
    clients.sns.send(
      new SetTopicAttributesCommand({
        TopicArn: topicArn(test.failureTopic),
        AttributeName: "KmsMasterKeyId",
        AttributeValue: keyId(test.quarantineKeyAlias),
      }),
    ),
  ),
  changed("a service does not hear of its data", ["topic", test.dataTopic, "subscriptions", "medium"], async ({ clients: { sns } }) => {
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn(test.dataTopic) }));
    const gone = Subscriptions.find(({ Endpoint }) => Endpoint?.endsWith(test.queue("auth")));
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: gone?.SubscriptionArn }));
    // And somebody else does, by whose address nobody is shown.
    await sns.send(new SubscribeCommand({ TopicArn: topicArn(test.dataTopic), Protocol: "email", Endpoint: "somebody@example.com" }));
  }),
  changed("a queue forgets within a minute", ["queue", test.queue("billing"), "retention", "low"], (hands) =>
    setQueue(hands, test.queue("billing"), { MessageRetentionPeriod: "60" }),
  ),
  changed("a queue gives up at once", ["queue", test.queue("ledger"), "receives", "low"], (hands) =>
    setQueue(hands, test.queue("ledger"), {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:us-west-2:222222222222:${test.queue("ledger")}-dlq`,
        maxReceiveCount: 1,
      }),
    }),
  ),
  changed("anyone may send to a queue", ["queue", test.queue("auth"), "policy", "critical"], (hands) =>
    setQueue(hands, test.queue("auth"), {
      Policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" },
      }),
    }),
  ),
];

const machineLogs = (workflow: string): string => `/aws/vendedlogs/states/${stateMachineName(workflow)}`;

const logs: readonly Drift[] = [
  changed("logs are kept for ever", ["logGroup", machineLogs("daily-refresh"), "retentionDays", "medium"], ({ clients }) =>
    clients.logs.send(new DeleteRetentionPolicyCommand({ logGroupName: machineLogs("daily-refresh") })),
  ),
  changed("logs are kept for a day", ["logGroup", machineLogs("s3-sync"), "retentionDays", "medium"], ({ clients }) =>
    clients.logs.send(new PutRetentionPolicyCommand({ logGroupName: machineLogs("s3-sync"), retentionInDays: 1 })),
  ),
  changed("a metric filter is gone", ["logGroup", `/aws/lambda/${functionName("masking")}`, "filters", "medium"], ({ clients }) =>
    clients.logs.send(new DeleteMetricFilterCommand({ logGroupName: `/aws/lambda/${functionName("masking")}`, filterName: "masked-rows" })),
  ),
  whole("a log group is gone", ["missing", "logGroup", machineLogs("aurora-refresh"), "medium"], ({ clients }) =>
    clients.logs.send(new DeleteLogGroupCommand({ logGroupName: machineLogs("aurora-refresh") })),
  ),
  whole("somebody has made a log group", ["unexpected", "logGroup", `/aws/lambda/${ENVIRONMENT}-debug`, "low"], ({ clients }) =>
    clients.logs.send(new CreateLogGroupCommand({ logGroupName: `/aws/lambda/${ENVIRONMENT}-debug` })),
  ),
];

/** Puts an alarm anew with another setting. */
async function changeAlarm({ clients: { cloudwatch } }: Hands, name: string, change: Partial<MetricAlarm>): Promise<unknown> {
  const { MetricAlarms: [found] = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const alarm = { ...found, ...change };
  return cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      ActionsEnabled: true,
      Namespace: alarm.Namespace,
      MetricName: alarm.MetricName,
      Dimensions: alarm.Dimensions,
      Statistic: alarm.Statistic,
      Period: alarm.Period,
      Threshold: alarm.Threshold,
      TreatMissingData: alarm.TreatMissingData,
      AlarmActions: alarm.AlarmActions,
      ComparisonOperator: alarm.ComparisonOperator,
      EvaluationPeriods: alarm.EvaluationPeriods,
    }),
  );
}

const failed = (workflow: string): string => `${stateMachineName(workflow)}-failed`;

const alarms: readonly Drift[] = [
  changed("an alarm calls nobody", ["alarm", failed("daily-refresh"), "enabled", "high"], ({ clients }) =>
    clients.cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames: [failed("daily-refresh")] })),
  ),
  changed("an alarm waits for a hundred failures", ["alarm", failed("s3-sync"), "threshold", "medium"], (hands) =>
    changeAlarm(hands, failed("s3-sync"), { Threshold: 100 }),
  ),
  changed("an alarm is quiet when nothing runs", ["alarm", failed("refresh-cleanup"), "missingData", "high"], (hands) =>
    changeAlarm(hands, failed("refresh-cleanup"), { TreatMissingData: "ignore" }),
  ),
  changed("an alarm has no action", ["alarm", failed("aurora-refresh"), "actions", "high"], (hands) =>
    changeAlarm(hands, failed("aurora-refresh"), { AlarmActions: [] }),
  ),
  whole("an alarm is gone", ["missing", "alarm", `${test.queue("billing")}-age`, "high"], ({ clients }) =>
    clients.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [`${test.queue("billing")}-age`] })),
  ),
  whole("a dashboard is gone", ["missing", "dashboard", `${ENVIRONMENT}-ledger`, "low"], ({ clients }) =>
    clients.cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: [`${ENVIRONMENT}-ledger`] })),
  ),
];

export const watchingDrifts: readonly Drift[] = [...messages, ...logs, ...alarms];
