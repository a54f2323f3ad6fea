/** What exports and imports need. */
import { S3Client } from "@aws-sdk/client-s3";
import type { Credentials } from "../gateway/accounts.ts";
import type { MotoClient } from "../moto/client.ts";

export interface DynamodbDependencies {
  readonly region: string;
  readonly moto: MotoClient;
  /** The gateway's endpoint, asked for at the first use. */
  endpoint(): string;
  credentialsFor(account: string): Credentials;
  /** Hears of work that failed; never a value of an item. */
  log(line: string): void;
}

/** What both kinds of jobs work with. */
export interface Stores {
  readonly region: string;
  /** DynamoDB in moto. @throws AwsError */
  dynamodb(operation: string, input: object, account: string): Promise<Record<string, unknown>>;
  s3(account: string): S3Client;
  log(line: string): void;
  close(): void;
}

export function createStores({ region, moto, endpoint, credentialsFor, log }: DynamodbDependencies): Stores {
  const clients = new Map<string, S3Client>();
  return {
    region,
    log,
    dynamodb: (operation, input, account) => moto.json("dynamodb", `DynamoDB_20120810.${operation}`, input, account),
    s3(account) {
      const client =
        clients.get(account) ?? new S3Client({ region, endpoint: endpoint(), forcePathStyle: true, credentials: credentialsFor(account) });
      clients.set(account, client);
      return client;
    },
    close() {
      for (const client of clients.values()) client.destroy();
    },
  };
}
