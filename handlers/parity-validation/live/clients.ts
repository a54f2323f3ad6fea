/** The AWS SDK clients that the validator reads with, each made when it is first asked for; they retry throttled calls patiently. */
import { ApplicationAutoScalingClient } from "@aws-sdk/client-application-auto-scaling";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client } from "@aws-sdk/client-ec2";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { RDSClient } from "@aws-sdk/client-rds";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { unreachableAtOnce } from "./unreachable.ts";

/** The account that is compared. */
export interface ParityClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly rds: RDSClient;
  readonly lambda: LambdaClient;
  readonly sfn: SFNClient;
  readonly ssm: SSMClient;
  readonly kms: KMSClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly events: EventBridgeClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly iam: IAMClient;
  readonly ec2: EC2Client;
  readonly scaling: ApplicationAutoScalingClient;
  /** Resources by their tags, of all services. */
  readonly tagging: ResourceGroupsTaggingAPIClient;
}

/** Credentials other than the function's own. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/**
 * The clients for a function's environment. `AWS_ENDPOINT_URL`, when set, is where all of them go (the local AWS).
 *
 * @param credentials - the function's own when absent
 * @example
 * ```ts
 * export const handler = createHandler(process.env, parityClients(process.env));
 * ```
 */
export function parityClients(environment: Record<string, string | undefined>, credentials?: AccessKey): ParityClients {
  const endpoint = environment.AWS_ENDPOINT_URL;
  // A control plane allows some calls as seldom as ten a second: adaptive clients slow down instead of giving up.
  const settings = {
    region: environment.AWS_REGION ?? "us-west-2",
    maxAttempts: 8,
    retryMode: "adaptive",
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
    ...(endpoint ? { endpoint } : {}),
    ...(credentials ? { credentials } : {}),
  };
  return lazily({
    s3: () => new S3Client({ ...settings, ...(endpoint ? { forcePathStyle: true } : {}) }),
    dynamodb: () => new DynamoDBClient(settings),
    rds: () => new RDSClient(settings),
    lambda: () => new LambdaClient(settings),
    sfn: () => new SFNClient(settings),
    ssm: () => new SSMClient(settings),
    kms: () => new KMSClient(settings),
    logs: () => new CloudWatchLogsClient(settings),
    cloudwatch: () => new CloudWatchClient(settings),
    events: () => new EventBridgeClient(settings),
    sns: () => new SNSClient(settings),
    sqs: () => new SQSClient(settings),
    iam: () => unreachableAtOnce(new IAMClient(settings)),
    ec2: () => unreachableAtOnce(new EC2Client(settings)),
    scaling: () => unreachableAtOnce(new ApplicationAutoScalingClient(settings)),
    tagging: () => unreachableAtOnce(new ResourceGroupsTaggingAPIClient(settings)),
  });
}

function lazily<T extends object>(makers: { readonly [N in keyof T]: () => T[N] }): T {
  const result = {} as T;
  for (const name of Object.keys(makers) as (keyof T & string)[]) {
    let made: { readonly value: T[typeof name] } | undefined;
    const get = (): T[typeof name] => {
      made ??= { value: makers[name]() };
      return made.value;
    };
    Object.defineProperty(result, name, { enumerable: true, get });
  }
  return result;
}
