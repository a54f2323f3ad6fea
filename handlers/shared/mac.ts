/** Signs and verifies reports with the masking key: KMS computes, the key never leaves it. */
import { createHash } from "node:crypto";
import { GenerateMacCommand, type KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";

type Kms = Pick<KMSClient, "send">;

/**
 * JSON with sorted keys and without spaces: equal values have equal texts.
 *
 * @throws TypeError for what JSON cannot say (functions, undefined members are left out as JSON does)
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

// KMS takes 4,096 bytes, so the digest is signed; the label keeps a proof's MAC apart from every other use of the key.
const message = (body: unknown): Buffer =>
  Buffer.from(`refresh/v1/proof/${createHash("sha256").update(canonicalJson(body), "utf8").digest("hex")}`, "utf8");

/** The MAC of a report's body, base64. */
export async function signBody(kms: Kms, KeyId: string, body: unknown): Promise<string> {
  const { Mac } = await kms.send(new GenerateMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message: message(body) }));
  if (Mac === undefined) throw new Error("KMS gave no MAC for the proof.");
  return Buffer.from(Mac).toString("base64");
}

/** Whether the MAC belongs to the body. */
export async function verifyBody(kms: Kms, KeyId: string, body: unknown, mac: string): Promise<boolean> {
  try {
    const command = new VerifyMacCommand({ KeyId, MacAlgorithm: "HMAC_SHA_256", Message: message(body), Mac: Buffer.from(mac, "base64") });
    return (await kms.send(command)).MacValid === true;
  } catch (error) {
    if ((error as Error).name === "KMSInvalidMacException") return false;
    throw error;
  }
}
