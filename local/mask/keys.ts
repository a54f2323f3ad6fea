/** The master key of a command line: in hexadecimal digits, in a file, or in KMS. */
import { deriveKeys, type MaskingKeys } from "../../handlers/masking/engine/index.ts";
import { readGivenFile } from "./given-file.ts";
import { MaskUsageError } from "./usage-error.ts";

/** Exactly one of them is given. */
export interface KeyOptions {
  /** 64 hexadecimal digits. */
  readonly keyHex?: string | undefined;
  /** A file of 32 bytes, or of 64 hexadecimal digits. */
  readonly keyFile?: string | undefined;
  /** Id, ARN or alias of an HMAC key, asked with the surroundings' credentials and region. */
  readonly kmsKey?: string | undefined;
  readonly region?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

const allowed = "--key-hex HEX, --key-file FILE or --kms-key ID";

/**
 * The masking keys.
 *
 * @throws MaskUsageError when none, several, or one of another length is given; no text of it holds the key
 */
export async function keysFrom(options: KeyOptions): Promise<MaskingKeys> {
  const given = [options.keyHex, options.keyFile, options.kmsKey].filter((one) => one !== undefined);
  if (given.length === 0) throw new MaskUsageError(`Masking needs a key: ${allowed}.`);
  if (given.length > 1) throw new MaskUsageError(`Masking needs one key, not ${given.length}: ${allowed}.`);
  if (options.keyHex !== undefined) return deriveKeys(fromHex(options.keyHex, "--key-hex"));
  if (options.keyFile !== undefined) return deriveKeys(fromFile(options.keyFile));
  return fromKms(options.kmsKey ?? "", options);
}

// The SDK is loaded for whoever needs it: all others start in half the time.
async function fromKms(id: string, { region, endpointUrl }: KeyOptions): Promise<MaskingKeys> {
  const [{ KMSClient }, { maskingKeys }] = await Promise.all([
    import("@aws-sdk/client-kms"),
    import("../../handlers/shared/masking-keys.ts"),
  ]);
  const kms = new KMSClient({ ...(region ? { region } : {}), ...(endpointUrl ? { endpoint: endpointUrl } : {}) });
  return maskingKeys(kms, id);
}

function fromFile(file: string): Uint8Array {
  const bytes = readGivenFile("key file", file);
  return bytes.length === 32 ? bytes : fromHex(bytes.toString("latin1").trim(), `The key file ${file}`);
}

function fromHex(text: string, where: string): Uint8Array {
  if (/^[0-9a-fA-F]{64}$/.test(text)) return Buffer.from(text, "hex");
  throw new MaskUsageError(`${where} has no masking key: it takes 32 bytes, as 64 hexadecimal digits.`);
}
