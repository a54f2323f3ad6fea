/** SQS queues. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, ListQueueTagsCommand } from "@aws-sdk/client-sqs";
import { keyId, number, orEmpty, policy, tags } from "../compare/index.ts";
import { optional, pages } from "../live/index.ts";
import type { Kind } from "./kind.ts";

export const queue: Kind<"queue"> = {
  service: "sqs",
  fields: { encryptionKey: keyId, deadLetterQueue: orEmpty, receives: number, retention: number, policy, tags },
  async *scan({ clients, environment }) {
    const all = pages(async (token) => {
      const page = await clients.sqs.send(
        new ListQueuesCommand({ QueueNamePrefix: `${environment}-`, MaxResults: 1_000, ...optional("NextToken", token) }),
      );
      return [page.QueueUrls, page.NextToken];
    });
    for await (const url of all) yield [url.slice(url.lastIndexOf("/") + 1), url];
  },
  async find({ clients: { sqs } }, QueueName, listed) {
    const QueueUrl = (listed as string | undefined) ?? (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    const redrive = JSON.parse(Attributes.RedrivePolicy ?? "{}") as { deadLetterTargetArn?: string; maxReceiveCount?: number | string };
    return {
      encryptionKey: () => Attributes.KmsMasterKeyId,
      deadLetterQueue: () => redrive.deadLetterTargetArn,
      receives: () => redrive.maxReceiveCount,
      retention: () => Attributes.MessageRetentionPeriod,
      policy: () => Attributes.Policy,
      tags: async () => (await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags,
    };
  },
};
