/** The template language: what parses, what is refused and where, and the values that the engine refuses. */
import fc from "fast-check";
import {
  compileTemplate,
  deriveKeys,
  longestResult,
  parseTemplate,
  room,
  subkeysOf,
  TemplateError,
  templateKind,
} from "../../handlers/masking/engine/index.ts";

const keys = deriveKeys(Buffer.alloc(32, 7));
const mask = (template: string, value: string | null): string | null => compileTemplate(parseTemplate(template), { keys })(value);
describe("parseTemplate", () => {
  it("knows the positions of its pieces", () => {
    expect(parseTemplate("a{{lower|hash:12}}b").parts).toEqual([
      { kind: "literal", text: "a", start: 0, end: 1 },
      {
        kind: "pipeline",
        start: 1,
        end: 18,
        steps: [
          { name: "lower", args: [], start: 3, end: 8 },
          { name: "hash", args: ["12"], start: 9, end: 16 },
        ],
      },
      { kind: "literal", text: "b", start: 18, end: 19 },
    ]);
  });

  it("takes a colon as the separator of part", () => {
    expect(mask("{{part:::2|keep}}", "a:b")).toBe("b");
  });

  it("parses or refuses any text, and never fails otherwise", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("{{", "}}", "'", "|", ":", "hash", "part", "8", "#", " ", "\ud800", "null")), (pieces) => {
        try {
          parseTemplate(pieces.join(""));
        } catch (error) {
          expect(error).toBeInstanceOf(TemplateError);
        }
      }),
    );
  });
});

describe("a template", () => {
  it.each([
    ["{{null}}", "null"],
    ["{{keep}}", "keep"],
    ["none", "constant"],
    ["{{lower}}", "shows"],
    ["{{lower|hash}}", "masks"],
  ])("%s is of the kind %s", (template, kind) => {
    expect(templateKind(parseTemplate(template))).toBe(kind);
  });

  it("knows its longest result", () => {
    const longest = (template: string, input: number): number =>
      longestResult(parseTemplate(template), input, new Map([["l", ["ab", "😀😀😀"]]]));
    expect(longest("test+{{hash}}@example.com", 10)).toBe(33);
    expect(longest("{{format}}", 10)).toBe(10);
    expect(longest("{{pick:l}}", 10)).toBe(3);
    expect(longest("{{lower}}", Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it("knows its sub-keys, those of its fallback included", () => {
    expect(subkeysOf(parseTemplate("{{card}}{{hash:8:d}}{{hash:9:d}}"))).toEqual([
      { function: "card", domain: "" },
      { function: "format", domain: "" },
      { function: "hash", domain: "d" },
    ]);
  });

  it("refuses U+0000 and lone surrogates without showing the value", () => {
    for (const value of ["secret\u0000", "secret\ud800"]) {
      for (const template of ["{{hash}}", "{{keep}}", "{{null}}", "x"]) {
        expect(() => mask(template, value)).toThrow(/A value holds/);
        expect(() => mask(template, value)).not.toThrow(/secret/);
      }
    }
  });

  it("never returns a letter or a digit in its place with format", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (value) => {
        fc.pre(value.isWellFormed() && !value.includes("\u0000"));
        const before = Array.from(value);
        const after = Array.from(mask("{{format}}", value) ?? "");
        expect(after).toHaveLength(before.length);
        for (const [i, character] of before.entries()) if (/[A-Za-z0-9]/.test(character)) expect(after[i]).not.toBe(character);
      }),
    );
  });

  it("permutes all four-digit texts", () => {
    const results = new Set(Array.from({ length: 10_000 }, (_, i) => mask("{{perm}}", String(i).padStart(4, "0"))));
    expect(results.size).toBe(10_000);
  });
});

describe("room", () => {
  it.each([
    ["test+{{hash}}@example.com", "ana@corp.example", 64],
    ["{{hash:8}}{{hash:8}}", "ana", 32],
    ["{{format}}", "a1-", Math.log2(25 * 9)],
    ["{{hash|format}}", "a", 64],
    ["XXX-XX-{{last:4}}", "123-45-6789", 0],
    ["{{redact}}", "a long value indeed", 0],
    ["{{keep}}", "a", 0],
    ["{{null}}", "a", 0],
    ["{{hash}}", "", 0],
    ["{{part:#:5|hash}}", "a#b", 0],
    ["{{perm}}", "123", Math.log2(1000)],
  ])("%s of %s", (template, value, bits) => {
    const actual = room(parseTemplate(template), value);
    if (template === "{{hash|format}}") expect(actual).toBeLessThanOrEqual(bits);
    else expect(actual).toBeCloseTo(bits);
  });
});
