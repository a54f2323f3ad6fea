/** The master user's password: checked, generated, kept in Secrets Manager when RDS manages it. */
import { randomBytes, randomUUID } from "node:crypto";
import { invalidCombination, invalidValue } from "../faults.ts";
import type { Cluster } from "../model.ts";
import { flag, type Parameters, text } from "../parameters.ts";
import type { Context } from "./context.ts";

/** The password of a request. @throws AwsError InvalidParameterValue, InvalidParameterCombination */
export function requestedPassword(parameters: Parameters): string | undefined {
  const password = text(parameters, "MasterUserPassword");
  if (password === undefined) return undefined;
  if (flag(parameters, "ManageMasterUserPassword") === true) {
    throw invalidCombination("You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.");
  }
  if (password.length < 8 || password.length > 128) {
    throw invalidValue("The parameter MasterUserPassword is not a valid password because it must have 8 to 128 characters.");
  }
  if (!/^[!-~]+$/.test(password) || /[/"@]/.test(password)) {
    throw invalidValue(
      "The parameter MasterUserPassword is not a valid password. Only printable ASCII characters besides '/', '@', '\"', ' ' may be used.",
    );
  }
  return password;
}

/**
 * Puts a new password for the master user into a secret of the cluster's own, or into the one it has.
 *
 * @returns the password
 */
export async function managePassword(context: Context, cluster: Cluster, parameters: Parameters): Promise<string> {
  const password = randomBytes(21).toString("base64url");
  const value = JSON.stringify({ username: cluster.masterUsername, password });
  const { account } = context.state;
  if (cluster.managedSecret !== undefined) {
    await context.calls.putSecret(account, cluster.managedSecret.arn, value);
    return password;
  }
  const keyId = text(parameters, "MasterUserSecretKmsKeyId");
  const key = keyId === undefined ? context.calls.defaultKey(account) : await context.calls.key(account, keyId);
  const name = `rds!cluster-${randomUUID()}`;
  const arn = await context.calls.createSecret(account, name, key.awsManaged ? undefined : key.keyArn, value, cluster.arn);
  cluster.managedSecret = { arn, keyArn: key.keyArn };
  return password;
}

/** Deletes the secret of a password that RDS no longer manages. */
export async function forgetSecret(context: Context, cluster: Cluster): Promise<void> {
  const secret = cluster.managedSecret;
  cluster.managedSecret = undefined;
  if (secret !== undefined) await context.calls.deleteSecret(context.state.account, secret.arn);
}
