/** Disturbs a call of a function: refused from the n-th one on, or the function's process ends right before or after it. */
import { AwsError, type ObservedCall } from "../../aws/index.ts";
import { functionArn, functionName, production } from "../../refresh/names.ts";
import type { CallDisturbance } from "../list/index.ts";
import type { Blow, Surroundings } from "./blow.ts";

/** Whether a function makes a call: under its own role, or production's, which only functions take on. */
export const madeBy = (handler: string, call: ObservedCall): boolean =>
  call.functionArn === functionArn(handler) || (call.functionArn === undefined && call.roleArn === production.readerRole);

/** Arms it; the action `*` stands for every call. */
export function callBlow({ handler, operation, action, number, way }: CallDisturbance, { aws, running }: Surroundings): Blow {
  const name = functionName(handler);
  let count = 0;
  const hits = (call: ObservedCall): boolean => {
    if (!madeBy(handler, call) || !running(name, operation)) return false;
    if (action !== "*" && !call.actions.includes(action)) return false;
    count++;
    return count >= number;
  };
  if (way === "killed after") {
    const blow = {
      met: false,
      afterCall(call: ObservedCall): void {
        if (blow.met || !hits(call)) return;
        blow.met = true;
        aws.killFunction(name);
      },
    };
    return blow;
  }
  const blow = {
    met: false,
    beforeCall(call: ObservedCall): void {
      const killed = way === "killed before";
      if ((killed && blow.met) || !hits(call)) return;
      blow.met = true;
      if (!killed) throw refusal(way, call.actions[0] ?? action);
      aws.killFunction(name);
      throw new AwsError("RequestAborted", "Whoever called has ended before the call was carried out.", 400);
    },
  };
  return blow;
}

/** In the words of the call's service. */
function refusal(way: "throttled" | "denied", action: string): AwsError {
  const s3 = action.startsWith("s3:");
  if (way === "denied")
    return new AwsError(s3 ? "AccessDenied" : "AccessDeniedException", `The fault test denied ${action}.`, s3 ? 403 : 400);
  return s3 ? new AwsError("SlowDown", "Please reduce your request rate.", 503) : new AwsError("ThrottlingException", "Rate exceeded", 400);
}
