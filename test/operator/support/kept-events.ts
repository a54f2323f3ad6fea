/** A rule that keeps events in a queue, as the runbook advises. */
import { PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { AuditDetail } from "../../../local/operator/index.ts";
import type { AccountClients } from "../../../local/refresh/seed/index.ts";

/** What was kept. */
export interface KeptEvents {
  read(): Promise<AuditDetail[]>;
}

/** Keeps the events that match the pattern from now on. */
export async function keepEvents({ events, sqs }: AccountClients, pattern: object): Promise<KeptEvents> {
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "operator-audit" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  await events.send(new PutRuleCommand({ Name: "operator-audit", EventPattern: JSON.stringify(pattern) }));
  await events.send(new PutTargetsCommand({ Rule: "operator-audit", Targets: [{ Id: "queue", Arn: Attributes?.QueueArn ?? "" }] }));
  return {
    async read() {
      const found: AuditDetail[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        if (Messages.length === 0) return found;
        for (const { Body = "{}" } of Messages) found.push(AuditDetail.parse((JSON.parse(Body) as { detail: unknown }).detail));
      }
    },
  };
}
