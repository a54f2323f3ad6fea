/** SNS topics and their subscriptions. */
import { createHash } from "node:crypto";
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
} from "@aws-sdk/client-sns";
import { keyId, policy, tags } from "../compare/index.ts";
import { allOf, optional, pages, tagMap } from "../live/index.ts";
import { arnOf, type Kind, ofEnvironment } from "./kind.ts";

export const topic: Kind<"topic"> = {
  service: "sns",
  fields: { encryptionKey: keyId, policy, subscriptions: subscribers, tags },
  async *scan(account) {
    const all = pages(async (token) => {
      const page = await account.clients.sns.send(new ListTopicsCommand(optional("NextToken", token)));
      return [page.Topics, page.NextToken];
    });
    for await (const { TopicArn = "" } of all) {
      const name = TopicArn.slice(TopicArn.lastIndexOf(":") + 1);
      if (ofEnvironment(account, name)) yield [name, undefined];
    }
  },
  async find(account, name) {
    const { sns } = account.clients;
    const TopicArn = arnOf(account, "sns", name);
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    return {
      encryptionKey: () => Attributes.KmsMasterKeyId,
      policy: () => Attributes.Policy,
      subscriptions: async () => {
        const all = pages(async (token) => {
          const page = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn, ...optional("NextToken", token) }));
          return [page.Subscriptions, page.NextToken];
        });
        return (await allOf(all)).map(({ Protocol, Endpoint }) => `${Protocol}:${Endpoint}`);
      },
      tags: async () => tagMap((await sns.send(new ListTagsForResourceCommand({ ResourceArn: TopicArn }))).Tags),
    };
  },
};

/** Who is told; a person's address only by its hash. */
function subscribers(value: unknown): ReadonlySet<string> {
  const hashed = (text: string): string => createHash("sha256").update(text.toLowerCase()).digest("hex").slice(0, 8);
  return new Set(
    ((value ?? []) as string[]).map((text) => {
      const protocol = text.slice(0, text.indexOf(":"));
      return ["sqs", "lambda", "firehose", "application"].includes(protocol) ? text : `${protocol}:#${hashed(text)}`;
    }),
  );
}
