/** Which permissions a request needs: one table by service and operation. What stands in no table is denied. The guard may enter. */
import { cloudwatchRules, ec2Rules, iamRules, logsRules, scalingRules, stsRules, taggingRules } from "./accounts.ts";
import type { Call, Need, Rule } from "./call.ts";
import { dynamodbRules } from "./dynamodb.ts";
import { rdsDataRules, rdsRules } from "./rds.ts";
import { s3Needs } from "./s3.ts";
import { kmsRules, secretRules, ssmRules } from "./systems.ts";
import { eventsRules, lambdaRules, snsRules, sqsRules, statesRules } from "./work.ts";

export type { Call, Need } from "./call.ts";
export { mayKnowMissing } from "./s3.ts";

/** By the service of the request's signature. */
const rules: ReadonlyMap<string, ReadonlyMap<string, Rule>> = new Map([
  ["application-autoscaling", scalingRules],
  ["dynamodb", dynamodbRules],
  ["ec2", ec2Rules],
  ["events", eventsRules],
  ["iam", iamRules],
  ["kms", kmsRules],
  ["lambda", lambdaRules],
  ["logs", logsRules],
  ["monitoring", cloudwatchRules],
  ["rds", rdsRules],
  ["rds-data", rdsDataRules],
  ["secretsmanager", secretRules],
  ["sns", snsRules],
  ["sqs", sqsRules],
  ["ssm", ssmRules],
  ["states", statesRules],
  ["sts", stsRules],
  ["tagging", taggingRules],
]);

/**
 * The permissions that a request needs, all of them.
 *
 * @returns undefined when there is no rule for it
 */
export function needsOf(call: Call): readonly Need[] | undefined {
  if (call.service === "s3") return s3Needs(call);
  return rules.get(call.service)?.get(call.operation)?.(call);
}
