/** Puts keys and roles. */
import {
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  type KMSClient,
  PutKeyPolicyCommand,
  TagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import { tagMap } from "../../../handlers/parity-validation/live/index.ts";
import { createKey } from "../../refresh/seed/production.ts";
import { isThere, type Put, tagList, textOf, tooMany } from "./put.ts";

/** The key behind an alias, made when there is none; gives its ARN. */
export async function ensureKey(kms: KMSClient, alias: string, isMac: boolean): Promise<string> {
  if (await isThere(kms.send(new DescribeKeyCommand({ KeyId: alias })))) {
    return (await kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata?.Arn ?? "";
  }
  return createKey(kms, alias, {
    Description: alias,
    ...(isMac ? { KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" } : { KeyUsage: "ENCRYPT_DECRYPT" }),
  });
}

export const key: Put<"key"> = async ({ kms }, AliasName, fields) => {
  // moto enables keys by their ids only.
  const KeyId = (fields.target ?? "").split("/").at(-1);
  await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: KeyId }));
  await kms.send(new EnableKeyCommand({ KeyId }));
  if (fields.rotation === true) await kms.send(new EnableKeyRotationCommand({ KeyId }));
  await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: "default", Policy: textOf(fields.policy) }));
  await kms.send(new TagResourceCommand({ KeyId, Tags: tagList(fields.tags).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })) }));
};

export const role: Put<"role"> = async ({ iam }, RoleName, fields) => {
  const trust = textOf(fields.trust);
  if (await isThere(iam.send(new GetRoleCommand({ RoleName })))) {
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
  } else {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  }
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) {
    if (!Object.hasOwn(fields.policies ?? {}, PolicyName)) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }
  for (const [PolicyName, document] of Object.entries(fields.policies ?? {})) {
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: textOf(document) }));
  }
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
  const extra = tooMany(tagMap(Tags), fields.tags);
  if (extra.length > 0) await iam.send(new UntagRoleCommand({ RoleName, TagKeys: extra }));
  await iam.send(new TagRoleCommand({ RoleName, Tags: tagList(fields.tags) }));
};
