/** What is said of a template before anything runs, and that the results of random templates obey it. */
import fc from "fast-check";
import {
  alphabetIncludes,
  codePoints,
  compileTemplate,
  type DescribeOptions,
  deriveKeys,
  describeTemplate,
  expectedCollisions,
  parseTemplate,
  type TemplateDescription,
} from "../../handlers/masking/engine/index.ts";
import { lists, templateText } from "./support/arbitrary-templates.ts";
import { masterKey, value } from "./support/arbitrary-values.ts";

const digitsOnly = new Set(["0-9"]);
const describe_ = (text: string, options: DescribeOptions = {}): TemplateDescription =>
  describeTemplate(parseTemplate(text), { lists, ...options });

describe("describeTemplate", () => {
  it.each([
    ["test+{{hash}}@example.com", {}, 33, 33],
    ["{{format}}", { inputLength: 10 }, 1, 10],
    ["{{lower}}", {}, 1, Number.POSITIVE_INFINITY],
    ["{{nfc}}", { inputLength: 4 }, 1, 12],
    ["{{nfc}}", { inputLength: 4, inputAlphabet: digitsOnly }, 1, 4],
    ["{{domain|hash}}", {}, 0, 16],
    ["XXX-XX-{{last:4}}", {}, 8, 11],
    ["{{last:4}}", { inputLength: 3 }, 1, 3],
    ["{{pick:names}}", {}, 1, 10],
    ["{{int:-5:1000}}", {}, 1, 4],
    ["{{int:10:99}}", {}, 2, 2],
    ["{{uuid}}", {}, 36, 36],
    ["{{null}}", {}, 0, 0],
    ["😀{{'}'}}", {}, 2, 2],
  ])("%s of %j has from %d to %d characters", (text, options, shortest, longest) => {
    const description = describe_(text, options);
    expect([description.shortest, description.longest]).toEqual([shortest, longest]);
  });

  it.each([
    ["{{hash}}", {}, ["0-9", "a-f"]],
    ["{{hash|format}}", {}, ["0-9", "a-f", "g-z"]],
    ["{{hash|upper}}", {}, ["0-9", "A-Z"]],
    ["XXX-XX-{{last:4}}", { inputAlphabet: new Set(["0-9", "-"]) }, ["-", "0-9", "X"]],
    ["{{redact}}", { inputAlphabet: new Set(["0-9", "-"]) }, ["-", "X"]],
    ["{{redact}}", {}, ["X", "other ASCII"]],
    ["{{format}}", {}, ["0-9", "A-Z", "a-f", "g-z", "other ASCII"]],
    ["{{uuid}}", {}, ["-", "0-9", "a-f"]],
    ["{{nfc|digits}}", {}, ["0-9"]],
    ["{{nfc}}", { inputAlphabet: new Set(["é"]) }, ["K", ";", "`", "beyond ASCII"].sort()],
    ["{{null}}", {}, []],
  ])("%s of %j is made of %j", (text, options, alphabet) => {
    expect([...describe_(text, options).alphabet].sort()).toEqual(alphabet);
  });

  it.each<[string, DescribeOptions, string, readonly string[] | number]>([
    ["{{keep}}", {}, "preserved", []],
    ["a{{keep}}b{{hash}}", {}, "preserved", []],
    ["{{keep}}-{{keep}}", {}, "preserved", []],
    ["{{keep}}{{lower}}", {}, "lossy", Number.POSITIVE_INFINITY],
    ["{{ip}}", {}, "lossy", 2 ** 96],
    [
      "{{perm}}",
      { inputAlphabet: digitsOnly, inputLength: 9 },
      "preserved",
      ["a value has other than 2 to 30 digits with spaces and +().#/- between them (perm)"],
    ],
    [
      "{{perm:nz}}",
      {},
      "preserved",
      ["a value has other than 2 to 30 digits, the first of them not 0, with spaces and +().#/- between them (perm)"],
    ],
    ["{{hash}}", {}, "practically unique", []],
    ["test+{{hash}}@example.com", {}, "practically unique", []],
    ["{{lower|hash}}", {}, "practically unique", ["two values differ in the case of letters alone (lower)"]],
    ["{{lower|hash}}", { inputAlphabet: digitsOnly }, "practically unique", []],
    [
      "{{trim|nfc|upper|uuid}}",
      {},
      "practically unique",
      [
        "two values differ in blanks at their ends alone (trim)",
        "two values differ in the composition of characters alone (nfc)",
        "two values differ in the case of letters alone (upper)",
      ],
    ],
    ["{{hash|upper}}", {}, "practically unique", []],
    ["{{hash:8}}", {}, "lossy", 2 ** 32],
    ["{{hash}}{{first:2}}", {}, "practically unique", []],
    ["{{keep}}{{first:2}}", {}, "lossy", Number.POSITIVE_INFINITY],
    ["XXX-XX-{{last:4}}", { inputAlphabet: digitsOnly }, "lossy", 10_004],
    ["{{int:1:100}}", {}, "lossy", 100],
    ["{{pick:two}}", {}, "lossy", 2],
    ["{{local|hash}}", {}, "lossy", 2 ** 64],
    ["constant", {}, "lossy", 1],
    ["{{null}}", {}, "lossy", 1],
  ])("%s of %j is %s", (text, options, kind, more) => {
    const { uniqueness } = describe_(text, options);
    expect(uniqueness.kind).toBe(kind);
    if (uniqueness.kind !== "lossy") expect(uniqueness.unless).toEqual(more);
    else if (more === Number.POSITIVE_INFINITY) expect(uniqueness.outcomes).toBe(more);
    else expect(uniqueness.outcomes / Number(more)).toBeCloseTo(1, 5);
  });

  it("names the step that loses the distinction", () => {
    const { uniqueness } = describe_("{{lower|local|hash}}");
    expect(uniqueness).toMatchObject({ kind: "lossy", by: { name: "local", start: 8 } });
  });

  it.each([
    ["{{keep}}", "whole", "keep", "it does not mask"],
    ["{{lower|trim}}", "whole", "trim", "it does not mask"],
    ["{{hash}}", "never", "hash", "it gives digits of the keyed hash"],
    ["{{first:3}}", "part", "first", "its first 3 characters stay"],
    ["{{lower|last:1}}", "part", "last", "its last character stays"],
    ["{{first:4}}{{last:4}}", "whole", "first", "its parts together may be the whole"],
    ["{{first:4}}{{first:4}}", "part", "first", "its first 4 characters stay"],
    ["{{first:4|hash}}", "never", "hash", "it gives digits of the keyed hash"],
    ["{{hash|first:8}}", "never", "hash", "it gives digits of the keyed hash"],
    ["{{perm}}", "by chance", "perm", "one of 10^n texts of n digits may be its own permutation"],
    ["{{year}}", "whole", "year", "the year stays, and so does a whole January 1st"],
    ["{{date:30}}", "part", "date", "what stands behind the date stays"],
    ["{{iban}}", "part", "iban", "the country stays"],
    ["{{redact}}{{domain}}", "whole", "domain", "it does not mask"],
    ["constant", "never", undefined, "it is a constant"],
  ])("%s shows the original: %s", (text, shows, by, because) => {
    const { original } = describe_(text);
    expect([original.shows, original.by?.name, original.because]).toEqual([shows, by, because]);
  });

  it("knows that a date alone never shows, and what becomes of null", () => {
    expect(describe_("{{date:30}}", { inputLength: 10 }).original.shows).toBe("never");
    expect([describe_("{{hash}}").nulls, describe_("{{null}}").nulls]).toEqual(["stay", "all"]);
  });
});

describe("expectedCollisions", () => {
  it.each([
    ["{{keep}}", 1e9, 0],
    ["{{hash}}", 1, 0],
    ["{{hash}}", 1e6, 2.71e-8],
    ["{{hash}}", 1e8, 2.71e-4],
    ["{{hash:8}}", 1e6, 116.4],
    ["{{int:1:365}}", 23, 0.68],
    ["{{int:1:100}}", 1000, 900],
    ["constant", 1000, 999],
    ["{{local}}", 1000, 0],
  ])("of %s in %d rows: %d", (text, rows, expected) => {
    const actual = expectedCollisions(describe_(text).uniqueness, rows);
    if (expected === 0) expect(actual).toBe(0);
    else expect(actual / expected).toBeCloseTo(1, 1);
  });
});

// Values of characters that no key, list or literal could give: what of them stands in a result was let through.
const telling = fc
  .tuple(fc.array(fc.constantFrom(..."語彙表魚鳥犬猫木水火"), { minLength: 6, maxLength: 12 }), fc.constantFrom("", "@", "#", " "))
  .map(([characters, by]) => characters.slice(0, 4).join("") + by + characters.slice(4).join(""));
const numbers = fc.stringMatching(/^[1-9][0-9]{14,18}$/);

describe("a description", () => {
  it("bounds lengths and characters of every result", () => {
    fc.assert(
      fc.property(templateText, masterKey, fc.array(value, { minLength: 10, maxLength: 10 }), (text, key, values) => {
        const template = parseTemplate(text);
        const mask = compileTemplate(template, { keys: deriveKeys(key), lists });
        for (const original of values.filter((each) => each !== "")) {
          const { shortest, longest, alphabet } = describeTemplate(template, { lists, inputLength: codePoints(original) });
          const masked = mask(original, () => null) ?? "";
          expect([codePoints(masked) >= shortest, codePoints(masked) <= longest]).toEqual([true, true]);
          expect([...masked].filter((character) => !alphabetIncludes(alphabet, character))).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("bounds them for inputs of a known alphabet as well", () => {
    fc.assert(
      fc.property(templateText, masterKey, fc.stringMatching(/^[0-9]{1,20}$/), (text, key, original) => {
        const template = parseTemplate(text);
        const masked = compileTemplate(template, { keys: deriveKeys(key), lists })(original, () => null) ?? "";
        const { shortest, longest, alphabet } = describeTemplate(template, {
          lists,
          inputLength: original.length,
          inputAlphabet: digitsOnly,
        });
        expect([codePoints(masked) >= shortest, codePoints(masked) <= longest]).toEqual([true, true]);
        expect([...masked].filter((character) => !alphabetIncludes(alphabet, character))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps its word that the original never shows, or never as a whole", () => {
    fc.assert(
      fc.property(templateText, masterKey, fc.oneof(telling, numbers), (text, key, original) => {
        const template = parseTemplate(text);
        const { shows } = describeTemplate(template, { lists }).original;
        const masked = compileTemplate(template, { keys: deriveKeys(key), lists })(original, () => null) ?? "";
        if (shows !== "whole") expect(masked).not.toContain(original);
        if (shows === "never") expect([...masked].filter((character) => /\p{Script=Han}/u.test(character))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps its word that values stay distinct", () => {
    // None of the cases that `unless` may name: no blanks, one case, composed, 2 to 30 digits.
    const distinct = fc.uniqueArray(fc.stringMatching(/^[1-9][0-9]{1,2}$/), { minLength: 100, maxLength: 150 });
    let seen = 0;
    fc.assert(
      fc.property(templateText, masterKey, distinct, (text, key, values) => {
        const template = parseTemplate(text);
        const { uniqueness } = describeTemplate(template, { lists });
        const mask = compileTemplate(template, { keys: deriveKeys(key), lists });
        const results = new Set(values.map((each) => mask(each, () => null)));
        if (uniqueness.kind === "lossy") return expect(results.size).toBeLessThanOrEqual(uniqueness.outcomes * (1 + 1e-9));
        // What a step before `perm` gives may lie outside its domain, as `unless` says.
        if (uniqueness.unless.some((each) => each.endsWith("(perm)")) && !/^[^{]*\{\{perm(:nz)?\}\}/.test(text)) return;
        expect(results.size).toBe(values.length);
        seen++;
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(10);
  });
});
