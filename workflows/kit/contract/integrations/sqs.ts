/** Amazon SQS (`sqs:sendMessage`). */
import { z } from "zod";
import { integration } from "../integration.ts";
import { Message, MessageAttributes } from "./message.ts";

/** Sends a message to a queue. */
export const sendMessage = integration("sqs:sendMessage", {
  input: z.object({
    QueueUrl: z.string().max(1024),
    MessageBody: Message,
    DelaySeconds: z.int().min(0).max(900).optional(),
    MessageAttributes: MessageAttributes.optional(),
    MessageGroupId: z.string().max(128).optional(),
    MessageDeduplicationId: z.string().max(128).optional(),
  }),
  output: z.object({
    MessageId: z.string().max(100),
    MD5OfMessageBody: z.string().max(32),
    SequenceNumber: z.string().max(32).optional(),
  }),
  errors: [
    "SQS.InvalidMessageContentsException",
    "SQS.QueueDoesNotExistException",
    "SQS.UnsupportedOperationException",
    "SQS.AmazonSQSException",
    "SQS.SdkClientException",
  ],
});
