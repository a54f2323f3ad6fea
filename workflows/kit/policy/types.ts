/** An IAM policy and what people want to know beside it. */

/** `{ StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } }` */
export type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** What may be attached to a role as it is. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Who needs a statement. */
export interface Need {
  readonly sid: string;
  /** Names of states; empty for what the whole machine needs (logging, tracing). */
  readonly states: readonly string[];
}

/** What is wider than a person would like, and why. */
export interface Wide {
  readonly actions: readonly string[];
  readonly resource: string;
  readonly reason: string;
  readonly states: readonly string[];
}

/** A role of Credentials: what is called under it is its own affair, not that of the machine's role. */
export interface RolePolicy extends PolicyDocument {
  /** The ARN, a token, or a pattern where it is computed. */
  readonly role: string;
  readonly needs: readonly Need[];
  readonly wide: readonly Wide[];
}

/** The least privilege of a machine's role. `policyDocument` takes out what IAM takes. */
export interface Policy extends PolicyDocument {
  readonly needs: readonly Need[];
  readonly wide: readonly Wide[];
  readonly roles: readonly RolePolicy[];
  /** What else a person should know: sizes, keys, resource policies. */
  readonly notes: readonly string[];
}

/** What the Amazon States Language does not say. */
export interface PolicyOptions {
  /** Name or ARN of the machine itself, for Distributed Maps; wildcards may stand in it. All machines when absent. */
  readonly machine?: string;
  /** All regions when absent. */
  readonly region?: string;
  /** All accounts when absent. */
  readonly account?: string;
  /** Delivery of logs to CloudWatch. */
  readonly logging?: boolean;
  /** Traces to X-Ray. */
  readonly tracing?: boolean;
}

/** A resource, and why it is no narrower. */
export interface Resource {
  readonly arn: string;
  readonly wide?: string;
}

/** Actions on resources, as one call needs them. */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly Resource[];
  readonly condition?: Condition;
}
