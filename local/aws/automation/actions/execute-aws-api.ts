/** aws:executeAwsApi */
import type { Action } from "./action.ts";
import { callApi } from "./call-api.ts";

export const executeAwsApi: Action = async (context) => ({ response: await callApi(context) });
