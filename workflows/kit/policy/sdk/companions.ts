/** What calls need beside their own action: to hand over a role, to tag what they make, to use a key. */
import { arnAt } from "../arn.ts";
import { allow, type Call, passRole } from "../call.ts";
import type { Fields } from "../fields.ts";
import { keyOf } from "../key.ts";
import type { Grant, Resource } from "../types.ts";
import { callName } from "./actions.ts";

/** Members that hold a role without saying so in their name, by IAM's prefix. */
const ROLES: Readonly<Record<string, readonly string[]>> = {
  codebuild: ["ServiceRole"],
  elasticmapreduce: ["JobFlowRole", "ServiceRole", "AutoScalingRole"],
  glue: ["Role"],
  lambda: ["Role"],
  mediaconvert: ["Role"],
  ssm: ["AutomationAssumeRole", "AssumeRole"],
};

/** Who takes the roles, where it is sure. */
const PRINCIPALS: Readonly<Record<string, string>> = {
  batch: "batch.amazonaws.com",
  bedrock: "bedrock.amazonaws.com",
  codebuild: "codebuild.amazonaws.com",
  glue: "glue.amazonaws.com",
  lambda: "lambda.amazonaws.com",
  mediaconvert: "mediaconvert.amazonaws.com",
  sagemaker: "sagemaker.amazonaws.com",
  scheduler: "scheduler.amazonaws.com",
  ssm: "ssm.amazonaws.com",
  states: "states.amazonaws.com",
};

/** IAM's prefix → the action that tags what a call makes. */
const TAGGING: Readonly<Record<string, string>> = {
  batch: "TagResource",
  dynamodb: "TagResource",
  ecs: "TagResource",
  elasticmapreduce: "AddTags",
  events: "TagResource",
  glue: "TagResource",
  kms: "TagResource",
  lambda: "TagResource",
  logs: "TagResource",
  rds: "AddTagsToResource",
  sagemaker: "AddTags",
  secretsmanager: "TagResource",
  sns: "TagResource",
  sqs: "TagQueue",
  ssm: "AddTagsToResource",
  states: "TagResource",
};

const READS = /^(?:Get|List|Describe|Batch[DG]|Search|Query|Scan|Head|Assume|Delete|Detect|Invoke|Converse)/;

/** Roles anywhere in what is passed. */
function* rolesIn(fields: Fields, names: readonly string[], depth = 0): Generator<{ fields: Fields; member: string }> {
  if (depth > 8) return;
  for (const member of fields.names) {
    if (/rolearn$/i.test(member) || names.includes(member)) yield { fields, member };
    else for (const inner of fields.each(member)) if (!inner.open) yield* rolesIn(inner, names, depth + 1);
  }
}

function roles(call: Call, prefix: string): readonly Grant[] {
  const names = Object.hasOwn(ROLES, prefix) ? (ROLES[prefix] ?? []) : [];
  const principal = Object.hasOwn(PRINCIPALS, prefix) ? PRINCIPALS[prefix] : undefined;
  return [...rolesIn(call.fields, names)].flatMap(({ fields, member }) =>
    fields.list(member).map((said) => passRole(call, said, member, principal)),
  );
}

/** Keys that RDS uses in the name of whoever asks for it, and only there. */
function keys(call: Call, prefix: string): readonly Grant[] {
  const said = call.fields.has("KmsKeyId") ? call.fields.get("KmsKeyId") : undefined;
  if (prefix !== "rds" || said === undefined) return [];
  const key = keyOf(call, said, "KmsKeyId");
  const domain = call.place.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  return [
    allow(
      "kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo",
      key,
      { StringLike: { "kms:ViaService": [`rds.${call.place.region}.${domain}`] } },
    ),
    allow("kms:CreateGrant", key, { Bool: { "kms:GrantIsForAWSResource": ["true"] } }),
  ];
}

/** RDS keeps a password that it manages in a secret of its own. */
function secrets(call: Call, prefix: string): readonly Grant[] {
  if (prefix !== "rds" || !call.fields.has("ManageMasterUserPassword")) return [];
  const kind = /Cluster/.test(callName(call.api)) ? "cluster" : "db";
  return [
    allow("secretsmanager:CreateSecret secretsmanager:TagResource", { arn: arnAt(call.place, "secretsmanager", `secret:rds!${kind}-*`) }),
  ];
}

/** What a call makes, by its name: the part of an ARN that says its kind. */
const MAKES: readonly (readonly [prefix: string, call: RegExp, kind: string])[] = [
  ["rds", /ClusterSnapshot$/, ":cluster-snapshot:"],
  ["rds", /^(?:Create|Copy)DBSnapshot$/, ":snapshot:"],
  ["rds", /Cluster/, ":cluster:"],
  ["rds", /./, ":db:"],
  ["ssm", /^StartAutomationExecution$/, ":automation-execution/"],
];

/** Of what a call is about, what it makes: that is what it tags. */
function made(call: Call, prefix: string, resources: readonly Resource[]): readonly Resource[] {
  const [, , kind = ""] = MAKES.find(([of, name]) => of === prefix && name.test(callName(call.api))) ?? [];
  const own = resources.filter(({ arn }) => arn.includes(kind));
  return own.length > 0 ? own : resources;
}

/** The companions of an SDK call on its resources. */
export function companions(call: Call, prefix: string, resources: readonly Resource[]): readonly Grant[] {
  if (READS.test(callName(call.api))) return [];
  const tag = Object.hasOwn(TAGGING, prefix) ? TAGGING[prefix] : undefined;
  const tagged = tag !== undefined && call.fields.has("Tags") && !/^(?:Tag|AddTags)/.test(callName(call.api));
  return [
    ...roles(call, prefix),
    ...(tagged ? [allow(`${prefix}:${tag}`, made(call, prefix, resources))] : []),
    ...keys(call, prefix),
    ...secrets(call, prefix),
  ];
}
