/** Finds the services of which two objects would get one key: the second would overwrite the first. */
import type { MaskingKeys } from "../masking/engine/index.ts";
import { fingerprintOf } from "../masking/prove/index.ts";
import type { Rules } from "../masking/rules/index.ts";
import type { ManifestLine } from "./manifest.ts";
import { createKeyMasker, type KeyMasker } from "./object-keys.ts";

/** Counts by service. */
export class EqualKeys {
  readonly #rules: Rules;
  readonly #keys: MaskingKeys;
  readonly #services = new Map<string, { masker: KeyMasker; found: BigUint64Array; length: number; changed: boolean }>();

  constructor(rules: Rules, keys: MaskingKeys) {
    this.#rules = rules;
    this.#keys = keys;
  }

  /** Takes an object of the manifest: 8 bytes of memory each. */
  add({ service, key, route }: Pick<ManifestLine, "service" | "key" | "route">): void {
    if (route === "drop") return;
    const own = this.#services.get(service) ?? {
      masker: createKeyMasker(service, this.#rules, this.#keys),
      found: new BigUint64Array(1024),
      length: 0,
      changed: false,
    };
    this.#services.set(service, own);
    const target = own.masker.mask(key);
    own.changed ||= target.changed;
    if (own.length === own.found.length) {
      const larger = new BigUint64Array(own.length * 2);
      larger.set(own.found);
      own.found = larger;
    }
    own.found[own.length++] = BigInt(`0x${fingerprintOf(this.#keys, target.key)}`);
  }

  /** The services, and how many of their keys are equal to others. */
  find(): Map<string, number> {
    const result = new Map<string, number>();
    for (const [service, { found, length, changed }] of this.#services) {
      // Keys that stay as they are are as different as they were.
      if (!changed) continue;
      const sorted = found.subarray(0, length).sort();
      let equal = 0;
      for (let i = 1; i < length; i++) if (sorted[i] === sorted[i - 1]) equal++;
      if (equal > 0) result.set(service, equal);
    }
    return result;
  }
}
