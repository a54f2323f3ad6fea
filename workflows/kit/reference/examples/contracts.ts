/** The contracts that the examples call. */
import { z } from "zod";
import { activity, awsSdk, http, integration, lambda, waitForTaskToken } from "../../contract/index.ts";

export const maskTable = lambda("masking_handler", "maskTable", {
  input: z.object({ table: z.string().max(64) }),
  output: z.object({ rows: z.int().min(0).max(1e9), report: z.string().max(200), note: z.string().max(80).optional() }),
  errors: ["Mask.RuleMissing", "Mask.Busy"],
});
export const describeTable = awsSdk("dynamodb:describeTable", {
  input: z.object({ TableName: z.string().max(64) }),
  output: z.object({ Table: z.object({ TableStatus: z.string().max(32), ItemCount: z.int().min(0).max(1e12) }) }),
  errors: ["DynamoDb.ResourceNotFoundException"],
});
export const publish = integration("sns:publish", {
  input: z.object({ TopicArn: z.string().max(256), Message: z.string().max(4096) }),
  output: z.object({ MessageId: z.string().max(64) }),
});
export const sendMessage = integration("sqs:sendMessage", {
  input: z.object({ QueueUrl: z.string().max(256), MessageBody: z.object({ change: z.string().max(64), token: z.string().max(2048) }) }),
  output: z.object({ MessageId: z.string().max(64) }),
});
export const askForApproval = waitForTaskToken(sendMessage, {
  output: z.object({ approved: z.boolean() }),
  errors: ["Approval.Refused"],
});
export const inspect = activity("inspection", {
  input: z.object({ table: z.string().max(64) }),
  output: z.object({ clean: z.boolean() }),
  errors: ["Inspection.Withdrawn"],
});
export const charge = http("payments", {
  method: "POST",
  input: z.object({ ApiEndpoint: z.string().max(256), RequestBody: z.object({ amount: z.number() }) }),
  output: z.object({ StatusCode: z.int().min(100).max(599), ResponseBody: z.object({ id: z.string().max(64) }) }),
  errors: ["States.Http.StatusCode.402"],
});
