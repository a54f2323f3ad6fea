/** Keyed fingerprints: the proof compares them, so it holds not a single original. */
import * as crypto from "node:crypto";

/** What the prover needs of the masking keys: sub-keys of masking/v1, 64 lower-case hexadecimal digits each. */
export interface ProverKeys {
  subkey(fn: string, domain: string): string;
}

const block = 64;

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
  readonly #inner: string;
  readonly #outer = Buffer.alloc(block + 32);

  constructor(keys: ProverKeys) {
    const key = Buffer.from(keys.subkey("prove", ""), "ascii");
    this.#inner = Buffer.from(key.map((unit) => unit ^ 0x36)).toString("ascii");
    this.#outer.set(key.map((unit) => unit ^ 0x5c));
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

  // Both pads stay ready and each half is a one-shot hash. The inner pad is ASCII, as the sub-key is, so text follows text.
  #digest(text: string, encoding: "binary" | "hex"): string {
    this.#outer.write(crypto.hash("sha256", this.#inner + text, "binary"), block, "binary");
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
