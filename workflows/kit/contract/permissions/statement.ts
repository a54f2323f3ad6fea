/** One statement of what code may do, and why. */
import type { Action, ResourceAction, WideAction } from "./actions.ts";
import type { Resource } from "./resource.ts";

/** IAM's comparisons, as far as the kit's gateway can decide them. */
export type Comparison =
  | "ArnEquals"
  | "ArnLike"
  | "ArnNotEquals"
  | "ArnNotLike"
  | "Bool"
  | "Null"
  | "StringEquals"
  | "StringLike"
  | "StringNotEquals"
  | "StringNotLike"
  | "ForAnyValue:StringLike"
  | "ForAnyValue:StringEquals";

/** `{ StringEquals: { "kms:ViaService": ["s3.us-west-2.amazonaws.com"] } }` */
export type Condition = Readonly<Partial<Record<Comparison, Readonly<Record<`${string}:${string}`, readonly (string | Resource)[]>>>>>;

/** A statement as IAM has it, but for its tokens. */
export interface PermissionStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly Action[];
  /** What the statement is about; absent where `NotResource` says what it is not about. */
  readonly Resource?: readonly Resource[];
  readonly NotResource?: readonly Resource[];
  readonly Condition?: Condition;
  /** A sentence for the reader of the source; IAM has no place for it. */
  readonly why: string;
}

interface Said<A extends Action> {
  readonly why: string;
  readonly actions: readonly A[];
  /** Only when all of it holds. */
  readonly when?: Condition;
}

const EVERYTHING: readonly Resource[] = Object.freeze([Object.freeze({ parts: Object.freeze(["*"]) })]);

type About = Pick<PermissionStatement, "Resource" | "NotResource">;

function statement(Sid: string, Effect: "Allow" | "Deny", { why, actions, when }: Said<Action>, about: About): PermissionStatement {
  const Action = Object.freeze([...new Set(actions)].sort());
  return Object.freeze({ Sid, Effect, Action, ...about, ...(when && { Condition: when }), why });
}

/**
 * Actions on resources.
 *
 * @param sid - the statement's name: letters and digits
 * @example
 * ```ts
 * allow("ReadStaged", {
 *   why: "The masked files of the run.",
 *   actions: ["s3:GetObject"],
 *   resources: [resource`${token("staging_bucket_arn")}/runs/*`],
 * });
 * ```
 */
export function allow(sid: string, said: Said<ResourceAction> & { readonly resources: readonly Resource[] }): PermissionStatement {
  return statement(sid, "Allow", said, { Resource: said.resources });
}

/** Actions for which AWS knows no resource. */
export function everywhere(sid: string, said: Said<WideAction>): PermissionStatement {
  return statement(sid, "Allow", said, { Resource: EVERYTHING });
}

/**
 * What nothing else may allow: on every resource, on some, or on all but some.
 *
 * @example
 * ```ts
 * deny("DeleteOnlyWhatNightsMake", {
 *   why: "The derived policy cannot know the tables' names.",
 *   actions: ["dynamodb:DeleteTable"],
 *   except: [arn("dynamodb", "table/*-????????t????-????")],
 * });
 * ```
 */
export function deny(
  sid: string,
  said: Said<Action> & ({ readonly resources?: readonly Resource[] } | { readonly except: readonly Resource[] }),
): PermissionStatement {
  return statement(sid, "Deny", said, "except" in said ? { NotResource: said.except } : { Resource: said.resources ?? EVERYTHING });
}

/** The text of a resource, its tokens as `${name}`: for messages and tests. */
export const resourceText = ({ parts }: Resource): string =>
  parts.map((part) => (typeof part === "string" ? part : `\${${part.token}}`)).join("");
