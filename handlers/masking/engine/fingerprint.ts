/** Keyed fingerprints of original values: the proof compares them without holding a single original. */
import type { MaskingKeys } from "./keys.ts";

/** 16 hexadecimal digits of the keyed hash under the sub-key of ("prove", ""). */
export function fingerprint(keys: MaskingKeys, value: string): string {
  return keys.mac("prove", "")(value).slice(0, 16);
}
