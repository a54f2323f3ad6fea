/** The AWS SDK clients of an operator, on AWS or on a local one; an error of theirs says which call it was. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { RDSClient } from "@aws-sdk/client-rds";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { FailedCall } from "./errors.ts";

/** Where the calls go, and with whose credentials; what is absent the SDK finds as always. */
export interface Address {
  readonly endpointUrl?: string;
  readonly profile?: string;
  readonly region?: string;
}

/** What the commands call. */
export interface OperatorClients {
  readonly sfn: SFNClient;
  readonly dynamodb: DynamoDBClient;
  readonly ssm: SSMClient;
  readonly s3: S3Client;
  readonly events: EventBridgeClient;
  readonly rds: RDSClient;
  readonly sts: STSClient;
}

/** IAM's prefix of a service where it is not the client's name in small letters. */
const prefixes: Readonly<Record<string, string>> = { sfn: "states", eventbridge: "events" };
/** IAM's names of calls that it names otherwise. */
const actions: Readonly<Record<string, string>> = { "s3:HeadObject": "s3:GetObject", "s3:ListObjectsV2": "s3:ListBucket" };

/** `SFNClient` and `ListExecutionsCommand` → `states:ListExecutions`. */
export function actionOf(clientName: string, commandName: string): string {
  const client = clientName.replace(/Client$/, "").toLowerCase();
  const action = `${prefixes[client] ?? client}:${commandName.replace(/Command$/, "")}`;
  return Object.hasOwn(actions, action) ? (actions[action] ?? action) : action;
}

/** The clients. Nothing is called yet. */
export function operatorClients({ endpointUrl, profile, region }: Address): OperatorClients {
  const settings = {
    maxAttempts: 3,
    ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
  };
  const clients: OperatorClients = {
    sfn: new SFNClient(settings),
    dynamodb: new DynamoDBClient(settings),
    ssm: new SSMClient(settings),
    // A local endpoint has no address for each bucket.
    s3: new S3Client({ ...settings, forcePathStyle: endpointUrl !== undefined || process.env.AWS_ENDPOINT_URL !== undefined }),
    events: new EventBridgeClient(settings),
    rds: new RDSClient(settings),
    sts: new STSClient(settings),
  };
  for (const client of Object.values(clients)) nameCalls(client);
  return clients;
}

/** What the seven clients' middleware stacks have in common. */
interface Watched {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: object) => Promise<object>,
        context: { readonly clientName?: string; readonly commandName?: string },
      ) => (args: object) => Promise<object>,
      options: { readonly step: "initialize"; readonly name: string },
    ): void;
  };
}

function nameCalls(client: object): void {
  (client as Watched).middlewareStack.add(
    (next, { clientName = "", commandName = "" }) =>
      async (args) => {
        try {
          return await next(args);
        } catch (error) {
          const call: FailedCall = { action: actionOf(clientName, commandName) };
          throw error instanceof Error ? Object.assign(error, { call }) : error;
        }
      },
    { step: "initialize", name: "nameCalls" },
  );
}
