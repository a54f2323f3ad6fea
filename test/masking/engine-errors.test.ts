/** Every mistake in a template as the whole sentence that its author reads. */
import { checkLists, compileTemplate, deriveKeys, parseTemplate, TemplateError } from "../../handlers/masking/engine/index.ts";

function mistake(template: string): TemplateError {
  try {
    parseTemplate(template);
  } catch (error) {
    if (error instanceof TemplateError) return error;
  }
  throw new Error(`"${template}" parses`);
}

const names =
  "trim, lower, upper, nfc, digits, local, domain, part, keep, hash, first, last, redact, format, perm, pick, int, uuid, ip, date, year, card, iban, null";

describe("a mistake in a template", () => {
  it.each([
    ["{{hsah}}", `There is no step "hsah", at character 3 of "{{hsah}}". Did you mean "hash"? Allowed: ${names}.`],
    ["x{{lower|reduct}}", `There is no step "reduct", at character 10 of "x{{lower|reduct}}". Did you mean "redact"? Allowed: ${names}.`],
    ["{{hash : 8}}", `There is no step "hash ", at character 3 of "{{hash : 8}}". Did you mean "hash"? Allowed: ${names}.`],
    ["{{__proto__}}", `There is no step "__proto__", at character 3 of "{{__proto__}}". Allowed: ${names}.`],
    ["{{}}", `A step is missing, at character 3 of "{{}}". Allowed: ${names}.`],
    ["{{lower| }}", `A step is missing, at character 9 of "{{lower| }}". Allowed: ${names}.`],
    ["a{{hash", '"{{" has no "}}", at character 2 of "a{{hash". Allowed: {{step}}, {{step|step:ARGUMENT}}.'],
    ["{{lower {{hash}}", '"{{" has no "}}", at character 1 of "{{lower {{hash}}". Allowed: {{step}}, {{step|step:ARGUMENT}}.'],
    ["{{'a}}", "A quoted literal does not end, at character 1 of \"{{'a}}\". Allowed: {{'text without a quote character'}}."],
    ["{{'a'b}}", "A quoted literal does not end, at character 1 of \"{{'a'b}}\". Allowed: {{'text without a quote character'}}."],
    ["a{{null}}", '"null" stands beside something else, at character 4 of "a{{null}}". Allowed: {{null}} alone.'],
    ["{{trim|null}}", '"null" stands beside something else, at character 8 of "{{trim|null}}". Allowed: {{null}} alone.'],
    ["{{null:1}}", '"null" takes no argument, at character 8 of "{{null:1}}". Allowed: null.'],
    ["😀\ud800", 'A character that no store can hold, at character 3 of "😀\ufffd". Allowed: any text without U+0000 and lone surrogates.'],
    ["ab\u0000", 'A character that no store can hold, at character 3 of "ab\ufffd". Allowed: any text without U+0000 and lone surrogates.'],
    [
      "{{trim|hash:4}}",
      'N of "hash" is a whole number from 8 to 64, not "4", at character 13 of "{{trim|hash:4}}". Allowed: hash, hash:N or hash:N:DOMAIN (N from 8 to 64).',
    ],
    [
      "{{hash:65}}",
      'N of "hash" is a whole number from 8 to 64, not "65", at character 8 of "{{hash:65}}". Allowed: hash, hash:N or hash:N:DOMAIN (N from 8 to 64).',
    ],
    [
      "{{hash:8:}}",
      'DOMAIN of "hash" is the name of a domain, not "", at character 10 of "{{hash:8:}}". Allowed: hash, hash:N or hash:N:DOMAIN (N from 8 to 64).',
    ],
    [
      "{{hash:8:a:b}}",
      '"hash" takes 2 arguments, and has 3, at character 12 of "{{hash:8:a:b}}". Allowed: hash, hash:N or hash:N:DOMAIN (N from 8 to 64).',
    ],
    ["{{keep:1}}", '"keep" takes no argument, and has 1, at character 8 of "{{keep:1}}". Allowed: keep.'],
    ["{{format:a:b}}", '"format" takes one argument, and has 2, at character 12 of "{{format:a:b}}". Allowed: format or format:DOMAIN.'],
    ["{{first}}", '"first" needs N, a whole number from 1 to 1000, at character 8 of "{{first}}". Allowed: first:N (N from 1 to 1000).'],
    [
      "{{last:0}}",
      'N of "last" is a whole number from 1 to 1000, not "0", at character 8 of "{{last:0}}". Allowed: last:N (N from 1 to 1000).',
    ],
    [
      "{{last:1e2}}",
      'N of "last" is a whole number from 1 to 1000, not "1e2", at character 8 of "{{last:1e2}}". Allowed: last:N (N from 1 to 1000).',
    ],
    [
      "{{part:#:0}}",
      'N of "part" is 1, 2, … or -1, -2, … from the end, not "0", at character 10 of "{{part:#:0}}". Allowed: part:SEP:N (N is 1, 2, … or -1, -2, … from the end).',
    ],
    [
      "{{part:#}}",
      '"part" needs SEP, a text that is not empty, at character 9 of "{{part:#}}". Allowed: part:SEP:N (N is 1, 2, … or -1, -2, … from the end).',
    ],
    [
      "{{perm:n}}",
      'The argument of "perm" is nz, not "n", at character 8 of "{{perm:n}}". Allowed: perm or perm:nz (the result begins with no zero).',
    ],
    ["{{pick}}", '"pick" needs LIST, the name of a list, at character 7 of "{{pick}}". Allowed: pick:LIST (a list of the rules file).'],
    [
      "{{int:9:1}}",
      'MAX of "int" is greater than MIN, 9, not "1", at character 9 of "{{int:9:1}}". Allowed: int:MIN:MAX (integers, MIN below MAX).',
    ],
    [
      "{{int:9:9}}",
      'MAX of "int" is greater than MIN, 9, not "9", at character 9 of "{{int:9:9}}". Allowed: int:MIN:MAX (integers, MIN below MAX).',
    ],
    [
      "{{int:-2000000000000000:2000000000000000}}",
      'MAX of "int" is less than 2^51 above MIN, not "2000000000000000", at character 25 of "{{int:-2000000000000000:2000000000000000}}". Allowed: int:MIN:MAX (integers, MIN below MAX).',
    ],
    [
      "{{date:36501}}",
      'N of "date" is a whole number from 1 to 36500, not "36501", at character 8 of "{{date:36501}}". Allowed: date:N or date:N:FIELD (N days, from 1 to 36500).',
    ],
    [
      "{{card:4x}}",
      'PREFIX of "card" is 1 to 11 digits, not "4x", at character 8 of "{{card:4x}}". Allowed: card or card:PREFIX (1 to 11 digits).',
    ],
  ])("%j", (template, sentence) => {
    expect(mistake(template).message).toBe(sentence);
  });

  it("has a caret below it", () => {
    expect(mistake("test+{{lower|hsah}}@example.com").pointer).toBe("test+{{lower|hsah}}@example.com\n             ^");
  });

  it("has a caret below it in long templates, and in those with astral and control characters", () => {
    const [line = "", caret = ""] = mistake(`${"😀".repeat(100)}\n{{hsah}}${"é".repeat(100)}`).pointer.split("\n");
    expect(Array.from(line)).toHaveLength(120);
    expect(
      Array.from(line)
        .slice(caret.length - 1)
        .join(""),
    ).toMatch(/^hsah/);
    expect(line).toMatch(/^…😀+␊\{\{hsah\}\}é+…$/u);
  });
});

describe("a mistake in a list", () => {
  const lists = new Map([
    ["first_names", ["Alma", "Boris"]],
    ["one", ["only"]],
    ["none", []],
    ["ends", ["a", "b", "a"]],
  ]);
  const sentences = (template: string): string[] => checkLists(parseTemplate(template), lists).map(({ message }) => message);

  it.each([
    [
      "x{{pick:frist_names}}",
      'There is no list "frist_names", at character 9 of "x{{pick:frist_names}}". Did you mean "first_names"? Allowed: first_names, one, none, ends.',
    ],
    [
      "{{pick:one}}",
      'The list "one" that pick names needs at least two items, and has 1 item, at character 8 of "{{pick:one}}". Allowed: a list of two items or more.',
    ],
    [
      "{{pick:none}}",
      'The list "none" that pick names needs at least two items, and has no item, at character 8 of "{{pick:none}}". Allowed: a list of two items or more.',
    ],
    [
      "{{lower|pick:ends}}",
      'The list "ends" has the same item twice in a row, at character 14 of "{{lower|pick:ends}}". Allowed: a list whose items differ.',
    ],
  ])("%j", (template, sentence) => {
    expect(sentences(template)).toEqual([sentence]);
  });

  it("is told once for each place", () => {
    expect(sentences("{{pick:first_names}}{{pick:one}}{{pick:one}}")).toHaveLength(2);
    expect(checkLists(parseTemplate("{{pick:a}}"), new Map()).map(({ message }) => message)).toEqual([
      'There is no list "a", at character 8 of "{{pick:a}}". Allowed: a list of the rules file, which has none.',
    ]);
  });

  it("stops the compiler", () => {
    expect(() => compileTemplate(parseTemplate("{{pick:one}}"), { keys: deriveKeys(new Uint8Array(32)), lists })).toThrow(
      new RangeError('The list "one" that pick names needs at least two items, and has 1.'),
    );
  });
});

describe("a key", () => {
  it.each([0, 31, 33, 64])("of %d bytes is refused", (length) => {
    expect(() => deriveKeys(new Uint8Array(length))).toThrow(new RangeError(`A masking master key has 32 bytes, not ${length}.`));
  });

  it("is not printed", () => {
    expect(JSON.stringify(deriveKeys(new Uint8Array(32)))).toBe("{}");
  });
});
