/** Fingerprints of the masked keys of a table's items: two equal ones are two items that would become one. */
import { gzipSync } from "node:zlib";
import { fingerprint, type MaskingKeys } from "../engine/index.ts";

/** Collects the fingerprint of every item's key, repeated ones too. */
export interface MaskedKeys {
  /** Takes a masked line of an export. */
  add(line: string): void;
  /** 8 bytes for each item, gzip. */
  toFile(): Buffer;
}

/** A collector for a table with these key attributes. */
export function keyFingerprints(attributes: readonly string[], keys: MaskingKeys): MaskedKeys {
  const found: string[] = [];
  return {
    add(line) {
      if (line === "") return;
      const { Item } = JSON.parse(line) as { Item: Record<string, unknown> };
      found.push(fingerprint(keys, JSON.stringify(attributes.map((name) => Item[name]))));
    },
    toFile: () => gzipSync(Buffer.from(found.join(""), "hex"), { level: 1 }),
  };
}
