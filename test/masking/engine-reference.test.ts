/** The engine gives what the specification says, as a second and plain writing of it does, for random templates and values. */
import fc from "fast-check";
import { compileTemplate, deriveKeys, parseTemplate, type StepName, stepNames } from "../../handlers/masking/engine/index.ts";
import { lists, stepText, templateText } from "./support/arbitrary-templates.ts";
import { masterKey, value } from "./support/arbitrary-values.ts";
import { referenceMask } from "./support/reference.ts";

const master = new Uint8Array(32).map((_, i) => i);

function expectReference(text: string, key: Uint8Array, original: string, field: string | null): void {
  const masked = compileTemplate(parseTemplate(text), { keys: deriveKeys(key), lists })(original, () => field);
  const expected = original === "" ? "" : referenceMask(text, original, { master: key, lists, field });
  expect({ text, original, masked }).toEqual({ text, original, masked: expected });
}

// Texts of three code points, and of some more or less.
const aroundThree = ["a", "ab", "abc", "abcd", "😀😀😀", "😀😀😀😀", "a😀b😀", "é😀漢x"];

describe("the engine and its specification", () => {
  // Where a step's domain begins and ends.
  it.each<[string, readonly string[]]>([
    ["perm", ["1", "12", "1".repeat(30), "1".repeat(31), "+1 (2).#/-3", "12a", "1_2", "0", "01", "00"]],
    ["perm:nz", ["01", "10", "11", "99", "(01", "(10", "7".repeat(30)]],
    ["card", ["1".repeat(11), "1".repeat(12), "1".repeat(19), "1".repeat(20), "4111 1111-1111 1111", "4111_1111_1111_1111", " -"]],
    ["card:12345678901", ["1".repeat(12), "1".repeat(13)]],
    [
      "iban",
      [
        "GB82WEST1234569",
        "GB82WEST123456",
        `gb82${"a".repeat(30)}`,
        `GB82${"1".repeat(31)}`,
        "GB 82 WEST 1234 5698",
        "GBX2WEST12345698",
        "G882WEST12345698",
        "GB82WEST1234569é",
        "1GB82WEST12345698",
        "GB82WEST12345698-",
      ],
    ],
    [
      "date:1",
      [
        "0001-01-01",
        "9999-12-31",
        "0000-01-01",
        "2023-02-29",
        "2024-02-29",
        "1900-02-29",
        "2000-02-29",
        "2024-04-31",
        "2024-12-31",
        "2024-12-32",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
        "x2024-01-01",
        "2024-1-01",
      ],
    ],
    ["date:36500", ["0001-01-01", "0050-06-07", "9999-12-31", "9950-01-01 rest"]],
    [
      "year",
      [
        "0001-01-01",
        "0000-01-01",
        "2023-02-28",
        "2023-02-29",
        "2024-06-31x",
        "2024-06-30x",
        "2024-09-31",
        "2024-11-31",
        "2024-01-31",
        "2024-03-31",
        "2024-05-31",
        "2024-07-31",
        "2024-08-31",
        "2024-10-31",
      ],
    ],
    [
      "format",
      [
        "aAzZ09",
        "[`{@/:",
        "~\u007f\u0080",
        "a".repeat(31),
        "a".repeat(32),
        "a".repeat(33),
        "a".repeat(65),
        "a".repeat(2047),
        "a".repeat(2048),
        `é${"b".repeat(2100)}`,
        "ab".repeat(12_000),
      ],
    ],
    [
      "hash",
      ["é".repeat(30_000), "a".repeat(21_845), "a".repeat(21_846), "a".repeat(70_000), "\u{10ffff}".repeat(10_922), "漢".repeat(21_845)],
    ],
    ["first:3", ["\ud7ff\ud7ff\ud7ff\ud7ff\ud7ff", "𐀀𐀀𐀀", "𐀀𐀀𐀀𐀀", "a\u{10fc00}b\u{10ffff}c", "\ue000bcd", ...aroundThree]],
    ["last:3", ["\ud7ff\ud7ff\ud7ff\ud7ff\ud7ff", "𐀀𐀀𐀀", "𐀀𐀀𐀀𐀀", "a\u{10fc00}b\u{10ffff}c", "abc\ue000", ...aroundThree]],
    ["redact", ["aAzZ09", "[`{@/:", "~\u007f\u0080\u{10ffff}😀", "é~\uffff", "aZ9~é".repeat(60), "aZ9~😀".repeat(60)]],
    ["trim", [" \t\r\na b \t\r\n", "\u00a0a\u000b", "   "]],
    ["lower", ["AZ@[az", "İIıi", "AZ\tİ", "AZ\u007f", "~AZ !", "AZéAZéA"]],
    ["upper", ["az`{AZ", "ßıi"]],
    ["digits", ["0a9/:", "٣4"]],
    ["local", ["a@b@c", "a", "@", "a@", "@b"]],
    ["domain", ["a@b@c", "a", "@", "a@", "@b"]],
    ["part:##:2", ["a###b", "a##b##c", "a", "##"]],
    ["part:##:-1", ["a###b", "a##b##c", "a", "##"]],
    ["ip", ["1.2.3.4", "::1", "AB::"]],
    ["uuid", ["3F2504E0-4F89-41D3-9A0C-0305E82C3301", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"]],
    ["int:0:1", ["0", "1", "x"]],
    ["pick:two", ["yes", "no", "x"]],
  ])("agree at the ends of %s", (step, values) => {
    for (const original of values) expectReference(`{{${step}}}`, master, original, null);
  });

  it("agree on dates that leave the years 1 to 9999, or just do not", () => {
    const ends = ["0001-01-01", "0001-01-02", "0001-01-03", "9999-12-29", "9999-12-30", "9999-12-31"];
    for (let i = 0; i < 24; i++)
      for (const end of ends) for (const days of [1, 2]) expectReference(`{{date:${days}}}`, new Uint8Array(32).fill(i), end, null);
  });

  it("agree on every number of a small range, each beside its own", () => {
    for (let i = -3; i <= 3; i++) expectReference("{{int:-3:3}}", master, String(i), null);
    for (const name of lists.get("names") ?? []) expectReference("{{pick:names}}", master, name, null);
  });

  it.each(stepNames.map((name) => [name]))("agree on %s", (name: StepName) => {
    fc.assert(
      fc.property(
        stepText(name),
        masterKey,
        fc.array(fc.tuple(value, fc.option(value)), { minLength: 8, maxLength: 8 }),
        (text, key, values) => {
          for (const [original, field] of values) expectReference(`{{${text}}}`, key, original, field);
        },
      ),
    );
  });

  it("agree on random templates", () => {
    fc.assert(
      fc.property(
        templateText.filter((text) => text !== "{{null}}"),
        masterKey,
        fc.array(fc.tuple(value, fc.option(value)), { minLength: 5, maxLength: 5 }),
        (text, key, values) => {
          for (const [original, field] of values) expectReference(text, key, original, field);
        },
      ),
      { numRuns: 300 },
    );
  });
});
