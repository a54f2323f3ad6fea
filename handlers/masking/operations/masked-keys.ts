/** Fingerprints of the masked keys of a table's items: two equal ones are two items that would become one. */
import { gzipSync } from "node:zlib";
import type { MaskingKeys } from "../engine/index.ts";
import { fingerprintOf } from "../prove/index.ts";

const bytesEach = 8;

/** Collects the fingerprint of every item's key, repeated ones too: 8 bytes for each in memory. */
export class MaskedKeys {
  readonly #keys: MaskingKeys;
  #bytes = Buffer.alloc(1024 * bytesEach);
  #length = 0;

  constructor(keys: MaskingKeys) {
    this.#keys = keys;
  }

  /** Takes a key as a text that is the same for equal keys. */
  add(key: string): void {
    if (this.#length + bytesEach > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    this.#bytes.write(fingerprintOf(this.#keys, key), this.#length, "hex");
    this.#length += bytesEach;
  }

  /** 8 bytes for each item, gzip. */
  toFile(): Buffer {
    return gzipSync(this.#bytes.subarray(0, this.#length), { level: 1 });
  }
}
