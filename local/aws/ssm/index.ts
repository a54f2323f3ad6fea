/** Systems Manager: Parameter Store's rules here, Automation in its own room, the rest in moto. */
import { type GatewayRequest, type GatewayResponse, notImplemented, type ServiceHandler } from "../gateway/service.ts";
import { checkPutParameter } from "./parameter-rules.ts";

export { checkPutParameter };

/** Puts Parameter Store's rules before moto, and Automation before both. */
export function ssmHandler(automation: ServiceHandler): ServiceHandler {
  return async (request: GatewayRequest): Promise<GatewayResponse | undefined> => {
    if (request.operation === "PutParameter") checkPutParameter(request);
    const answer = await automation(request);
    if (answer === undefined && request.operation.includes("Automation")) throw notImplemented("ssm", request.operation);
    return answer;
  };
}
