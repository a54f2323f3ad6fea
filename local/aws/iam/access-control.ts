/** Access control of the local AWS: decides every call of a role, learns what decisions need from the calls of administrators. */
import type { AccessKeys, Caller, Credentials, RoleSession } from "../gateway/accounts.ts";
import type { Admission, Guard } from "../gateway/guard.ts";
import { nameOf, type RequestHead } from "../gateway/request-head.ts";
import { AwsError, type GatewayRequest } from "../gateway/service.ts";
import { type Call, mayKnowMissing, type Need, needsOf } from "./calls/index.ts";
import { accessDenied, type Denial, denialLine, explain } from "./denial.ts";
import { type Decision, evaluate, type Policies } from "./evaluate.ts";
import { Known, ownerIn } from "./known/index.ts";
import type { Context, Principal } from "./policy/index.ts";
import { Usage } from "./usage.ts";

export interface AccessControlOptions {
  readonly keys: AccessKeys;
  readonly region: string;
  /** Hears of policies that cannot be decided here, and of denials unless `onDenied` does. */
  log(line: string): void;
  onDenied?(denial: Denial): void;
}

/** A service of AWS takes on a role. */
export interface ServiceRole extends RoleSession {
  /** `lambda.amazonaws.com` */
  readonly service: string;
  /** The account whose resource the service works for. */
  readonly account: string;
}

export interface AccessControl extends Guard {
  /**
   * Credentials of a role that a service works with.
   *
   * @throws AwsError AccessDenied when the role's trust does not name the service
   */
  assume(role: ServiceRole): Credentials;
  /** Decides an action that no request stands for, such as a machine's start of another. @returns the denial, when it is one */
  check(session: RoleSession, need: Need, call: string): Denial | undefined;
  /** The actions that a request of a role needs permissions for; none for an account's own. */
  actionsOf(request: GatewayRequest): readonly string[];
  /** Every denial so far, in order. */
  denials(): readonly Denial[];
  /** What statements have allowed. */
  readonly usage: Usage;
}

const accountOf = (roleArn: string): string => ownerIn(roleArn) ?? "";

function principalOf({ roleArn, sessionName }: RoleSession): Extract<Principal, { kind: "role" }> {
  const account = accountOf(roleArn);
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return { kind: "role", account, roleArn, sessionArn: `arn:aws:sts::${account}:assumed-role/${name}/${sessionName}` };
}

/** What every request of a role says about itself. The endpoint on this machine stands for one with TLS. */
function contextOf(session: RoleSession, region: string, { context = {} }: Need): Context {
  const account = accountOf(session.roleArn);
  const known: Record<string, string | readonly string[]> = {
    "aws:PrincipalArn": session.roleArn,
    "aws:PrincipalAccount": account,
    "aws:PrincipalType": "AssumedRole",
    "aws:RequestedRegion": region,
    "aws:SecureTransport": "true",
    ...(session.functionArn === undefined ? {} : { "lambda:SourceFunctionArn": session.functionArn }),
    ...context,
  };
  return new Map(Object.entries(known).map(([key, value]) => [key.toLowerCase(), typeof value === "string" ? [value] : value]));
}

/** The policy of the resource itself, and whether nothing happens without it. */
function resourcePolicy(known: Known, { action, resource }: Need): Pick<Policies, "resource" | "resourceDecides"> {
  const [service = ""] = action.split(":");
  if (service === "kms" && resource !== "*") return { resource: known.keys.policyOf(resource), resourceDecides: true };
  if (action === "sts:AssumeRole") {
    const trust = known.roles.trustOf(resource);
    return { ...(trust && { resource: trust }), resourceDecides: true };
  }
  const name = service === "s3" ? (/^arn:aws:s3:::([^/]+)/.exec(resource)?.[1] ?? "") : resource;
  const { policy } = service === "s3" || service === "sns" || service === "sqs" ? known.stores.get(name) : {};
  return policy === undefined ? {} : { resource: policy };
}

/**
 * Makes the access control; `keys` knows who calls.
 *
 * @example
 * ```ts
 * const access = createAccessControl({ keys, region: "us-west-2", log });
 * await startGateway({ …, keys, guard: access });
 * ```
 */
export function createAccessControl({
  keys,
  region,
  log,
  onDenied = (denial) => log(denialLine(denial)),
}: AccessControlOptions): AccessControl {
  const known = new Known();
  const usage = new Usage();
  const denials: Denial[] = [];

  const decide = (session: RoleSession, need: Need): Decision => {
    const principal = principalOf(session);
    const owner = need.owner ?? ownerIn(need.resource) ?? principal.account;
    const policies = { identity: known.roles.policiesOf(session.roleArn), ...resourcePolicy(known, need) };
    const { action, resource } = need;
    const decision = evaluate(policies, { principal, action, resource, owner, context: contextOf(session, region, need) });
    if (decision.allowed) usage.count(decision.by, action);
    return decision;
  };

  const denied = (denial: Denial): Denial => {
    denials.push(denial);
    onDenied(denial);
    return denial;
  };

  const check = (session: RoleSession, need: Need, call: string): Denial | undefined => {
    const decision = decide(session, need);
    if (decision.allowed) return undefined;
    const { action, resource } = need;
    return denied({ who: principalOf(session).sessionArn, call, action, resource, ...explain(decision.why, action, resource) });
  };

  /** Its path may hold the name of an object: that one is known from the resource. */
  const nameOfCall = (request: GatewayRequest): string => `${request.service}:${nameOf(request)}`;

  const admitSession = (session: RoleSession, request: GatewayRequest): Admission => {
    const call: Call = { ...request, known, externalId: session.externalId };
    const needs = needsOf(call);
    const contentType = request.headers["content-type"];
    const name = nameOfCall(request);
    if (needs === undefined) {
      const why = "local/aws/iam/calls has no rule that says which permissions this call needs";
      const denial = denied({ who: principalOf(session).sessionArn, call: name, action: name, resource: "*", why, missing: undefined });
      throw accessDenied(request.service, denial, contentType);
    }
    for (const need of needs) {
      const denial = check(session, need, name);
      if (denial !== undefined) throw accessDenied(request.service, denial, contentType);
    }
    if (request.service !== "s3") return {};
    const listing = mayKnowMissing(call);
    if (listing === undefined || decide(session, listing).allowed) return {};
    const { action, resource } = listing;
    const { sessionArn: who } = principalOf(session);
    return { insteadOfMissing: accessDenied("s3", { who, call: name, action, resource, why: "", missing: {} }, contentType) };
  };

  const callerOf = ({ accessKeyId }: Pick<RequestHead, "accessKeyId">): Caller | undefined => keys.callerOf(accessKeyId);

  return {
    usage,
    denials: () => denials,
    check,
    actionsOf(request) {
      const session = callerOf(request)?.session;
      const needs = session && needsOf({ ...request, known, externalId: session.externalId });
      return (needs ?? []).map(({ action }) => action);
    },
    reads(head) {
      if (known.wants(head)) return true;
      if (callerOf(head)?.session === undefined) return false;
      return head.service !== "s3" || (head.method === "POST" && head.query.has("delete"));
    },
    admit(request) {
      if (request.accessKeyId === "")
        throw new AwsError("AccessDenied", "Access Denied: the request is not signed, and nothing here is public.", 403);
      const session = callerOf(request)?.session;
      return session === undefined ? {} : admitSession(session, request);
    },
    note(request, answer) {
      try {
        known.note(request, answer);
      } catch (error) {
        log(`${nameOfCall(request)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    assume({ service, account, ...session }) {
      const trust = known.roles.trustOf(session.roleArn);
      const context: Context = new Map([
        ["aws:sourceaccount", [account]],
        ["aws:securetransport", ["true"]],
      ]);
      const request = {
        principal: { kind: "service", service, account },
        action: "sts:AssumeRole",
        resource: session.roleArn,
        owner: account,
        context,
      } as const;
      const decision = evaluate({ identity: [], ...(trust && { resource: trust }), resourceDecides: true }, request);
      if (decision.allowed) return keys.issue(accountOf(session.roleArn), session);
      const { why, missing } = explain(decision.why, "sts:AssumeRole", session.roleArn);
      denied({ who: service, call: "sts:AssumeRole", action: "sts:AssumeRole", resource: session.roleArn, why, missing });
      throw new AwsError("AccessDenied", `${service} is not authorized to perform: sts:AssumeRole on resource: ${session.roleArn}`, 403);
    },
  };
}
