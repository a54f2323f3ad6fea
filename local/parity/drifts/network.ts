/** Drifts of security groups, of scaling, and of what only its tag shows. */
import {
  DeregisterScalableTargetCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  RevokeSecurityGroupEgressCommand,
} from "@aws-sdk/client-ec2";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { ENVIRONMENT } from "../../refresh/names.ts";
import { groupNames } from "../expected/index.ts";
import { readsOf } from "../expected/scaling.ts";
import { changed, type Drift, whole } from "./drift.ts";

const reads = (table: string) =>
  ({ ServiceNamespace: "dynamodb", ResourceId: `table/${table}`, ScalableDimension: "dynamodb:table:ReadCapacityUnits" }) as const;

const groups: readonly Drift[] = [
  changed("the world may connect to Aurora", ["securityGroup", groupNames.aurora, "rules", "critical"], ({ clients, groupId }) =>
    clients.ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId(groupNames.aurora),
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 5432, ToPort: 5432, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      }),
    ),
  ),
  changed("the functions may not reach AWS", ["securityGroup", groupNames.functions, "rules", "critical"], ({ clients, groupId }) =>
    clients.ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: groupId(groupNames.functions),
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "10.0.0.0/16" }] }],
      }),
    ),
  ),
  changed("a group has another owner", ["securityGroup", groupNames.functions, "tags.ManagedBy", "low"], ({ clients, groupId }) =>
    clients.ec2.send(new CreateTagsCommand({ Resources: [groupId(groupNames.functions)], Tags: [{ Key: "ManagedBy", Value: "hand" }] })),
  ),
  whole("somebody has made a group", ["unexpected", "securityGroup", `${ENVIRONMENT}-debug`, "medium"], ({ clients }) =>
    clients.ec2.send(new CreateSecurityGroupCommand({ GroupName: `${ENVIRONMENT}-debug`, Description: "For an hour" })),
  ),
];

const scaling: readonly Drift[] = [
  changed("a table scales further", ["scalingTarget", readsOf("billing-accounts"), "max", "medium"], ({ clients }) =>
    clients.scaling.send(new RegisterScalableTargetCommand({ ...reads("billing-accounts"), MinCapacity: 1, MaxCapacity: 1_000 })),
  ),
  changed("a table scales by a second policy", ["scalingTarget", readsOf("ledger-accounts"), "policies", "medium"], ({ clients }) =>
    clients.scaling.send(
      new PutScalingPolicyCommand({
        ...reads("ledger-accounts"),
        PolicyName: "more",
        PolicyType: "TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 10,
          PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
        },
      }),
    ),
  ),
  whole("a table no longer scales", ["missing", "scalingTarget", readsOf("auth-accounts"), "medium"], ({ clients }) =>
    clients.scaling.send(new DeregisterScalableTargetCommand(reads("auth-accounts"))),
  ),
];

const tagged: readonly Drift[] = [
  whole("somebody has made a queue with the environment's tag", ["unexpected", "queue", "scratch", "low"], ({ clients }) =>
    clients.sqs.send(new CreateQueueCommand({ QueueName: "scratch", tags: { Environment: ENVIRONMENT } })),
  ),
];

export const networkDrifts: readonly Drift[] = [...groups, ...scaling, ...tagged];
