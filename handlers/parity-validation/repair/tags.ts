/** Repairs of tags: the expected ones are set, others stay. */
import { TagResourceCommand as TagAlarm } from "@aws-sdk/client-cloudwatch";
import { TagResourceCommand as TagLogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { TagResourceCommand as TagTable } from "@aws-sdk/client-dynamodb";
import { TagResourceCommand as TagFunction } from "@aws-sdk/client-lambda";
import { GetBucketTaggingCommand, PutBucketTaggingCommand } from "@aws-sdk/client-s3";
import { TagResourceCommand as TagTopic } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, TagQueueCommand } from "@aws-sdk/client-sqs";
import { arnOf } from "../kinds/index.ts";
import { tagMap, unless } from "../live/index.ts";
import type { Repairs } from "./repair.ts";

type Tags = Readonly<Record<string, string>> | null | undefined;

const listed = (tags: Tags) => Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

export const tagRepairs = {
  bucket: {
    // PutBucketTagging replaces all tags.
    tags: async ({ clients: { s3 } }, Bucket, { tags }) => {
      const now = await unless(["NoSuchTagSet"], s3.send(new GetBucketTaggingCommand({ Bucket })));
      return s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: listed({ ...tagMap(now?.TagSet), ...tags }) } }));
    },
  },
  table: {
    tags: (account, name, { tags }) =>
      account.clients.dynamodb.send(new TagTable({ ResourceArn: arnOf(account, "dynamodb", `table/${name}`), Tags: listed(tags) })),
  },
  logGroup: {
    tags: (account, name, { tags }) =>
      account.clients.logs.send(new TagLogGroup({ resourceArn: arnOf(account, "logs", `log-group:${name}`), tags: tags ?? {} })),
  },
  alarm: {
    tags: (account, name, { tags }) =>
      account.clients.cloudwatch.send(new TagAlarm({ ResourceARN: arnOf(account, "cloudwatch", `alarm:${name}`), Tags: listed(tags) })),
  },
  topic: {
    tags: (account, name, { tags }) =>
      account.clients.sns.send(new TagTopic({ ResourceArn: arnOf(account, "sns", name), Tags: listed(tags) })),
  },
  queue: {
    tags: async ({ clients: { sqs } }, QueueName, { tags }) => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      return sqs.send(new TagQueueCommand({ QueueUrl, Tags: tags ?? {} }));
    },
  },
  function: {
    tags: (account, name, { tags }) =>
      account.clients.lambda.send(new TagFunction({ Resource: arnOf(account, "lambda", `function:${name}`), Tags: tags ?? {} })),
  },
} satisfies Repairs;
