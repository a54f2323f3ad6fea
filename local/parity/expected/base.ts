/** What all parts of the expected account have in common: names, tags, ways to write policies. */
import type { Expectations } from "../../../handlers/parity-validation/expectations.ts";
import { ENVIRONMENT, functionName, METRICS_NAMESPACE, REGION, stateMachineName, TEST, test, topicArn } from "../../refresh/names.ts";
import { functionRole } from "../../refresh/seed/trust.ts";

/** What the account has to have before the rest can be named. */
export interface Base {
  readonly services: readonly string[];
  /** The ARN of the key behind an alias. */
  keyArn(alias: string): string;
  /** The id of a security group. */
  groupId(name: string): string;
  /** The definition of a state machine. */
  definition(workflow: string): string;
  /** The policy of the validator's role. */
  readonly validatorPolicy: string;
  /** Runtime of the functions here. */
  readonly runtime: string;
  /** The variables of the validator's function. */
  readonly environment: Readonly<Record<string, string>>;
}

type Resources = Expectations["resources"];

/** The resources of a kind, by name. */
export type Kind<K extends keyof Resources> = NonNullable<Resources[K]>;

/** The name of the validator's function. */
export const validatorFunction = functionName("parity-validation");

/** The ARN of its role. */
export const validatorRole = functionRole("parity-validation");

/** Who hears of failures hears of drift too. */
export const alertsTopic = test.failureTopic;

/** The account itself, as a principal. */
export const root = `arn:aws:iam::${TEST}:root`;

/** The tags of everything, Terraform's `default_tags`. */
export const tags = { Environment: ENVIRONMENT, ManagedBy: "terraform" };

/** The names of the security groups. */
export const groupNames = { aurora: `${ENVIRONMENT}-aurora`, functions: `${ENVIRONMENT}-functions` } as const;

/** The alias of a service's key. */
export const serviceKey = (service: string): string => `alias/app-${service}-${ENVIRONMENT}`;

/** The aliases of all keys. */
export const keyAliases = (services: readonly string[]): string[] => [
  test.dataKeyAlias,
  test.quarantineKeyAlias,
  test.maskingKeyAlias,
  `alias/app-logs-${ENVIRONMENT}`,
  ...services.map(serviceKey),
];

/** A statement of a policy. */
export const statement = (Effect: "Allow" | "Deny", Action: string | string[], Resource: string | string[], more: object = {}): object => ({
  Effect,
  Action,
  Resource,
  ...more,
});

/** A policy as text. */
export const policy = (...Statement: object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

/** The same kind of resource under several names. */
export const own = <T>(names: readonly string[], fields: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, fields(name)]));

/** The ARN of a queue. */
export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${TEST}:${name}`;

/** The log group of a state machine. */
export const machineLogGroup = (workflow: string): string => `/aws/vendedlogs/states/${stateMachineName(workflow)}`;

/** The validator's variables, as Terraform sets them. */
export function validatorEnvironment(): Record<string, string> {
  return {
    ENVIRONMENT,
    ARTIFACT_BUCKET: test.artifactsBucket,
    CONTROL_TABLE: test.controlTable,
    DRIFT_TOPIC_ARN: topicArn(alertsTopic),
    POWERTOOLS_SERVICE_NAME: "parity",
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
