/** The masking keys: derived from KMS's MAC over a fixed label, kept in memory only. */
import { GenerateMacCommand, type KMSClient } from "@aws-sdk/client-kms";
import { deriveKeys, type MaskingKeys } from "../masking/engine/index.ts";

/** What the master bytes are the MAC of. Another label would be another mapping of every value. */
const label = "masking/v1/master";

const known = new WeakMap<object, Map<string, Promise<MaskingKeys>>>();

/**
 * The masking keys under a KMS HMAC key; asked for once for each client.
 *
 * @throws Error when KMS refuses; nothing of the key is in the message
 */
export function maskingKeys(kms: Pick<KMSClient, "send">, KeyId: string): Promise<MaskingKeys> {
  const byKey = known.get(kms) ?? new Map<string, Promise<MaskingKeys>>();
  known.set(kms, byKey);
  let keys = byKey.get(KeyId);
  if (keys === undefined) {
    keys = derive(kms, KeyId);
    byKey.set(KeyId, keys);
    keys.catch(() => byKey.delete(KeyId));
  }
  return keys;
}

async function derive(kms: Pick<KMSClient, "send">, KeyId: string): Promise<MaskingKeys> {
  const command = new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message: Buffer.from(label, "ascii") });
  const { Mac } = await kms.send(command);
  if (Mac === undefined) throw new Error("KMS gave no MAC for the masking keys.");
  return deriveKeys(Mac);
}
