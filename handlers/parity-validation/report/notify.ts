/** Tells people when an environment drifts further than it may. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { type DriftReport, remaining } from "./report.ts";

/** Whether what is left is worth a message: too much of it, or anything critical. */
export function isAlarming(report: DriftReport): boolean {
  const left = remaining(report);
  return left.length >= report.threshold || left.some(({ severity }) => severity === "critical");
}

/** Publishes the message; at most ten findings stand in it. */
export async function notify(sns: SNSClient, TopicArn: string, report: DriftReport, uri: string): Promise<void> {
  const left = remaining(report);
  const lines = left
    .slice(0, 10)
    .map(({ severity, kind, resource, field, problem }) => `${severity}: ${kind} ${resource}${field === "" ? "" : ` ${field}`} ${problem}`);
  const more = left.length > 10 ? [`and ${left.length - 10} more`] : [];
  const Message = [
    `The environment ${report.environment} has ${left.length} findings (threshold ${report.threshold}).`,
    "",
    ...lines,
    ...more,
    "",
    `Report: ${uri}`,
  ];
  await sns.send(
    new PublishCommand({ TopicArn, Subject: `Drift in ${report.environment}: ${left.length} findings`, Message: Message.join("\n") }),
  );
}
