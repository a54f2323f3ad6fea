/** The SDK's clients: imported when first needed, one for each service and role, closed together. */
import { IntegrationError } from "../integrations.ts";
import type { Schema } from "./schema.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export interface AwsOptions {
  /** Where every service is; AWS's own endpoints when absent. */
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials: Credentials | (() => Promise<Credentials>);
  readonly accountId: string;
  /** The role that the machines run under, for messages about roles that cannot be assumed. */
  readonly roleArn?: string;
}

/** What we use of a client package. */
export interface ClientModule {
  readonly [name: string]: unknown;
}

export interface Client {
  readonly config: { readonly serviceId: string };
  send(command: object, options: { abortSignal: AbortSignal }): Promise<Record<string, unknown>>;
  destroy(): void;
}

/** The packages that are installed, under the names that Resource ARNs have. */
const packages = new Map<string, () => Promise<ClientModule>>([
  ["cloudwatch", () => import("@aws-sdk/client-cloudwatch")],
  ["cloudwatchlogs", () => import("@aws-sdk/client-cloudwatch-logs")],
  ["dynamodb", () => import("@aws-sdk/client-dynamodb")],
  ["eventbridge", () => import("@aws-sdk/client-eventbridge")],
  ["iam", () => import("@aws-sdk/client-iam")],
  ["kms", () => import("@aws-sdk/client-kms")],
  ["lambda", () => import("@aws-sdk/client-lambda")],
  ["rds", () => import("@aws-sdk/client-rds")],
  ["rdsdata", () => import("@aws-sdk/client-rds-data")],
  ["s3", () => import("@aws-sdk/client-s3")],
  ["secretsmanager", () => import("@aws-sdk/client-secrets-manager")],
  ["sfn", () => import("@aws-sdk/client-sfn")],
  ["sns", () => import("@aws-sdk/client-sns")],
  ["sqs", () => import("@aws-sdk/client-sqs")],
  ["ssm", () => import("@aws-sdk/client-ssm")],
  ["sts", () => import("@aws-sdk/client-sts")],
]);

/** Imports the client of a service, `dynamodb`; undefined when none is installed. */
export function loadClient(service: string): (() => Promise<ClientModule>) | undefined {
  return packages.get(service);
}

export class Clients {
  readonly #options: AwsOptions;
  readonly #clients = new Map<string, Client>();

  constructor(options: AwsOptions) {
    this.#options = options;
  }

  /** @throws IntegrationError when no client for the service is installed */
  async module(service: string): Promise<ClientModule> {
    const load = packages.get(service);
    if (load !== undefined) return load();
    const known = [...packages.keys()].join(", ");
    throw new IntegrationError({ error: "States.Runtime", cause: `No client for aws-sdk:${service} is installed; there are ${known}` });
  }

  async client(service: string, roleArn: string | undefined): Promise<Client> {
    const key = `${service} ${roleArn ?? ""}`;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const module = await this.module(service);
    const credentials = roleArn === undefined ? this.#options.credentials : () => this.#assume(roleArn);
    const { endpoint, region } = this.#options;
    const name = Object.keys(module).find((candidate) => /^[A-Za-z0-9]+Client$/.test(candidate) && candidate !== "__Client") ?? "";
    const Class = module[name] as new (configuration: object) => Client;
    const client = new Class({
      region,
      credentials,
      // One attempt and one more for a connection that the server has just closed: retrying is the machine's business.
      maxAttempts: 2,
      // A distributed Map has many calls under way; the SDK's 50 sockets would queue them and warn.
      requestHandler: { httpAgent: { maxSockets: 256 }, httpsAgent: { maxSockets: 256 } },
      ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, disableHostPrefix: true }),
    });
    const raced = this.#clients.get(key);
    if (raced !== undefined) return raced;
    this.#clients.set(key, client);
    return client;
  }

  async #assume(roleArn: string): Promise<Credentials> {
    const module = await this.module("sts");
    const sts = await this.client("sts", undefined);
    const Command = module.AssumeRoleCommand as new (input: object) => object;
    try {
      const input = { RoleArn: roleArn, RoleSessionName: "step-functions" };
      const answer = await sts.send(new Command(input), { abortSignal: AbortSignal.timeout(30_000) });
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials as Record<string, unknown>;
      return {
        accessKeyId: String(AccessKeyId),
        secretAccessKey: String(SecretAccessKey),
        sessionToken: String(SessionToken),
        ...(Expiration instanceof Date ? { expiration: Expiration } : {}),
      };
    } catch {
      const own = this.#options.roleArn ?? "of the state machine";
      throw new IntegrationError({
        error: "States.TaskFailed",
        cause: `The role ${own} is not authorized to assume the task state's role, ${roleArn}.`,
      });
    }
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }
}

/** A command's constructor and its schemas, found by the action's name whatever its capitals are. */
export function findOperation(
  module: ClientModule,
  action: string,
): { Command: new (input: object) => object; input: Schema; output: Schema } | undefined {
  const wanted = action.toLowerCase();
  const name = Object.keys(module).find(
    (key) => key.endsWith("$") && key.slice(0, -1).toLowerCase() === wanted && isOperation(module[key]),
  );
  if (name === undefined) return undefined;
  const operation = module[name] as readonly unknown[];
  const Command = module[`${name.slice(0, -1)}Command`] as new (input: object) => object;
  return { Command, input: operation[4], output: operation[5] };
}

function isOperation(schema: unknown): boolean {
  return Array.isArray(schema) && schema[0] === 9;
}

/** Whether the client's model declares this error. */
export function isModelled(module: ClientModule, error: string): boolean {
  const schema = module[`${error}$`];
  return Array.isArray(schema) && schema[0] === -3;
}
