/** Tells people when an environment drifts further than it may. */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { type Finding, finding } from "../finding.ts";
import { kindOf } from "../kinds/index.ts";
import { whyUnreadable } from "../live/index.ts";
import { type DriftReport, remaining } from "./report.ts";

/** Whether what is left is worth a message: too much of it, or anything critical. */
export function isAlarming(report: DriftReport): boolean {
  const left = remaining(report);
  return left.length >= report.threshold || left.some(({ severity }) => severity === "critical");
}

/**
 * Publishes the message; at most ten findings stand in it.
 *
 * @returns a finding when the topic does not take it: its key or its policy may have drifted, and then nobody hears
 */
export async function notify(sns: SNSClient, TopicArn: string, report: DriftReport, uri: string): Promise<Finding | undefined> {
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
  const Subject = `Drift in ${report.environment}: ${left.length} findings`;
  try {
    await sns.send(new PublishCommand({ TopicArn, Subject, Message: Message.join("\n") }));
    return undefined;
  } catch (error) {
    const name = TopicArn.slice(TopicArn.lastIndexOf(":") + 1);
    const refused = { problem: "unreadable", expected: "takes the message about this drift", actual: whyRefused(error) } as const;
    const repair = `Nobody was told of this drift. Look at the findings of ${name} and of its key, and set those back first.`;
    return { ...finding(kindOf("topic"), { kind: "topic", name }, refused), repair };
  }
}

/** KMS's refusals reach SNS's callers under names of their own. */
function whyRefused(error: unknown): string {
  const { name } = error as { name?: string };
  return name?.startsWith("KMS") ? `its key refuses (${name})` : whyUnreadable(error);
}
