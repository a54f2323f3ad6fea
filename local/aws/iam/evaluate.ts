/** Whether policies allow a request: pure, as IAM's evaluation logic says it. */
import type { CompiledPolicy, CompiledStatement, Context, Named, Principal } from "./policy/index.ts";

/** One action on one resource. */
export interface AccessRequest {
  readonly principal: Principal;
  /** `s3:GetObject` */
  readonly action: string;
  /** An ARN, or `*` where the action knows none. */
  readonly resource: string;
  /** The account that the resource belongs to. */
  readonly owner: string;
  readonly context: Context;
}

/** What is written down about a request. */
export interface Policies {
  /** Of the caller; a service of AWS has none. */
  readonly identity: readonly CompiledPolicy[];
  /** Of the resource: of a bucket, a topic, a queue, a key, or a role's trust. */
  readonly resource?: CompiledPolicy;
  /** Keys and roles: what their own policy does not allow nobody may do, in the same account neither. */
  readonly resourceDecides?: boolean;
}

/** A statement that has the action and does not apply, and why. */
export interface Near {
  readonly sid: string;
  readonly policy: string;
  /** Undefined when the resource does not fit; otherwise the condition that does not hold. */
  readonly unmet: string | undefined;
}

/** Why a request is denied. */
export type Refusal =
  | { readonly kind: "explicit"; readonly policy: string; readonly sid: string }
  | { readonly kind: "missing"; readonly in: "identity" | "resource"; readonly near: readonly Near[] };

export type Decision = { readonly allowed: true; readonly by: readonly Grant[] } | { readonly allowed: false; readonly why: Refusal };

/** The statement that allowed. */
export interface Grant {
  readonly policy: string;
  readonly sid: string;
}

function applies({ action, resource, condition }: CompiledStatement, request: AccessRequest): boolean {
  return action(request.action) && resource(request.resource) && condition(request.context) === undefined;
}

interface Found {
  readonly named: Named;
  readonly grant: Grant;
}

/** The first denial, and the best permission, that a policy has for the request. */
function look(policy: CompiledPolicy, request: AccessRequest, ofResource: boolean): { denied?: Grant; allowed?: Found } {
  let allowed: Found | undefined;
  for (const statement of policy.statements) {
    const named: Named = ofResource ? statement.principals?.(request.principal) : "direct";
    if (named === undefined || !applies(statement, request)) continue;
    const grant = { policy: policy.name, sid: statement.sid };
    if (statement.effect === "Deny") return { denied: grant };
    if (allowed === undefined || (allowed.named === "account" && named === "direct")) allowed = { named, grant };
  }
  return allowed === undefined ? {} : { allowed };
}

function nearIn(policy: CompiledPolicy, request: AccessRequest): readonly Near[] {
  return policy.statements
    .filter(({ effect, action }) => effect === "Allow" && action(request.action))
    .map(({ sid, resource, condition }) => ({
      sid,
      policy: policy.name,
      unmet: resource(request.resource) ? condition(request.context) : undefined,
    }));
}

/**
 * Decides. An explicit denial wins, wherever it stands. In one account a permission of the caller or of the resource is enough
 * (keys and roles must allow it themselves); between accounts both are needed.
 *
 * @example
 * ```ts
 * evaluate({ identity: [compilePolicy("handler", text)] }, { principal, action: "s3:GetObject", resource, owner, context: new Map() });
 * ```
 */
export function evaluate({ identity, resource, resourceDecides = false }: Policies, request: AccessRequest): Decision {
  let byIdentity: Grant | undefined;
  for (const policy of identity) {
    const { denied, allowed } = look(policy, request, false);
    if (denied) return { allowed: false, why: { kind: "explicit", ...denied } };
    byIdentity ??= allowed?.grant;
  }
  const found = resource ? look(resource, request, true) : {};
  if (found.denied) return { allowed: false, why: { kind: "explicit", ...found.denied } };
  const byResource = found.allowed;
  const missing = (where: "identity" | "resource"): Decision => ({
    allowed: false,
    why: {
      kind: "missing",
      in: where,
      near: (where === "identity" ? identity : resource ? [resource] : []).flatMap((policy) => nearIn(policy, request)),
    },
  });
  const by = (...grants: readonly (Grant | undefined)[]): Decision => ({
    allowed: true,
    by: grants.filter((grant) => grant !== undefined),
  });

  const { principal } = request;
  // A service has no policies of its own: what it may do stands with the resource.
  if (principal.kind === "service") return byResource ? by(byResource.grant) : missing("resource");
  const across = principal.account !== request.owner;
  if ((across || resourceDecides) && byResource === undefined) return missing("resource");
  if (byIdentity) return by(byIdentity, byResource?.grant);
  return byResource?.named === "direct" && !across ? by(byResource.grant) : missing("identity");
}
