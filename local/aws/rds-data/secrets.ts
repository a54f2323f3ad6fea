/** Reads a call's secret from Secrets Manager, through the gateway: a wrong secret fails here as it would on AWS. */
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { GatewayAccess } from "../rds/index.ts";
import { badRequest, invalidSecret, secretsError } from "./errors.ts";

/** A database login. */
export type Login = { readonly user: string; readonly password: string };

export type Secrets = {
  /** @throws AwsError SecretsErrorException, InvalidSecretException, BadRequestException */
  login(account: string, secretArn: string): Promise<Login>;
  /** Forgets a login that the database refused: the secret may have changed. */
  forget(account: string, secretArn: string): void;
  stop(): void;
};

const REMEMBERED_MS = 10_000;

function parseLogin(text: string | undefined): Login {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    throw invalidSecret();
  }
  const { username, password } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof username !== "string" || typeof password !== "string") throw invalidSecret();
  return { user: username, password };
}

/** Secrets of all accounts, each remembered for ten seconds. */
export function createSecrets(access: GatewayAccess): Secrets {
  const clients = new Map<string, SecretsManagerClient>();
  const remembered = new Map<string, { readonly until: number; readonly login: Promise<Login> }>();
  const read = async (account: string, secretArn: string): Promise<Login> => {
    let client = clients.get(account);
    if (client === undefined) {
      client = new SecretsManagerClient({
        endpoint: access.endpoint(),
        region: access.region,
        credentials: await access.credentialsFor(account),
      });
      clients.set(account, client);
    }
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretArn })).catch(() => {
      throw secretsError(secretArn);
    });
    return parseLogin(answer.SecretString);
  };
  return {
    async login(account, secretArn) {
      if (secretArn === "") throw badRequest("secretArn is required.");
      const key = `${account} ${secretArn}`;
      const known = remembered.get(key);
      if (known !== undefined && known.until > Date.now()) return known.login;
      const login = read(account, secretArn);
      remembered.set(key, { until: Date.now() + REMEMBERED_MS, login });
      login.catch(() => remembered.delete(key));
      return login;
    },
    forget: (account, secretArn) => void remembered.delete(`${account} ${secretArn}`),
    stop() {
      for (const client of clients.values()) client.destroy();
    },
  };
}
