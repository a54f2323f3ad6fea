/** Words a denial: as AWS does for the caller, and with the statement that is missing for whoever reads the log. */
import { protocolOf } from "../gateway/render-error.ts";
import { AwsError } from "../gateway/service.ts";
import type { Refusal } from "./evaluate.ts";

/** A call that was denied. */
export interface Denial {
  /** The role's ARN, or the service of AWS. */
  readonly who: string;
  /** `s3:GET /bucket/key`, `ssm:PutParameter`: without a value of the request. */
  readonly call: string;
  readonly action: string;
  readonly resource: string;
  /** What is missing, in a sentence. */
  readonly why: string;
  /** The statement that would allow it; undefined where one denies it, or no rule knows the call. */
  readonly missing: object | undefined;
}

const statement = (action: string, resource: string): object => ({ Effect: "Allow", Action: action, Resource: resource });

/** Why, and which statement is missing. */
export function explain(refusal: Refusal, action: string, resource: string): Pick<Denial, "why" | "missing"> {
  if (refusal.kind === "explicit") return { why: `${refusal.sid} of the policy "${refusal.policy}" denies it`, missing: undefined };
  const where =
    refusal.in === "identity" ? "no statement of the role's policies allows it" : "no statement of the resource's policy allows it";
  const near = refusal.near.map(({ sid, unmet }) =>
    unmet === undefined ? `${sid} has the action for other resources` : `${sid} would allow it, but for its condition ${unmet}`,
  );
  return { why: [where, ...near].join("; "), missing: statement(action, resource) };
}

/** The line for the log: role, action, resource, and the statement that is missing. */
export function denialLine({ who, call, action, resource, why, missing }: Denial): string {
  const wanted = missing === undefined ? "" : ` Missing: ${JSON.stringify(missing)}`;
  return `Access denied: ${who} may not ${action} on ${resource} (${call}): ${why}.${wanted}`;
}

/** What the caller is answered, in the code of its service. */
export function accessDenied(service: string, { who, action, resource, missing }: Denial, contentType: string | undefined): AwsError {
  const reason = missing === undefined ? "with an explicit deny" : `because no policy allows the ${action} action`;
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  if (service === "sns") return new AwsError("AuthorizationError", message, 403);
  if (service === "ec2") return new AwsError("UnauthorizedOperation", message, 403);
  switch (protocolOf(service, contentType)) {
    case "s3":
    case "query":
      return new AwsError("AccessDenied", message, 403);
    case "rest-json":
      return new AwsError("AccessDeniedException", message, 403);
    case "json":
      return new AwsError("AccessDeniedException", message, 400);
  }
}
