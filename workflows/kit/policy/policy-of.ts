/** The least privilege of any machine's role, from its definition. */
import type { AslMachine, AslState, Json, JsonObject } from "../asl/index.ts";
import { statesOf } from "../asl/index.ts";
import { arnParts, type Place, roleArn } from "./arn.ts";
import { allow, namedBy } from "./call.ts";
import { deliveryGrants } from "./delivery.ts";
import { Fields, type QueryLanguage } from "./fields.ts";
import { isDistributed, mapGrants } from "./maps.ts";
import { merge, type Wanted } from "./merge.ts";
import { COMPUTED } from "./said.ts";
import { taskGrants } from "./tasks.ts";
import type { Grant, Policy, PolicyDocument, PolicyOptions, Resource, RolePolicy, Statement } from "./types.ts";

const VERSION = "2012-10-17";
/** What the inline policies of a role may have together, in characters that are no white space. */
const INLINE_LIMIT = 10_240;
/** What a managed policy may have. */
const MANAGED_LIMIT = 6_144;

const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** The role under which a state is called, when it is not the machine's own. */
function roleOf(state: AslState, language: QueryLanguage, place: Place): Resource | undefined {
  if (state.Credentials === undefined) return undefined;
  const said = isObject(state.Credentials) ? new Fields(state.Credentials, language).get("RoleArn") : COMPUTED;
  return said && namedBy(said, "Credentials.RoleArn", (name) => roleArn(place, name));
}

/** The partition in which the definition's own ARNs are. */
function partitionOf(machine: AslMachine): string {
  for (const { state } of statesOf(machine)) {
    const parts = typeof state.Resource === "string" ? arnParts(state.Resource) : undefined;
    if (parts && /^[\w-]+$|^\$\{/.test(parts.partition)) return parts.partition;
  }
  return "aws";
}

const characters = (statements: readonly Statement[]): number =>
  JSON.stringify({ Version: VERSION, Statement: statements }).replace(/\s/g, "").length;

/** What a person should know beside the statements. */
function notesOn(statements: readonly Statement[], wanted: readonly Wanted[]): readonly string[] {
  const notes: string[] = [];
  const size = characters(statements);
  const written = JSON.stringify(statements).includes("${") ? ", its tokens not yet filled in" : "";
  if (size > INLINE_LIMIT)
    notes.push(
      `The policy has ${size} characters${written}; a role's inline policies have at most ${INLINE_LIMIT}: split it into managed policies.`,
    );
  else if (size > MANAGED_LIMIT)
    notes.push(`The policy has ${size} characters${written}; a managed policy has at most ${MANAGED_LIMIT}: attach it inline.`);
  const used = (prefix: string): boolean => wanted.some(({ grant }) => grant.actions.some((action) => action.startsWith(prefix)));
  if (used("s3:") || used("sns:") || used("sqs:"))
    notes.push(
      "Buckets, topics and queues that a customer's key encrypts need kms:Decrypt and kms:GenerateDataKey on it; the definition does not say which.",
    );
  if (used("sts:AssumeRole")) notes.push("The roles of Credentials have to trust this machine's role.");
  return notes;
}

/**
 * What the role of a machine has to be allowed, as narrow as its definition says; JSONPath and JSONata, templates with tokens too.
 *
 * @returns the statements, sorted, with the states that need each, what could not be narrowed, and what is called under
 *   other roles; `policyDocument` gives what IAM takes
 * @example
 * ```ts
 * const policy = policyOf(readAsl(text), { logging: true });
 * policy.needs; // [{ sid: "LambdaInvokeFunction", states: ["Mask table"] }, …]
 * ```
 */
export function policyOf(machine: AslMachine, options: PolicyOptions = {}): Policy {
  const place: Place = { partition: partitionOf(machine), region: options.region ?? "*", account: options.account ?? "*" };
  const own: Wanted[] = deliveryGrants(options).map((grant) => ({ state: undefined, grant }));
  const others = new Map<string, Wanted[]>();
  const nothing: string[] = [];
  for (const { name, state, queryLanguage } of statesOf(machine)) {
    const want = (grants: readonly Grant[], to: Wanted[] = own): void => {
      for (const grant of grants) to.push({ state: name, grant });
    };
    if (isDistributed(state)) want(mapGrants(state, queryLanguage, place, options));
    if (state.Type !== "Task") continue;
    const role = roleOf(state, queryLanguage, place);
    const grants = taskGrants(state, queryLanguage, place);
    if (grants === undefined) nothing.push(name);
    if (role === undefined) {
      want(grants ?? []);
      continue;
    }
    want([allow("sts:AssumeRole", role)]);
    const theirs = others.get(role.arn) ?? [];
    want(grants ?? [], theirs);
    others.set(role.arn, theirs);
  }
  const merged = merge(own);
  const roles = [...others]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([role, wanted]): RolePolicy => ({ role, Version: VERSION, ...merge(wanted) }));
  const notes = nothing.map((name) => `The Resource of "${name}" names nothing that Step Functions calls; the policy has nothing for it.`);
  return { Version: VERSION, ...merged, roles, notes: [...notes, ...notesOn(merged.Statement, own)] };
}

/** The members that IAM takes. */
export const policyDocument = ({ Version, Statement }: PolicyDocument): PolicyDocument => ({ Version, Statement });
