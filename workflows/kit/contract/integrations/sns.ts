/** Amazon SNS (`sns:publish`). */
import { z } from "zod";
import { integration } from "../integration.ts";
import { Message, MessageAttributes } from "./message.ts";

/** Publishes a message to a topic. */
export const publish = integration("sns:publish", {
  input: z.object({
    TopicArn: z.string().max(256),
    Message,
    Subject: z.string().max(100).optional(),
    MessageAttributes: MessageAttributes.optional(),
    MessageStructure: z.literal("json").optional(),
    MessageGroupId: z.string().max(128).optional(),
    MessageDeduplicationId: z.string().max(128).optional(),
  }),
  output: z.object({ MessageId: z.string().max(100), SequenceNumber: z.string().max(32).optional() }),
  errors: [
    "SNS.AuthorizationErrorException",
    "SNS.InternalErrorException",
    "SNS.InvalidParameterException",
    "SNS.InvalidParameterValueException",
    "SNS.KMSAccessDeniedException",
    "SNS.KMSThrottlingException",
    "SNS.NotFoundException",
    "SNS.AmazonSNSException",
    "SNS.SdkClientException",
  ],
});
