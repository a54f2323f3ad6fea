/** The 56 vectors of masking/v1 and the sub-keys, on the TypeScript engine. */
import { compileTemplate, deriveKeys, parseTemplate } from "../../handlers/masking/engine/index.ts";
import { vectors } from "./support/vectors.ts";

describe("masking/v1 in TypeScript", () => {
  const keys = deriveKeys(Buffer.from(vectors.masterKeyHex, "hex"));
  const lists = new Map(Object.entries(vectors.lists));

  it.each(Object.entries(vectors.subkeys))("derives the sub-key %s", (label, expected) => {
    const slash = label.indexOf("/");
    expect(keys.subkey(label.slice(0, slash), label.slice(slash + 1))).toBe(expected);
  });

  it("has 56 vectors", () => {
    expect(vectors.vectors).toHaveLength(56);
  });

  it.each(vectors.vectors.map((vector) => [vector.note, vector] as const))("%s", (_note, vector) => {
    const mask = compileTemplate(parseTemplate(vector.template), { keys, lists });
    expect(mask(vector.value, () => vector.by ?? null)).toBe(vector.expected);
  });
});
