/** A connection to tonight's cluster as an application has it: its endpoint, its secret, TLS. */
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Pool } from "pg";
import { z } from "zod";
import type { Pointer } from "../shared/reports.ts";

const Secret = z.object({ username: z.string(), password: z.string() });

/**
 * Opens a small pool on the cluster of a pointer.
 *
 * @param tls - false for a server on this machine, which has no certificate
 * @throws Error when the secret is not one that RDS made; it names the secret's ARN, never its content
 */
export async function connect(secrets: Pick<SecretsManagerClient, "send">, pointer: Pointer, tls: boolean): Promise<Pool> {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: pointer.secretArn }));
  const parsed = Secret.safeParse(parseJson(SecretString));
  if (!parsed.success) throw new Error(`The secret ${pointer.secretArn} has no username and password.`);
  const pool = new Pool({
    host: pointer.endpoint,
    port: pointer.port,
    database: pointer.database,
    user: parsed.data.username,
    password: parsed.data.password,
    ssl: tls ? { rejectUnauthorized: true } : false,
    max: 4,
    connectionTimeoutMillis: 15_000,
    statement_timeout: 60_000,
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => undefined);
  return pool;
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
