/** A Task's call, and the words with which the rules of the services say what it needs. */
import { arnAt, bucketArn, isArn, type Place, roleArn } from "./arn.ts";
import type { Fields } from "./fields.ts";
import type { Said } from "./said.ts";
import type { Condition, Grant, Resource } from "./types.ts";

/** How a Task waits. */
export type Waiting = "response" | "sync" | "token";

/** One Task's call of a service. */
export interface Call {
  /** As in the Resource: `lambda`, `emr-serverless`; of an SDK integration, `dynamodb`. */
  readonly service: string;
  /** As in the Resource: `invoke`. */
  readonly api: string;
  readonly waiting: Waiting;
  readonly fields: Fields;
  readonly place: Place;
}

/** What a call of one service needs. */
export type Rule = (call: Call) => readonly Grant[];

/** Permission for actions on resources. */
export const allow = (actions: string | readonly string[], resources: Resource | readonly Resource[], condition?: Condition): Grant => ({
  actions: typeof actions === "string" ? actions.split(" ") : actions,
  resources: "arn" in resources ? [resources] : resources,
  ...(condition && { condition }),
});

/** Everything; IAM takes nothing narrower for the action. */
export const everything: Resource = { arn: "*", wide: "IAM knows no resources for it" };

const reasonOf = (member: string, { text }: Said): string =>
  text === "*" ? `"${member}" is computed` : `"${member}" is computed; it is what fits "${text}"`;

/** The resource that a text names, by its name or by its ARN. */
export const namedBy = (said: Said, member: string, at: (name: string) => string): Resource => ({
  arn: isArn(said.text) ? said.text : at(said.text),
  ...(said.computed && { wide: reasonOf(member, said) }),
});

/** The resource that a member names. */
export function named({ fields }: Call, member: string, at: (name: string) => string): Resource {
  const said = fields.get(member);
  return said === undefined ? { arn: at("*"), wide: `"${member}" is not given` } : namedBy(said, member, at);
}

/** A resource at the call's place: `inService(call, "glue", (name) => …)`. */
export const inService =
  ({ place }: Call, service: string, resource: (name: string) => string) =>
  (name: string): string =>
    arnAt(place, service, resource(name));

/** All resources of a kind, which the call makes or finds while it runs. */
export const anyOf = ({ place }: Call, service: string, resource: string, why: string): Resource => ({
  arn: arnAt(place, service, resource),
  wide: why,
});

/** The rule through which Step Functions hears that a job has ended. */
export const managedRule = ({ place }: Call, name: string): Grant =>
  allow("events:DescribeRule events:PutRule events:PutTargets", { arn: arnAt(place, "events", `rule/${name}`) });

/** A role that the call hands to a service; `service` is the service's principal, when it is known. */
export function passRole(call: Call, role: Said | undefined, member: string, service?: string): Grant {
  const resource: Resource =
    role === undefined
      ? { arn: roleArn(call.place, "*"), wide: `the roles stand in what "${member}" names` }
      : namedBy(role, member, (name) => roleArn(call.place, name));
  return allow("iam:PassRole", resource, service === undefined ? undefined : { StringEquals: { "iam:PassedToService": [service] } });
}

/** Objects of a bucket: those that a key names, all of them without one. */
export function objects({ place }: Call, bucket: Said | undefined, key: Said | undefined, members: string): Resource {
  const computed = [bucket, key].some((said) => said === undefined || said.computed);
  const text = bucketArn(place, bucket?.text ?? "*", key?.text ?? "*");
  return { arn: text, ...(computed && { wide: `${members} is computed; it is what fits "${text.slice(text.indexOf(":::") + 3)}"` }) };
}
