/** Puts security groups and scaling. */
import {
  DeleteScalingPolicyCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
  type ScalableDimension,
  type ServiceNamespace,
} from "@aws-sdk/client-application-auto-scaling";
import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from "@aws-sdk/client-ec2";
import type { Fields } from "../../../handlers/parity-validation/expectations.ts";
import { type Put, tagList } from "./put.ts";

/** The id of the group of this name, made when there is none. */
export async function ensureGroup(ec2: EC2Client, GroupName: string): Promise<string> {
  const Filters = [{ Name: "group-name", Values: [GroupName] }];
  const { SecurityGroups: [found] = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  if (found?.GroupId !== undefined) return found.GroupId;
  return (await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: GroupName }))).GroupId ?? "";
}

type Rule = NonNullable<Fields<"securityGroup">["rules"]>[number];

/** A rule as EC2 takes it. */
function permission({ protocol, fromPort, toPort, peer }: Rule): IpPermission {
  return {
    IpProtocol: protocol,
    ...(typeof fromPort === "number" ? { FromPort: fromPort } : {}),
    ...(typeof toPort === "number" ? { ToPort: toPort } : {}),
    ...(peer.startsWith("sg-") ? { UserIdGroupPairs: [{ GroupId: peer }] } : { IpRanges: [{ CidrIp: peer }] }),
  };
}

export const securityGroup: Put<"securityGroup"> = async ({ ec2 }, GroupId, { rules, tags }) => {
  const Filters = [{ Name: "group-id", Values: [GroupId] }];
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  for (const { SecurityGroupRuleId = "", IsEgress } of SecurityGroupRules) {
    const revoke = { GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] };
    await (IsEgress ? ec2.send(new RevokeSecurityGroupEgressCommand(revoke)) : ec2.send(new RevokeSecurityGroupIngressCommand(revoke)));
  }
  for (const rule of rules ?? []) {
    const authorize = { GroupId, IpPermissions: [permission(rule)] };
    await (rule.direction === "egress"
      ? ec2.send(new AuthorizeSecurityGroupEgressCommand(authorize))
      : ec2.send(new AuthorizeSecurityGroupIngressCommand(authorize)));
  }
  await ec2.send(new CreateTagsCommand({ Resources: [GroupId], Tags: tagList(tags) }));
};

export const scalingTarget: Put<"scalingTarget"> = async ({ scaling }, name, { min, max, policies }) => {
  const [namespace, ResourceId, dimension] = name.split("|");
  const target = {
    ServiceNamespace: namespace as ServiceNamespace,
    ResourceId,
    ScalableDimension: dimension as ScalableDimension,
  };
  await scaling.send(new RegisterScalableTargetCommand({ ...target, MinCapacity: min ?? 1, MaxCapacity: max ?? 1 }));
  const { ScalingPolicies = [] } = await scaling.send(new DescribeScalingPoliciesCommand(target));
  for (const { PolicyName } of ScalingPolicies) await scaling.send(new DeleteScalingPolicyCommand({ ...target, PolicyName }));
  for (const PolicyName of policies ?? []) {
    await scaling.send(
      new PutScalingPolicyCommand({
        ...target,
        PolicyName,
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 70,
          PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
        },
      }),
    );
  }
};
