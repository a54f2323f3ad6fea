/** The prover's own reading of masking/v1 agrees with the vectors and with the engine. */
import fc from "fast-check";
import { compileTemplate, deriveKeys, parseTemplate, room } from "../../handlers/masking/engine/index.ts";
import { resultOf, roomOf } from "../../handlers/masking/prove/definition/index.ts";
import { fingerprintOf, isExplained, originalsOf } from "../../handlers/masking/prove/index.ts";
import { keys } from "./support/fields.ts";
import { vectors } from "./support/vectors.ts";

const lists = new Map(Object.entries(vectors.lists));

const single = [
  ...["trim", "lower", "upper", "nfc", "digits", "local", "domain", "part:#:1", "part:@:-1", "part:::2", "keep"],
  ...["hash", "hash:8", "hash:64:d", "first:3", "last:4", "redact", "format", "format:d", "perm", "perm:nz", "int:1:9", "int:-5:100000"],
  ...["uuid", "ip", "date:1", "date:36500", "year", "card", "card:4", "iban", ...[...lists.keys()].map((name) => `pick:${name}`)],
];
const pipelineText = fc.array(fc.constantFrom(...single), { minLength: 1, maxLength: 3 }).map((steps) => `{{${steps.join("|")}}}`);
const templateText = fc
  .array(fc.oneof(pipelineText, fc.constantFrom("test+", "@example.com", "#", "-")), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(""));
const valueText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.stringMatching(/^[0-9 +().#/-]{0,34}$/),
  fc.stringMatching(/^[A-Za-z]{1,8}#[a-z]{1,9}@[a-z]{2,5}\.example$/),
  fc.stringMatching(/^(?:00|19|20|99)[0-9]{2}-(?:0[1-9]|1[0-2])-[0-3][0-9](?:T10:00)?$/),
  fc.stringMatching(/^(?:[0-9]{4} ){3}[0-9]{4}$/),
  fc.stringMatching(/^[A-Za-z]{2}[0-9]{2} ?[A-Za-z0-9]{11,30}$/),
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom("@", "@a", "a@", "a@b@c", "#a", " \t\r\n", " a ", "X", "XX", "0", "00", "10.0.0.1"),
  fc.constantFrom("9999-12-31", "0001-01-01", "0000-01-01", "2024-02-29", "2023-02-29", "2024-02-30", "1985-01-01"),
);
const isLegal = (value: string): boolean => !value.includes("\u0000") && value.isWellFormed();

describe("the prover's reading of masking/v1", () => {
  it.each(vectors.vectors.map((vector) => [vector.note, vector] as const))("agrees with the vector: %s", (_note, vector) => {
    if (vector.value === null) return expect(vector.expected).toBeNull();
    const given = { keys: deriveKeys(Buffer.from(vectors.masterKeyHex, "hex")), lists, row: () => vector.by ?? null };
    expect(resultOf(parseTemplate(vector.template), vector.value, given)).toBe(vector.expected);
  });

  it("agrees with the engine on every template and value", () => {
    fc.assert(
      fc.property(templateText, valueText.filter(isLegal), (text, value) => {
        const template = parseTemplate(text);
        expect(resultOf(template, value, { keys, lists })).toBe(compileTemplate(template, { keys, lists })(value));
      }),
      { numRuns: 5000 },
    );
  });

  it("gives every value the room that the engine gives it", () => {
    // Behind a masking step the room depends on the key, which the engine does not ask for.
    const open = fc.array(fc.constantFrom(...single.slice(0, 10)), { maxLength: 2 });
    const pipeline = fc.tuple(open, fc.constantFrom(...single)).map(([steps, last]) => `{{${[...steps, last].join("|")}}}`);
    const text = fc.array(fc.oneof(pipeline, fc.constantFrom("test+", "#")), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, valueText.filter(isLegal), (each, value) => {
        const template = parseTemplate(each);
        expect(roomOf(template, { keys, lists })(value)).toBeCloseTo(room(template, value, lists), 9);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["{{perm}}", "+49 123", 5 * Math.log2(10)],
    ["{{perm:nz}}", "12345", Math.log2(9) + 4 * Math.log2(10)],
    ["{{perm:nz}}", "02345", 5 * Math.log2(9)],
    ["{{perm}}", "1a", Math.log2(9) + Math.log2(25)],
    ["{{first:3}}", "abcdef", 0],
    ["{{last:3|hash}}", "abcdef", 0],
    ["{{redact}}", "abc", 0],
    ["{{hash:8}}", "abc", 32],
    ["{{uuid}}", "abc", 122],
    ["{{ip}}", "10.0.0.1", 24],
    ["{{ip}}", "::1", 96],
    ["{{int:1:8}}", "5", 3],
    ["{{date:16}}", "2020-01-01", 5],
    ["{{date:16}}", "aB", 2 * Math.log2(25)],
    ["{{year}}", "2020-01-01", 0],
    ["{{card}}", "4111 1111 1111 1111", 9 * Math.log2(10)],
    ["{{card:4}}", "411111111111", 10 * Math.log2(10)],
    ["{{iban}}", "DE89370400440532013000", 18 * Math.log2(9)],
    ["{{pick:none}}", "a", 0],
  ])("leaves %s of %s its bits", (text, value, bits) => {
    expect(roomOf(parseTemplate(text), { keys, lists })(value)).toBeCloseTo(bits, 9);
  });

  it("computes the fingerprints that the engine and SQL compute, of long texts too", () => {
    const byEngine = (value: string): string => keys.mac("prove", "")(value).slice(0, 16);
    fc.assert(fc.property(valueText.filter(isLegal), (value) => expect(fingerprintOf(keys, value)).toBe(byEngine(value))));
    const long = "é".repeat(40_000);
    expect(fingerprintOf(keys, long)).toBe(byEngine(long));
  });
});

describe("what the proof looks for", () => {
  it.each([
    ["{{hash}}", "a", true],
    ["{{hash:8}}", "a", false],
    ["{{format}}", "ab1", false],
    ["{{format}}", "abcdefghij", true],
    ["{{perm}}", "123456789012", false],
    ["{{perm}}", "1234567890123", true],
    ["{{lower|hash}}", "A", true],
    ["{{digits|hash}}", "abc", false],
    ["{{redact}}", "abcdefghij", false],
    ["{{keep}}", "abcdefghij", false],
    ["{{null}}", "abcdefghij", false],
    ["constant", "abcdefghij", false],
    ["{{format}}{{format}}", "abcde", false],
    ["{{format}}{{lower|format}}", "abcde", true],
  ])("%s of %s: %s", (template, value, found) => {
    expect(originalsOf(parseTemplate(template), keys, new Map())(value) !== undefined).toBe(found);
  });
});

describe("an unchanged value", () => {
  const fixed = (template: string, length: number): string => {
    const mask = compileTemplate(parseTemplate(template), { keys, lists });
    for (let i = 0; ; i++) {
      const value = String(i).padStart(length, "0");
      if (mask(value) === value) return value;
    }
  };

  it.each([
    ["{{keep}}", "open", true],
    ["{{hash}}", "", true],
    ["{{redact}}", "--", true],
    ["{{redact}}", "a", false],
    ["{{format}}", "+-", true],
    ["{{format}}", "a", false],
    ["{{year}}", "1985-01-01", true],
    ["{{year}}", "1985-01-02", false],
    ["{{null}}", "a", false],
    ["constant", "constant", true],
    ["constant", "other", false],
    ["XXX-XX-{{last:4}}", "XXX-XX-1234", true],
    ["XXX-XX-{{last:4}}", "123-45-6789", false],
    ["{{hash}}", "a", false],
    ["{{perm}}", fixed("{{perm}}", 3), true],
    ["{{perm}}", "123", false],
  ])("%s explains %s: %s", (template, value, explained) => {
    expect(isExplained(parseTemplate(template), value, keys, new Map())).toBe(explained);
  });

  it("is explained where the engine is right, and not where a mask gives its input back", () => {
    fc.assert(
      fc.property(pipelineText, valueText.filter(isLegal), (text, value) => {
        const template = parseTemplate(text);
        const unchanged = compileTemplate(template, { keys, lists })(value) === value;
        expect(isExplained(template, value, keys, lists)).toBe(unchanged);
      }),
      { numRuns: 1000 },
    );
  });

  it("is worked out with the record's own field", () => {
    const template = parseTemplate("{{date:30:signup|year}}");
    const row = (field: string): string | null => (field === "signup" ? "2020-05-05" : null);
    const mask = compileTemplate(template, { keys });
    for (let year = 1990; year < 2030; year++)
      expect(isExplained(template, `${year}-01-01`, keys, lists, row)).toBe(mask(`${year}-01-01`, row) === `${year}-01-01`);
  });
});
