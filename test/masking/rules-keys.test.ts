/** The left side of a rule: its forms, and parsing as the inverse of printing. */
import fc from "fast-check";
import { globsMeet, matchesGlob } from "../../handlers/masking/rules/condition.ts";
import { type ColumnKey, parseKey, parseRules, printKey, printRules, RulesError } from "../../handlers/masking/rules/index.ts";

describe("parseKey", () => {
  it.each([
    ["email", undefined, ["email"], undefined],
    ["users.email", undefined, ["users", "email"], undefined],
    ["user-auth/users.email", "user-auth", ["users", "email"], undefined],
    ["profile.tags[*].label", undefined, ["profile", "tags", "label"], undefined],
    ["matrix[*][*]", undefined, ["matrix"], undefined],
    ["orders.3", undefined, ["orders", "3"], undefined],
    ['users."e-mail (work)/home"', undefined, ["users", "e-mail (work)/home"], undefined],
    ['"say ""hi"""', undefined, ['say "hi"'], undefined],
    ["app.pk[pk=CUSTOMER#*]", undefined, ["app", "pk"], { attribute: "pk", glob: "CUSTOMER#*" }],
    ["pk=CUSTOMER#*", undefined, ["pk"], { attribute: "pk", glob: "CUSTOMER#*" }],
    ['s/app.items[*].note["the type"=[a/b.c]]', "s", ["app", "items", "note"], { attribute: "the type", glob: "[a/b.c]" }],
  ])("reads %s", (text, service, names, condition) => {
    expect(parseKey(text)).toEqual({ kind: "column", service, names, condition });
  });

  it.each([
    "",
    ".",
    "a..b",
    "a.",
    "/a",
    "a/b/c",
    "a.b/c",
    " a",
    "a .b",
    "a[0]",
    "a[*",
    "a[*]b",
    "a]",
    "{{a}}",
    'a"b',
    '"a',
    '""',
    '"a"b',
    "a=",
    "a[b=]",
    "a[b]",
    "a[=b]",
    "a[b=c]d",
    "a*",
    "prefix:",
    "prefix:a",
    "prefix:/a/",
    "prefix:a//b/",
    `a=${"x".repeat(201)}`,
  ])("refuses %j", (text) => {
    expect(parseKey(text)).toBeUndefined();
  });
});

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 8, unit: "binary" }),
  fc.constantFrom("__proto__", "constructor", "prefix:a", 'a"b', "a.b", " a"),
);
const glob = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom("a", "#", "*", "]", "[", "=", "/", '"', ".") });
const columnKey: fc.Arbitrary<ColumnKey> = fc.record({
  kind: fc.constant("column" as const),
  service: fc.option(name, { nil: undefined }),
  names: fc.array(name, { minLength: 1, maxLength: 4 }),
  condition: fc.option(fc.record({ attribute: name, glob }), { nil: undefined }),
});

it("reads every key that it prints", () => {
  fc.assert(
    fc.property(columnKey, (key) => {
      expect(parseKey(printKey(key))).toEqual(key);
    }),
    { numRuns: 500 },
  );
});

it("reads every rules file that it prints, whatever the names, and prints it alike", () => {
  const template = fc.constantFrom("{{hash}}", "XXX-{{last:4}}", "{{keep}}", "", "ünï", "{{pick:cities}}");
  fc.assert(
    fc.property(fc.array(fc.tuple(columnKey, template), { maxLength: 8 }), fc.constantFrom("redact", "hold"), (entries, on_undeclared) => {
      const source = {
        rules: Object.fromEntries(entries.map(([key, text]) => [printKey(key), text])),
        lists: { cities: ["a", "b"] },
        on_undeclared,
      };
      const rules = (() => {
        try {
          return parseRules(source, "rules");
        } catch (error) {
          if (error instanceof RulesError) return undefined;
          throw error;
        }
      })();
      fc.pre(rules !== undefined);
      const text = printRules(rules!);
      const again = parseRules(text, "printed", { format: "json" });
      expect(again.rules.map(({ key, template }) => [key, template.text])).toEqual(
        rules!.rules.map(({ key, template }) => [key, template.text]),
      );
      expect([again.lists, again.onUndeclared]).toEqual([rules!.lists, rules!.onUndeclared]);
      expect(printRules(again)).toBe(text);
    }),
  );
});

it("says that globs meet when some text has the form of both", () => {
  const short = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 4 });
  const texts = ["", "a", "b"].flatMap((x) =>
    ["", "a", "b"].flatMap((y) => ["", "a", "b"].flatMap((z) => ["", "a", "b"].map((w) => x + y + z + w))),
  );
  const all = [...new Set(texts.flatMap((x) => texts.map((y) => x + y)))];
  fc.assert(
    fc.property(short, short, (a, b) => {
      expect(globsMeet(a, b)).toBe(all.some((text) => matchesGlob(a, text) && matchesGlob(b, text)));
    }),
    { numRuns: 200 },
  );
});
