/** Searches what the refresh says: parameters, executions of documents, messages, logs, and the history of every execution. */

import { SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import {
  DescribeAutomationStepExecutionsCommand,
  GetAutomationExecutionCommand,
  paginateDescribeAutomationExecutions,
  paginateGetParametersByPath,
} from "@aws-sdk/client-ssm";
import type { LocalAws } from "../../aws/index.ts";
import { functionName, handlerNames, test, topicArn } from "../../refresh/names.ts";
import type { AccountClients } from "../../refresh/seed/index.ts";
import type { CanarySearch, Hit } from "../canaries/index.ts";

/** The queue to which both topics tell everything, beside the services' own. */
const WATCH = "faults-watch";

/** Subscribes the queue of the look to both topics. */
export async function watchTopics({ sns, sqs }: AccountClients): Promise<void> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: WATCH }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  for (const topic of [test.dataTopic, test.failureTopic])
    await sns.send(new SubscribeCommand({ TopicArn: topicArn(topic), Protocol: "sqs", Endpoint: Attributes?.QueueArn }));
}

/** Takes what the topics have told since; gives the messages with the topic of each. */
export async function takeMessages({ sqs }: AccountClients): Promise<{ topic: string; body: string }[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: WATCH }));
  const taken: { topic: string; body: string }[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return taken;
    for (const { ReceiptHandle, Body = "" } of Messages) {
      taken.push({
        topic:
          String((JSON.parse(Body) as { TopicArn?: string }).TopicArn)
            .split(":")
            .at(-1) ?? "",
        body: Body,
      });
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

/** Parameters and executions of documents, with their failures and outputs. */
export async function systemsHits({ ssm }: AccountClients, search: CanarySearch): Promise<Hit[]> {
  const hits: Hit[] = [];
  const look = (value: unknown, where: string): void => {
    for (const place of search.in(Buffer.from(JSON.stringify(value) ?? ""))) hits.push({ place, where });
  };
  for await (const page of paginateGetParametersByPath({ client: ssm }, { Path: "/", Recursive: true, WithDecryption: true }))
    for (const parameter of page.Parameters ?? []) look(parameter, `parameter ${parameter.Name}`);
  for await (const page of paginateDescribeAutomationExecutions({ client: ssm }, {})) {
    for (const { AutomationExecutionId } of page.AutomationExecutionMetadataList ?? []) {
      const { AutomationExecution } = await ssm.send(new GetAutomationExecutionCommand({ AutomationExecutionId }));
      look(AutomationExecution, "an Automation execution");
      look(await ssm.send(new DescribeAutomationStepExecutionsCommand({ AutomationExecutionId })), "the steps of an Automation execution");
    }
  }
  return hits;
}

/** The newest lines of every function. */
export function logHits(aws: Pick<LocalAws, "functionLog">, search: CanarySearch): Hit[] {
  return handlerNames.flatMap((handler) => {
    const lines = aws.functionLog(functionName(handler)).join("\n");
    return search.in(Buffer.from(lines)).map((place) => ({ place, where: `the log of ${functionName(handler)}` }));
  });
}

/** Searches each event of each execution as it happens. @returns what takes the hits so far */
export function watchHistories({ engine }: Pick<LocalAws, "engine">, search: CanarySearch): () => Hit[] {
  let hits: Hit[] = [];
  engine.onHistoryEvent((executionArn, event) => {
    const machine = executionArn.split(":")[6] ?? "";
    for (const place of search.in(Buffer.from(JSON.stringify(event))))
      hits.push({ place, where: `the history of ${machine}, ${event.type}` });
  });
  return () => {
    const taken = hits;
    hits = [];
    return taken;
  };
}
