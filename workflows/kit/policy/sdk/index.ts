/** What a call by an AWS SDK integration needs. */
import { allow, type Call } from "../call.ts";
import { integrationRule } from "../integrations/index.ts";
import type { Grant } from "../types.ts";
import { iamActions } from "./actions.ts";
import { companions } from "./companions.ts";
import { dynamodbGrants } from "./dynamodb.ts";
import { namedResources } from "./named-resources.ts";
import { iamPrefix } from "./prefixes.ts";
import { s3Grants } from "./s3.ts";

export { callName, iamActions } from "./actions.ts";
export { iamPrefix } from "./prefixes.ts";

/** SDK name of a service → its name as an optimized integration, whose rules hold for the same calls. */
const OPTIMIZED: Readonly<Record<string, string>> = {
  athena: "athena",
  batch: "batch",
  bedrock: "bedrock",
  bedrockruntime: "bedrock",
  databrew: "databrew",
  dynamodb: "dynamodb",
  ecs: "ecs",
  emrcontainers: "emr-containers",
  emrserverless: "emr-serverless",
  eventbridge: "events",
  lambda: "lambda",
  mediaconvert: "mediaconvert",
  sfn: "states",
  sns: "sns",
  sqs: "sqs",
};

/** Metrics have no resources, only namespaces. */
function putMetricData(call: Call): readonly Grant[] {
  const namespace = call.fields.get("Namespace");
  const said = namespace !== undefined && namespace.text !== "*";
  return [
    allow(
      "cloudwatch:PutMetricData",
      { arn: "*", wide: said ? "IAM knows no resources for it; the condition names the namespace" : '"Namespace" is computed' },
      said ? { [namespace.computed ? "StringLike" : "StringEquals"]: { "cloudwatch:namespace": [namespace.text] } } : undefined,
    ),
  ];
}

/** The permissions of an SDK call, those that it needs for a role, a tag or a key included. */
export function sdkGrants(call: Call): readonly Grant[] {
  const service = call.service.toLowerCase();
  const prefix = iamPrefix(service);
  if (service === "s3") return s3Grants(call);
  if (service === "cloudwatch" && call.api === "putMetricData") return putMetricData(call);
  const rule = Object.hasOwn(OPTIMIZED, service) ? integrationRule(OPTIMIZED[service] ?? "", call.api) : undefined;
  if (rule) return rule({ ...call, waiting: "response" });
  const special = service === "dynamodb" ? dynamodbGrants(call) : undefined;
  if (special) return special;
  const actions = iamActions(service, call.api);
  const grants = actions.map((action) => allow(action, namedResources(call, prefix, action.slice(action.indexOf(":") + 1))));
  return [...grants, ...companions(call, prefix, grants[0]?.resources ?? [])];
}
