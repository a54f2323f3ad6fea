/** Parameter Store's rules for values, which moto does not know. */
import { AwsError, type GatewayRequest } from "../gateway/service.ts";

const limits = new Map([
  ["Standard", 4096],
  ["Advanced", 8192],
]);

/**
 * Refuses what Parameter Store refuses.
 *
 * @throws AwsError ValidationException
 */
export function checkPutParameter({ parameters }: Pick<GatewayRequest, "parameters">): void {
  const { Value, Tier } = parameters;
  if (typeof Value !== "string") return;
  if (Value.includes("{{") || Value.includes("}}")) {
    throw new AwsError("ValidationException", `Parameter value can't nest another parameter. Do not use "{{}}" in the value.`);
  }
  // Intelligent-Tiering chooses Advanced where it is needed.
  const tier = Tier === "Standard" || Tier === undefined ? "Standard" : "Advanced";
  const limit = limits.get(tier) ?? 4096;
  if (Value.length <= limit) return;
  const way =
    tier === "Standard"
      ? " To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
      : "";
  throw new AwsError("ValidationException", `${tier} tier parameters support a maximum parameter value of ${limit} characters.${way}`);
}
