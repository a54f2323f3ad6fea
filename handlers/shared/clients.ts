/** The AWS SDK clients that handlers use, each made when it is first asked for; production's with the reader role's credentials. */
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { RDSClient } from "@aws-sdk/client-rds";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { readVariables } from "./environment.ts";
import { readerCredentials } from "./reader-credentials.ts";

/** The clients for production: they may only read. */
export interface ProductionClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly rds: RDSClient;
}

/** The clients of the test account, and the way to production's. */
export interface Clients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly autoScaling: ApplicationAutoScalingClient;
  readonly kms: KMSClient;
  readonly ssm: SSMClient;
  readonly sns: SNSClient;
  readonly sfn: SFNClient;
  readonly rdsData: RDSDataClient;
  readonly secretsManager: SecretsManagerClient;
  /** Production's clients; the role is assumed at their first call and again shortly before the credentials expire. */
  production(): ProductionClients;
}

type Environment = Record<string, string | undefined>;

/**
 * The clients for a function's environment. `AWS_ENDPOINT_URL`, when set, is where all of them go (the local AWS).
 *
 * @throws Error at the first use of `production()` when the reader role's variables are missing
 * @example
 * ```ts
 * export const handler = createHandler(process.env, clientsFrom(process.env));
 * ```
 */
export function clientsFrom(environment: Environment): Clients {
  const region = environment.AWS_REGION ?? "us-west-2";
  const endpoint = environment.AWS_ENDPOINT_URL;
  const settings = { region, maxAttempts: 5, ...(endpoint ? { endpoint } : {}) };
  const s3Settings = { ...settings, ...(endpoint ? { forcePathStyle: true } : {}) };
  const sts = once(() => new STSClient(settings));
  const production = once((): ProductionClients => {
    const { PROD_READER_ROLE_ARN, PROD_EXTERNAL_ID } = readVariables(environment, "PROD_READER_ROLE_ARN", "PROD_EXTERNAL_ID");
    const credentials = readerCredentials(sts(), { roleArn: PROD_READER_ROLE_ARN, externalId: PROD_EXTERNAL_ID });
    return lazily({
      s3: () => new S3Client({ ...s3Settings, credentials }),
      dynamodb: () => new DynamoDBClient({ ...settings, credentials }),
      rds: () => new RDSClient({ ...settings, credentials }),
    });
  });
  const own = lazily({
    s3: () => new S3Client(s3Settings),
    dynamodb: () => new DynamoDBClient(settings),
    autoScaling: () => new ApplicationAutoScalingClient(settings),
    kms: () => new KMSClient(settings),
    ssm: () => new SSMClient(settings),
    sns: () => new SNSClient(settings),
    sfn: () => new SFNClient(settings),
    rdsData: () => new RDSDataClient(settings),
    secretsManager: () => new SecretsManagerClient(settings),
    production: () => production,
  });
  return own;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

// An object whose members are made when they are read.
function lazily<T extends object>(makers: { readonly [N in keyof T]: () => T[N] }): T {
  const result = {} as T;
  for (const name of Object.keys(makers) as (keyof T & string)[]) {
    Object.defineProperty(result, name, { enumerable: true, get: once(makers[name]) });
  }
  return result;
}
