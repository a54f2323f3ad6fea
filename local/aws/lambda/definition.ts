/** A function as the local AWS is given it. */

export interface FunctionDefinition {
  readonly name: string;
  /** A bundled module (`.mjs` or `.cjs`) that exports `handler`. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** Megabytes; 1024 when absent. */
  readonly memorySize?: number;
  /** How many events it handles at once, each in an execution environment of its own; further ones wait. 2 when absent. */
  readonly concurrency?: number;
  /** ARN of the role that its code calls with; the account's own rights where nothing is enforced. */
  readonly role?: string;
  readonly account: "test";
}

export const defaultMemorySize = 1024;

/** What a function is told about itself and its surroundings, beside its own variables. */
export interface Surroundings {
  readonly region: string;
  readonly accountId: string;
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

export function functionArn({ name }: FunctionDefinition, { region, accountId }: Pick<Surroundings, "region" | "accountId">): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/** The whole environment of an execution environment; nothing of this process's own gets in. */
export function environmentOf(definition: FunctionDefinition, surroundings: Surroundings): Record<string, string> {
  const { region, endpoint, credentials } = surroundings;
  return {
    ...definition.environment,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    _HANDLER: "index.handler",
    AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split(".")[0]}.x`,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: credentials.sessionToken }),
    // No file of this machine's user may change what a client does.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySize ?? defaultMemorySize),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  };
}
