/** Drifts of keys and roles. */
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { DisableKeyCommand, DisableKeyRotationCommand, PutKeyPolicyCommand, UpdateAliasCommand } from "@aws-sdk/client-kms";
import { ENVIRONMENT, stateMachineName, TEST, test } from "../../refresh/names.ts";
import { changed, type Drift, whole } from "./drift.ts";

const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

const keys: readonly Drift[] = [
  changed("a key does not rotate", ["key", test.dataKeyAlias, "rotation", "medium"], ({ clients, keyId }) =>
    clients.kms.send(new DisableKeyRotationCommand({ KeyId: keyId(test.dataKeyAlias) })),
  ),
  changed("a key is disabled", ["key", `alias/app-auth-${ENVIRONMENT}`, "enabled", "critical"], ({ clients, keyId }) =>
    clients.kms.send(new DisableKeyCommand({ KeyId: keyId(`alias/app-auth-${ENVIRONMENT}`) })),
  ),
  changed("another account may use the quarantine's key", ["key", test.quarantineKeyAlias, "policy", "critical"], ({ clients, keyId }) =>
    clients.kms.send(
      new PutKeyPolicyCommand({
        KeyId: keyId(test.quarantineKeyAlias),
        PolicyName: "default",
        Policy: policy(
          { Effect: "Allow", Principal: { AWS: [TEST] }, Action: ["kms:*"], Resource: ["*"] },
          { Effect: "Allow", Principal: { AWS: "arn:aws:iam::999999999999:root" }, Action: "kms:Decrypt", Resource: "*" },
        ),
      }),
    ),
  ),
  changed("an alias leads to another key", ["key", `alias/app-billing-${ENVIRONMENT}`, "target", "critical"], ({ clients, keyId }) =>
    clients.kms.send(
      new UpdateAliasCommand({ AliasName: `alias/app-billing-${ENVIRONMENT}`, TargetKeyId: keyId(`alias/app-ledger-${ENVIRONMENT}`) }),
    ),
  ),
];

const roles: readonly Drift[] = [
  changed("another account may take a role", ["role", stateMachineName("s3-sync"), "trust", "critical"], ({ clients }) =>
    clients.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: stateMachineName("s3-sync"),
        PolicyDocument: policy(
          { Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" },
          { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sts:AssumeRole" },
        ),
      }),
    ),
  ),
  changed("a role may do everything", ["role", stateMachineName("daily-refresh"), "policies.workflow", "critical"], ({ clients }) =>
    clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: stateMachineName("daily-refresh"),
        PolicyName: "workflow",
        PolicyDocument: policy({ Effect: "Allow", Action: "*", Resource: "*" }),
      }),
    ),
  ),
  changed("a role has a policy more", ["role", stateMachineName("aurora-refresh"), "policies.debugging", "critical"], ({ clients }) =>
    clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: stateMachineName("aurora-refresh"),
        PolicyName: "debugging",
        PolicyDocument: policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }),
      }),
    ),
  ),
  changed("a role has lost its policy", ["role", stateMachineName("refresh-cleanup"), "policies.workflow", "critical"], ({ clients }) =>
    clients.iam.send(new DeleteRolePolicyCommand({ RoleName: stateMachineName("refresh-cleanup"), PolicyName: "workflow" })),
  ),
  changed("a policy is attached to a role", ["role", `${ENVIRONMENT}-events`, "attached", "critical"], async ({ clients: { iam } }) => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: "everything", PolicyDocument: policy({ Effect: "Allow", Action: "s3:*", Resource: "*" }) }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: `${ENVIRONMENT}-events`, PolicyArn: Policy?.Arn }));
  }),
  whole("somebody has made a role", ["unexpected", "role", `${ENVIRONMENT}-admin`, "high"], ({ clients }) =>
    clients.iam.send(
      new CreateRoleCommand({
        RoleName: `${ENVIRONMENT}-admin`,
        AssumeRolePolicyDocument: policy({ Effect: "Allow", Principal: { AWS: TEST }, Action: "sts:AssumeRole" }),
      }),
    ),
  ),
];

export const securityDrifts: readonly Drift[] = [...keys, ...roles];
