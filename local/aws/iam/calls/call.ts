/** A request as the rules of the services read it, and what they say of it. */
import type { GatewayRequest } from "../../gateway/service.ts";
import { arnAt, type Known, ownerIn, textOf } from "../known/index.ts";

/** A request, with what is known of the resources that it names. */
export interface Call extends Omit<GatewayRequest, "accessKeyId"> {
  readonly known: Known;
  /** What the service that calls in somebody's name gives as external id, when the request has none. */
  readonly externalId: string | undefined;
}

/** An action on a resource that the caller needs a permission for. */
export interface Need {
  readonly action: string;
  /** An ARN, or `*` where the action knows none. */
  readonly resource: string;
  /** The resource's account, where the ARN does not say it, or another policy than the resource's own decides. */
  readonly owner?: string;
  /** Context keys of this need alone. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** What an operation needs. */
export type Rule = (call: Call) => readonly Need[];

/** A text among the parameters; "*" when it is absent: then the call is about all of them. */
export const given = ({ parameters }: Call, name: string): string => textOf(parameters, name) ?? "*";

/** A resource of the caller's account and region, by its name or ARN. */
export const inPlace = (call: Call, service: string, name: string): string => arnAt(call, service, name);

/** An action for which AWS knows no resource. */
export const onEverything =
  (action: string): Rule =>
  () => [{ action, resource: "*" }];

/** An action of the operation's own name on the resource that a parameter names. */
export const on =
  (service: string, member: string, resource: (name: string, call: Call) => string): Rule =>
  (call) => [{ action: `${service}:${call.operation}`, resource: resource(given(call, member), call) }];

/** The same rule for several operations. */
export const each = (operations: string, rule: Rule): readonly (readonly [string, Rule])[] =>
  operations.split(" ").map((operation) => [operation, rule] as const);

/**
 * The use of a key by a service in the caller's name. Nothing for keys of AWS's own: everybody in their account may use them
 * through their service.
 */
export function keyNeeds(
  { region, account }: Call,
  key: string | undefined,
  service: string,
  ...actions: readonly string[]
): readonly Need[] {
  if (key === undefined) return [];
  return actions.map((action) => ({
    action: `kms:${action}`,
    resource: key,
    owner: ownerIn(key) ?? account,
    context: {
      "kms:ViaService": `${service}.${region}.amazonaws.com`,
      "kms:CallerAccount": account,
      ...(action === "CreateGrant" ? { "kms:GrantIsForAWSResource": "true" } : {}),
    },
  }));
}
