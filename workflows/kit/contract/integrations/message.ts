/** What a message may be: a text, or an object that Step Functions writes as JSON. */
import { z } from "zod";

/** At most 256 KiB, which SNS and SQS take. */
export const Message = z.union([z.string().max(262_144), z.record(z.string(), z.unknown())]);
/** Attributes of a message, as SNS and SQS have them. */
export const MessageAttributes = z.record(
  z.string().max(256),
  z.object({ DataType: z.string().max(256), StringValue: z.string().max(262_144) }),
);
