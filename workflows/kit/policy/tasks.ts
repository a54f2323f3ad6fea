/** What a Task needs, by its Resource. */
import type { AslState } from "../asl/index.ts";
import { type ArnParts, arnParts, type Place } from "./arn.ts";
import { allow, type Call, managedRule, type Waiting } from "./call.ts";
import { fieldsOf, type QueryLanguage } from "./fields.ts";
import { integrationRule } from "./integrations/index.ts";
import { iamActions, sdkGrants } from "./sdk/index.ts";
import type { Grant } from "./types.ts";

/** `startExecution.sync:2` → the call and how it waits. */
function apiOf(text: string): { readonly api: string; readonly waiting: Waiting } {
  const [api = "", pattern = ""] = text.split(".");
  const waiting = pattern.startsWith("sync") ? "sync" : pattern === "waitForTaskToken" ? "token" : "response";
  return { api: api.charAt(0).toLowerCase() + api.slice(1), waiting };
}

const isPartition = (text: string): boolean => /^[\w-]+$|^\$\{/.test(text);

/** An integration that this tool has no rule for: its name is most often the SDK's, and so is the action. */
function unknown(call: Call): readonly Grant[] {
  const wide = `this tool has no rule for the integration ${call.service}:${call.api}`;
  return [
    allow(iamActions(call.service, call.api), { arn: "*", wide }),
    ...(call.waiting === "sync" ? [managedRule(call, "StepFunctionsGetEvent*")] : []),
  ];
}

const NAME = /^[\w-]+$/;

/** A call by its Resource, `arn:aws:states:::<service>:<api>` or `arn:aws:states:::aws-sdk:<service>:<api>`. */
function callOf(
  parts: ArnParts,
  state: AslState,
  language: QueryLanguage,
  place: Place,
): { readonly call: Call; readonly sdk: boolean } | undefined {
  const [first = "", ...rest] = parts.resource.split(":");
  const sdk = first === "aws-sdk";
  const { api, waiting } = apiOf((sdk ? rest.slice(1) : rest).join(":"));
  const service = sdk ? (rest[0] ?? "").toLowerCase() : first;
  if (!NAME.test(service) || !NAME.test(api)) return undefined;
  const here = isPartition(parts.partition) ? { ...place, partition: parts.partition } : place;
  return { call: { service, api, waiting, fields: fieldsOf(state, language), place: here }, sdk };
}

/** What a Task needs: nothing for an activity, whose workers ask for their work; undefined for a Resource that names nothing to call. */
export function taskGrants(state: AslState, language: QueryLanguage, place: Place): readonly Grant[] | undefined {
  const resource = typeof state.Resource === "string" ? state.Resource : "";
  const parts = arnParts(resource);
  if (!parts) {
    if (!resource.startsWith("${")) return undefined;
    // A token stands for a whole ARN here; a function's, unless it says otherwise.
    if (/activity/i.test(resource)) return [];
    return [allow("lambda:InvokeFunction", { arn: resource, wide: "the token is taken for a function's ARN" })];
  }
  if (parts.service === "lambda") return [allow("lambda:InvokeFunction", { arn: resource })];
  if (parts.service !== "states") return undefined;
  if (parts.resource.startsWith("activity:")) return [];
  const found = callOf(parts, state, language, place);
  if (found === undefined) return undefined;
  const { call, sdk } = found;
  return sdk ? sdkGrants(call) : (integrationRule(call.service, call.api) ?? unknown)(call);
}
