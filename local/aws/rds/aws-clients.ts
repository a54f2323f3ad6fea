/** The control plane's own calls to other services: KMS to check a key, Secrets Manager for managed master passwords. */
import { createHash } from "node:crypto";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateSecretCommand, DeleteSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { GatewayAccess } from "./deps.ts";
import { keyNotAccessible } from "./faults.ts";
import type { Encryption } from "./model.ts";

/** What RDS asks of other services, by account. */
export type OwnCalls = {
  /** @throws AwsError KMSKeyNotAccessibleFault */
  key(account: string, keyId: string): Promise<Encryption>;
  /** The key `aws/rds`, which exists in every account. */
  defaultKey(account: string): Encryption;
  /** The secret of a cluster, with the tags that RDS gives it. @returns the secret's ARN */
  createSecret(account: string, name: string, keyId: string | undefined, value: string, clusterArn: string): Promise<string>;
  putSecret(account: string, arn: string, value: string): Promise<void>;
  deleteSecret(account: string, arn: string): Promise<void>;
};

/** A stable key id for the account's `aws/rds` key. */
function managedKeyId(account: string): string {
  const hash = createHash("sha256").update(`aws/rds ${account}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/**
 * Calls through the gateway, with the credentials of the account that asked.
 *
 * @example const { keyArn } = await ownCalls(access).key("222222222222", "alias/app-quarantine-test");
 */
export function ownCalls(access: GatewayAccess): OwnCalls {
  const options = async (account: string) => ({
    endpoint: access.endpoint(),
    region: access.region,
    credentials: await access.credentialsFor(account),
  });
  const defaultKey = (account: string): Encryption => ({
    keyArn: `arn:aws:kms:${access.region}:${account}:key/${managedKeyId(account)}`,
    awsManaged: true,
  });
  const secrets = async <T>(account: string, use: (client: SecretsManagerClient) => Promise<T>): Promise<T> => {
    const client = new SecretsManagerClient(await options(account));
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  };
  return {
    defaultKey,
    async key(account, keyId) {
      if (keyId === "alias/aws/rds" || keyId === defaultKey(account).keyArn) return defaultKey(account);
      // A key of another account is reached as that account: grants are not what RDS decides.
      const owner = keyId.startsWith("arn:") ? (keyId.split(":")[4] ?? account) : account;
      const client = new KMSClient(await options(owner));
      try {
        const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId: keyId }));
        if (key?.Arn === undefined || key.KeyState !== "Enabled") throw keyNotAccessible(keyId);
        return { keyArn: key.Arn, awsManaged: key.KeyManager === "AWS" };
      } catch {
        throw keyNotAccessible(keyId);
      } finally {
        client.destroy();
      }
    },
    createSecret: (account, name, keyId, value, clusterArn) =>
      secrets(account, async (client) => {
        const created = await client.send(
          new CreateSecretCommand({
            Name: name,
            SecretString: value,
            Description: "The secret associated with the primary RDS DB cluster",
            Tags: [
              { Key: "aws:rds:primaryDBClusterArn", Value: clusterArn },
              { Key: "aws:secretsmanager:owningService", Value: "rds" },
            ],
            ...(keyId === undefined ? {} : { KmsKeyId: keyId }),
          }),
        );
        return created.ARN ?? name;
      }),
    putSecret: (account, arn, value) =>
      secrets(account, async (client) => {
        await client.send(new PutSecretValueCommand({ SecretId: arn, SecretString: value }));
      }),
    deleteSecret: (account, arn) =>
      secrets(account, async (client) => {
        await client.send(new DeleteSecretCommand({ SecretId: arn, ForceDeleteWithoutRecovery: true }));
      }),
  };
}
