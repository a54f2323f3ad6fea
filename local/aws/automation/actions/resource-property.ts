/** aws:waitForAwsResourceProperty and aws:assertAwsResourceProperty */
import { setTimeout as sleep } from "node:timers/promises";
import { StepFailure } from "../failures.ts";
import type { Action } from "./action.ts";
import { callApi, hasDesiredValue } from "./call-api.ts";

/** Milliseconds between two looks. AWS's are longer; here the resources change within a second. */
const pollInterval = 150;

export const waitForAwsResourceProperty: Action = async (context) => {
  for (;;) {
    const response = await callApi(context);
    if (hasDesiredValue(context, response).met) return { response };
    await sleep(pollInterval, undefined, { signal: context.signal });
  }
};

export const assertAwsResourceProperty: Action = async (context) => {
  const response = await callApi(context);
  const { met, value } = hasDesiredValue(context, response);
  if (met) return { response };
  throw new StepFailure(
    `Step fails when it is Verifying action. The property ${String(context.inputs.PropertySelector)} is "${value}", not one of ${JSON.stringify(context.inputs.DesiredValues)}.`,
    "PostVerification",
    "Verification",
  );
};
