/** One AWS call as the actions executeAwsApi, waitForAwsResourceProperty and assertAwsResourceProperty make it. */
import { type FailureType, StepFailure } from "../failures.ts";
import { select } from "../outputs.ts";
import { asText } from "../references.ts";
import type { ActionContext } from "./action.ts";

const own = new Set(["Service", "Api", "PropertySelector", "DesiredValues"]);

/** @throws StepFailure with AWS's error code */
export async function callApi({ api, inputs, signal }: ActionContext): Promise<Record<string, unknown>> {
  const parameters = Object.fromEntries(Object.entries(inputs).filter(([name]) => !own.has(name)));
  const answer = await api.call({ service: String(inputs.Service), api: String(inputs.Api), inputs: parameters }, signal);
  if ("result" in answer) return answer.result;
  const { code, message, sent } = answer.error;
  // Unverified against AWS: the words around the error.
  throw new StepFailure(
    `Step fails when it is Execute/Cancelling action. ${message}`,
    sent ? "Invocation" : "InputValidation",
    failureType(code),
    {
      ErrorCode: [code],
    },
  );
}

/** Whether the property has one of the desired values; Booleans are written `True` and `False`, as the guide says. */
export function hasDesiredValue({ inputs }: ActionContext, response: unknown): { met: boolean; value: string } {
  const found = select(String(inputs.PropertySelector), response);
  const value = typeof found === "boolean" ? (found ? "True" : "False") : found === undefined ? "" : asText(found);
  return { met: (inputs.DesiredValues as unknown[]).some((desired) => asText(desired) === value), value };
}

function failureType(code: string): FailureType {
  if (/throttl|TooManyRequests|RequestLimitExceeded/i.test(code)) return "Throttling";
  return /AccessDenied|UnauthorizedOperation/i.test(code) ? "Permission" : "Action";
}
