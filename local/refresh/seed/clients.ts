/** The AWS SDK clients of one account, all pointed at the local gateway. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";

/** Where the gateway listens, and as whom to call it. */
export interface Access {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}

/** One account's clients. */
export interface AccountClients {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly rds: RDSClient;
  readonly kms: KMSClient;
  readonly secrets: SecretsManagerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
  readonly iam: IAMClient;
  readonly events: EventBridgeClient;
  readonly states: SFNClient;
  /** Closes their connections. */
  destroy(): void;
}

/** Clients for an account of the local AWS. */
export function accountClients(access: Access): AccountClients {
  const settings = { endpoint: access.endpoint, region: access.region, credentials: access.credentials, maxAttempts: 3 };
  const clients = {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    dynamodb: new DynamoDBClient(settings),
    rds: new RDSClient(settings),
    kms: new KMSClient(settings),
    secrets: new SecretsManagerClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
    iam: new IAMClient(settings),
    events: new EventBridgeClient(settings),
    states: new SFNClient(settings),
  };
  return { ...clients, destroy: () => Object.values(clients).forEach((client) => void client.destroy()) };
}
