/** What Application Auto Scaling scales, named `<namespace>|<resource>|<dimension>`: `dynamodb|table/billing-accounts|dynamodb:table:ReadCapacityUnits`. */
import {
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  type ScalableDimension as Dimension,
  type ServiceNamespace as Namespace,
} from "@aws-sdk/client-application-auto-scaling";
import { number, set } from "../compare/index.ts";
import { allOf, optional, pages } from "../live/index.ts";
import type { Kind } from "./kind.ts";

export const scalingTarget: Kind<"scalingTarget"> = {
  service: "application-autoscaling",
  fields: { min: number, max: number, policies: set },
  async find({ clients: { scaling } }, name) {
    const [namespace, ResourceId = "", dimension] = name.split("|");
    const scaled = { ServiceNamespace: namespace as Namespace, ScalableDimension: dimension as Dimension };
    const answer = await scaling.send(new DescribeScalableTargetsCommand({ ...scaled, ResourceIds: [ResourceId] }));
    const target = answer.ScalableTargets?.[0];
    if (target === undefined) return undefined;
    return {
      min: () => target.MinCapacity,
      max: () => target.MaxCapacity,
      policies: async () => {
        const all = pages(async (token) => {
          const page = await scaling.send(new DescribeScalingPoliciesCommand({ ...scaled, ResourceId, ...optional("NextToken", token) }));
          return [page.ScalingPolicies, page.NextToken];
        });
        return (await allOf(all)).map(({ PolicyName }) => PolicyName ?? "");
      },
    };
  },
};
