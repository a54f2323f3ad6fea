/** The topics, queues, log groups and alarms. */
import {
  ENVIRONMENT,
  functionName,
  METRICS_NAMESPACE,
  REGION,
  stateMachineName,
  TEST,
  test,
  topicArn,
  workflowNames,
} from "../../refresh/names.ts";
import { alertsTopic, type Base, type Kind, machineLogGroup, own, policy, queueArn, statement, tags, validatorFunction } from "./base.ts";

export function topics({ services, keyArn }: Base): Kind<"topic"> {
  return {
    [test.dataTopic]: {
      encryptionKey: keyArn(test.dataKeyAlias),
      subscriptions: services.map((service) => `sqs:${queueArn(test.queue(service))}`),
      tags,
    },
    [alertsTopic]: { encryptionKey: keyArn(test.dataKeyAlias), subscriptions: [], tags },
  };
}

export function queues({ services, keyArn }: Base): Kind<"queue"> {
  const settings = { encryptionKey: keyArn(test.dataKeyAlias), tags };
  const mayBeSentTo = (name: string): string =>
    policy(
      statement("Allow", "sqs:SendMessage", queueArn(name), {
        Principal: { Service: "sns.amazonaws.com" },
        Condition: { ArnEquals: { "aws:SourceArn": topicArn(test.dataTopic) } },
      }),
    );
  return {
    [`${ENVIRONMENT}-events-dlq`]: { ...settings, retention: 1_209_600 },
    ...own(
      services.map((service) => `${test.queue(service)}-dlq`),
      () => ({ ...settings, retention: 1_209_600 }),
    ),
    ...own(services.map(test.queue), (name) => ({
      ...settings,
      deadLetterQueue: queueArn(`${name}-dlq`),
      receives: 5,
      retention: 345_600,
      policy: mayBeSentTo(name),
    })),
  };
}

export function logGroups({ keyArn }: Base): Kind<"logGroup"> {
  const settings = { retentionDays: 90, encryptionKey: keyArn(`alias/app-logs-${ENVIRONMENT}`), tags };
  const filter = { name: "masked-rows", pattern: '{ $.message = "done" }', metric: "ItemsMasked", namespace: METRICS_NAMESPACE };
  return {
    [`/aws/lambda/${functionName("masking")}`]: { ...settings, filters: [filter] },
    [`/aws/lambda/${validatorFunction}`]: { ...settings, filters: [] },
    ...own(workflowNames.map(machineLogGroup), () => ({ ...settings, filters: [] })),
  };
}

export function alarms({ services }: Base): Kind<"alarm"> {
  const settings = {
    enabled: true,
    period: 300,
    evaluationPeriods: 1,
    missingData: "notBreaching",
    actions: [topicArn(alertsTopic)],
    tags,
  };
  const above = { statistic: "Maximum", comparison: "GreaterThanOrEqualToThreshold" };
  const machine = own(
    workflowNames.map((workflow) => `${stateMachineName(workflow)}-failed`),
    (name) => ({
      ...settings,
      ...above,
      namespace: "AWS/States",
      metric: "ExecutionsFailed",
      dimensions: { StateMachineArn: `arn:aws:states:${REGION}:${TEST}:stateMachine:${name.replace(/-failed$/, "")}` },
      statistic: "Sum",
      threshold: 1,
    }),
  );
  const age = own(
    services.map((service) => `${test.queue(service)}-age`),
    (name) => ({
      ...settings,
      ...above,
      namespace: "AWS/SQS",
      metric: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: name.replace(/-age$/, "") },
      threshold: 3_600,
    }),
  );
  return { ...machine, ...age };
}
