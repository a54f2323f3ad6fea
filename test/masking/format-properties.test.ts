/** For random documents: bytes that no rule touches stay, and what JSON.parse gives differs at masked texts only. */
import fc from "fast-check";
import type { Format } from "../../handlers/masking/formats/index.ts";
import { outcomeOf, piecesOf } from "./support/fields.ts";

const names = ["a", "b", "long name", "é", "", "__proto__", "constructor"];
const numbers = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("12345678901234567890", "1.10", "-0", "1E+2", "0.1e-7", "1e400"),
);
const blank = fc.stringMatching(/^[ \t\r]{0,2}$/);
const text = fc.string({ unit: "binary", maxLength: 12 }).filter((value) => value.isWellFormed() && !value.includes("\u0000"));

/** A text of JSON with some of its characters as escapes. */
const writtenText = fc.tuple(text, fc.boolean()).map(([value, escapes]) => {
  const plain = JSON.stringify(value);
  return escapes ? plain.replace(/[a-z\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`) : plain;
});

/** Written JSON: names repeated, numbers as nobody would write them, blanks anywhere. */
const written = fc.letrec<{ tree: string; item: string; members: string }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    writtenText,
    numbers,
    fc.constantFrom("true", "false", "null"),
    fc.tuple(blank, fc.array(tie("tree"), { maxLength: 4 })).map(([space, items]) => `[${space}${items.join(`${space},`)}${space}]`),
    tie("members"),
  ),
  item: tie("members"),
  members: fc
    .tuple(blank, fc.array(fc.tuple(fc.constantFrom(...names), tie("tree")), { maxLength: 4 }))
    .map(
      ([space, members]) =>
        `{${space}${members.map(([name, value]) => `${JSON.stringify(name)}${space}:${space}${value}`).join(`,${space}`)}}`,
    ),
}));

const keep = Object.fromEntries(names.filter((name) => name !== "").map((name) => [name, "{{keep}}"]));
const some = { ...keep, b: "test+{{hash}}@é", é: "{{redact}}" };

/** Replaces what a rule masks by the same mark in the original and in the masked value. */
function marked(value: unknown, isMasked = false): unknown {
  if (Array.isArray(value)) return value.map((item) => marked(item, isMasked));
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).map(([name, item]) => [
      name,
      marked(item, name === "b" || name === "é" || name === "" || (isMasked && !Object.hasOwn(keep, name))),
    ]);
  }
  return isMasked ? "masked" : value;
}

describe("random JSON", () => {
  it.each<Format>(["ndjson", "json"])("as %s is the same byte for byte with everything kept, wherever it is cut", async (format) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(written.members, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 30 }),
        async (records, size) => {
          const lines = `${records.join("\n")}\n`;
          const rules = { ...keep, "accounts.long name": "{{keep}}" };
          fc.pre(!lines.includes('""'));
          const { text: out, error } = await outcomeOf(format, piecesOf(lines, size), rules);
          expect(error).toBeUndefined();
          expect(out).toBe(lines);
        },
      ),
      { numRuns: 250 },
    );
  });

  it.each<Format>(["ndjson", "json"])("as %s differs from its original at masked texts only", async (format) => {
    await fc.assert(
      fc.asyncProperty(written.members, fc.integer({ min: 1, max: 30 }), async (record, size) => {
        const { text: out, error, counters } = await outcomeOf(format, piecesOf(record, size), some);
        expect(error).toBeUndefined();
        expect(marked(JSON.parse(out))).toEqual(marked(JSON.parse(record)));
        expect(counters.records).toBe(1);
      }),
      { numRuns: 400 },
    );
  });

  it("passes no undeclared text, whatever the document", async () => {
    const texts = (value: unknown): string[] =>
      typeof value === "string" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
    await fc.assert(
      fc.asyncProperty(written.tree, async (document) => {
        const { text: out, error } = await outcomeOf("json", piecesOf(document, 7), {});
        expect(error).toBeUndefined();
        const [after, before] = [texts(JSON.parse(out)), texts(JSON.parse(document))];
        expect(after).toHaveLength(before.length);
        for (const value of after) expect(value).not.toMatch(/[A-WYZa-z0-9\u0080-\uffff]/);
      }),
      { numRuns: 500 },
    );
  });

  it("is refused as JSON.parse refuses it, wherever a character is broken", async () => {
    await fc.assert(
      fc.asyncProperty(
        written.members,
        fc.nat(),
        fc.constantFrom('"', "\\", "{", "]", ",", ":", "0", "x", "", "\u0001", "-"),
        async (record, where, odd) => {
          const at = where % record.length;
          const broken = record.slice(0, at) + odd + record.slice(at + 1);
          let isJson = broken.trim() !== "";
          try {
            JSON.parse(broken);
          } catch {
            isJson = false;
          }
          fc.pre(broken.trim() !== "" && !/\\u(0000|d[89a-f])/i.test(broken) && broken.isWellFormed());
          const { error } = await outcomeOf("json", [broken], keep);
          expect(error === undefined).toBe(isJson);
        },
      ),
      { numRuns: 500 },
    );
  });
});
