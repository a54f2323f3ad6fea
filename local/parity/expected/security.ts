/** The keys and the roles. */
import { ENVIRONMENT, functionArn, stateMachineArn, stateMachineName, test, workflowNames } from "../../refresh/names.ts";
import { type Base, groupNames, type Kind, keyAliases, own, policy, root, statement, tags, validatorRole } from "./base.ts";

export function keys({ services, keyArn }: Base): Kind<"key"> {
  return own(keyAliases(services), (alias) => {
    const isMac = alias === test.maskingKeyAlias;
    return {
      target: keyArn(alias),
      usage: isMac ? "GENERATE_VERIFY_MAC" : "ENCRYPT_DECRYPT",
      spec: isMac ? "HMAC_256" : "SYMMETRIC_DEFAULT",
      enabled: true,
      ...(isMac ? {} : { rotation: true }),
      policy: policy(statement("Allow", "kms:*", "*", { Sid: "AccountAdministers", Principal: { AWS: root } })),
      tags,
    };
  });
}

/** Aurora lets in whoever is in the functions' group, and goes nowhere. */
export function securityGroups({ groupId }: Base): Kind<"securityGroup"> {
  const postgres = { protocol: "tcp", fromPort: 5432, toPort: 5432 } as const;
  const [aurora, functions] = [groupId(groupNames.aurora), groupId(groupNames.functions)];
  return {
    [aurora]: { rules: [{ direction: "ingress", ...postgres, peer: functions }], tags },
    [functions]: {
      rules: [
        { direction: "egress", ...postgres, peer: aurora },
        { direction: "egress", protocol: "tcp", fromPort: 443, toPort: 443, peer: "10.0.0.0/16" },
      ],
      tags,
    },
  };
}

export function roles({ validatorPolicy }: Base): Kind<"role"> {
  const trust = (service: string): string =>
    policy({ Effect: "Allow", Principal: { Service: `${service}.amazonaws.com` }, Action: "sts:AssumeRole" });
  const machine = own(
    workflowNames.map((name) => stateMachineName(name)),
    () => ({
      trust: trust("states"),
      policies: { workflow: policy(statement("Allow", ["lambda:InvokeFunction"], functionArn("masking"))) },
      attached: [],
      tags,
    }),
  );
  return {
    ...machine,
    [validatorRole.slice(validatorRole.lastIndexOf("/") + 1)]: {
      trust: trust("lambda"),
      policies: { handler: validatorPolicy },
      attached: [],
      tags,
    },
    [`${ENVIRONMENT}-automation`]: {
      trust: trust("ssm"),
      policies: { document: policy(statement("Allow", "rds-data:ExecuteStatement", "*")) },
      attached: [],
      tags,
    },
    [`${ENVIRONMENT}-events`]: {
      trust: trust("events"),
      policies: {
        rules: policy(statement("Allow", "states:StartExecution", [stateMachineArn("daily-refresh"), stateMachineArn("refresh-cleanup")])),
      },
      attached: [],
      tags,
    },
  };
}
