/** Keyed fingerprints: the proof compares them, so it holds not a single original. */
import * as crypto from "node:crypto";

/** What the prover needs of the masking keys: sub-keys of masking/v1, 64 lower-case hexadecimal digits each. */
export interface ProverKeys {
  subkey(fn: string, domain: string): string;
}

const block = 64;
const inlineBytes = 65_536;

/**
 * Computes fingerprints: the first 64 bits of HMAC-SHA-256 under the sub-key of ("prove", ""). The two halves stay in fields,
 * because a text of 16 digits for each would cost more than looking it up.
 *
 * @example
 * ```ts
 * const print = new Fingerprinter(keys);
 * print.read("ana@corp.example");
 * originals.hasWords(print.high, print.low);
 * ```
 */
export class Fingerprinter {
  /** The upper 32 bits of the last text's fingerprint. */
  high = 0;
  /** The lower 32 bits. */
  low = 0;
  readonly #key: string;
  readonly #inner = Buffer.alloc(block + inlineBytes);
  readonly #outer = Buffer.alloc(block + 32);

  constructor(keys: ProverKeys) {
    this.#key = keys.subkey("prove", "");
    const key = Buffer.from(this.#key, "ascii");
    for (let i = 0; i < block; i++) {
      this.#inner[i] = (key[i] ?? 0) ^ 0x36;
      this.#outer[i] = (key[i] ?? 0) ^ 0x5c;
    }
  }

  /** Computes `high` and `low` of a text. */
  read(text: string): void {
    const digest = this.#digest(text, "binary");
    this.high = wordAt(digest, 0);
    this.low = wordAt(digest, 4);
  }

  /** The fingerprint of a text as 16 hexadecimal digits. */
  hex(text: string): string {
    return this.#digest(text, "hex").slice(0, 16);
  }

  // The pads stay in buffers and each half is a one-shot hash, which is twice as fast as createHmac.
  #digest(text: string, encoding: "binary" | "hex"): string {
    if (text.length * 3 > inlineBytes) return crypto.createHmac("sha256", this.#key).update(text, "utf8").digest(encoding);
    const length = this.#inner.write(text, block, "utf8");
    this.#outer.write(crypto.hash("sha256", this.#inner.subarray(0, block + length), "binary"), block, "binary");
    return crypto.hash("sha256", this.#outer, encoding);
  }
}

const wordAt = (bytes: string, at: number): number =>
  ((bytes.charCodeAt(at) << 24) | (bytes.charCodeAt(at + 1) << 16) | (bytes.charCodeAt(at + 2) << 8) | bytes.charCodeAt(at + 3)) >>> 0;

const printers = new WeakMap<ProverKeys, Fingerprinter>();

/** The fingerprinter of a key, made once. */
export function fingerprinterOf(keys: ProverKeys): Fingerprinter {
  let printer = printers.get(keys);
  if (printer === undefined) {
    printer = new Fingerprinter(keys);
    printers.set(keys, printer);
  }
  return printer;
}

/** The fingerprint of one text as 16 hexadecimal digits. */
export function fingerprintOf(keys: ProverKeys, text: string): string {
  return fingerprinterOf(keys).hex(text);
}
