/** What Application Auto Scaling scales, named `<namespace>|<resource>|<dimension>`: `dynamodb|table/billing-accounts|dynamodb:table:ReadCapacityUnits`. */
import { number, set } from "../compare/index.ts";
import type { Kind } from "./kind.ts";

export const scalingTarget: Kind<"scalingTarget"> = {
  service: "application-autoscaling",
  fields: { min: number, max: number, policies: set },
  checked: ({ scaling }) => scaling !== undefined,
  async find({ clients: { scaling } }, name) {
    const [ServiceNamespace = "", ResourceId = "", ScalableDimension = ""] = name.split("|");
    const answer = await scaling?.describeScalableTargets({ ServiceNamespace, ScalableDimension, ResourceIds: [ResourceId] });
    const target = answer?.ScalableTargets?.[0];
    if (scaling === undefined || target === undefined) return undefined;
    return {
      min: () => target.MinCapacity,
      max: () => target.MaxCapacity,
      policies: async () => {
        const { ScalingPolicies = [] } = await scaling.describeScalingPolicies({ ServiceNamespace, ScalableDimension, ResourceId });
        return ScalingPolicies.map(({ PolicyName }) => PolicyName ?? "");
      },
    };
  },
};
