/** SNS, by the optimized integration. */
import { z } from "zod";
import { integration } from "../kit/contract/index.ts";

/** Publishes one message. */
export const publishMessage = integration("sns:publish", {
  input: z.object({ TopicArn: z.string().max(256), Subject: z.string().max(100), Message: z.string().max(262144) }),
  output: z.object({ MessageId: z.string().max(64) }),
  errors: ["SNS.NotFoundException", "SNS.AuthorizationErrorException"],
});
