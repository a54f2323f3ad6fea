/** Credentials of production's reader role, which the SDK keeps until shortly before they expire. */
import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";

/** Temporary credentials as the SDK's clients take them. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

// The answer is used until five minutes before its end, by whichever client asks.
const spareMilliseconds = 5 * 60_000;

/**
 * A credential provider that assumes the role when it is first asked, and again before the credentials expire.
 *
 * @throws Error when STS answers without credentials
 */
export function readerCredentials(
  sts: Pick<STSClient, "send">,
  role: { readonly roleArn: string; readonly externalId: string },
  now: () => number = Date.now,
): () => Promise<TemporaryCredentials> {
  let current: Promise<TemporaryCredentials> | undefined;
  let until = 0;
  return async () => {
    if (current === undefined || now() >= until) {
      until = Number.POSITIVE_INFINITY;
      current = assume(sts, role);
      try {
        until = (await current).expiration.getTime() - spareMilliseconds;
      } catch (error) {
        current = undefined;
        throw error;
      }
    }
    return current;
  };
}

async function assume(sts: Pick<STSClient, "send">, role: { roleArn: string; externalId: string }): Promise<TemporaryCredentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: role.roleArn, RoleSessionName: "refresh-reader", ExternalId: role.externalId, DurationSeconds: 3600 }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
    throw new Error(`STS gave no credentials for ${role.roleArn}: look at the role's trust policy and external id in production.`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration ?? new Date(Date.now() + 3_600_000),
  };
}
