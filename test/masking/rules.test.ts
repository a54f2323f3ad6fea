/** Rules files: both forms, JSON and YAML, their mistakes, their merging, and which rule a place has. */
import fc from "fast-check";
import {
  findPrefix,
  findRule,
  mergeRules,
  onUndeclared,
  parameterText,
  parseParameter,
  parseRules,
  RulesError,
  rulesFromSource,
  rulesHash,
  tablesOfKey,
} from "../../handlers/masking/rules/index.ts";

const problems = (source: string | object): RulesError => {
  try {
    parseRules(source, "rules.json");
  } catch (error) {
    if (error instanceof RulesError) return error;
    throw error;
  }
  throw new Error("The rules are good.");
};

describe("parseRules", () => {
  it("takes the seed's plain map and the long form, JSON and YAML", () => {
    const short = parseRules('{ "email": "test+{{hash}}@example.com", "ssn": "XXX-XX-{{last:4}}" }', "a");
    expect(short.rules.map((rule) => rule.name)).toEqual(["email", "ssn"]);
    const long = parseRules(
      "version: masking/v1\nrules:\n  city: '{{pick:cities}}'\nlists:\n  cities: [North, South]\non_undeclared: hold\n",
      "b",
    );
    expect([long.rules[0]?.template.text, long.lists.get("cities"), long.onUndeclared]).toEqual([
      "{{pick:cities}}",
      ["North", "South"],
      "hold",
    ]);
  });

  it("takes columns that have the names of settings", () => {
    expect(parseRules({ version: "{{keep}}", rules: "{{redact}}" }, "a").rules).toHaveLength(2);
  });

  it("says line, rule and what is allowed, for all mistakes together", () => {
    const text =
      '{\n  "email": "{{hsah}}",\n  "a..b": "{{hash}}",\n  "city": "{{pick:towns}}",\n  "name": "{{lower}}",\n  "prefix:billing/": "{{hash}}"\n}';
    const error = problems(text);
    expect(error.problems.map(({ line, rule }) => [line, rule])).toEqual([
      [2, "email"],
      [3, "a..b"],
      [4, "city"],
      [5, "name"],
      [6, "prefix:billing/"],
    ]);
    expect(error.message).toMatch(
      /rules.json, line 2, rule "email": There is no step "hsah",? at character 3 of "{{hsah}}". Did you mean "hash"\?/,
    );
  });

  it.each([
    ['{ "a": "{{hash}}",\n "a": "{{keep}}" }', 2],
    ["[1]", 1],
    ["just words", 1],
    ['{ "rules": { "a": 1 } }', 1],
    ['{\n"rules": {\n"a": "x" },\n"extra": 1 }', 4],
    ['{\n"rules": { "a": "x" ', undefined],
    ['{ "svc-a/t.c": "{{hash}}",\n"svc_a/t.c": "{{keep}}" }', 2],
    ["", 1],
  ])("refuses %j", (text, line) => {
    const [first] = problems(text).problems;
    expect(first?.allowed).toBeTruthy();
    if (line !== undefined) expect(first?.line).toBe(line);
  });
});

describe("findRule", () => {
  const rules = parseRules(
    {
      email: "common",
      "accounts.email": "table",
      "user-auth/accounts.email": "service",
      profile: "{{null}}",
      "profile.contact.phone": "phone",
      "accounts.tags[*].label": "label",
      "billing/notes": "note",
    },
    "rules",
  );
  const find = (service: string, table: string | string[], ...path: string[]): string | undefined =>
    findRule(rules, { service, table, column: path[0] ?? "", path: path.slice(1) })?.template.text;

  it.each([
    ["common", "ledger", "entries", ["email"]],
    ["table", "ledger", "accounts", ["email"]],
    ["table", "ledger", "ledger-accounts", ["email"]],
    ["service", "user_auth", "accounts", ["email"]],
    ["service", "user-auth", "user-auth-accounts", ["email"]],
    ["{{null}}", "ledger", "x", ["profile", "note"]],
    ["common", "ledger", "x", ["profile", "email"]],
    ["phone", "ledger", "x", ["profile", "contact", "phone", "home"]],
    ["label", "ledger", "accounts", ["tags", "label"]],
    ["note", "billing", "x", ["notes"]],
    [undefined, "ledger", "x", ["notes"]],
    [undefined, "ledger", "x", ["Email"]],
    [undefined, "ledger", "x", ["e"]],
  ])("%s for %s %s %j", (expected, service, table, path) => {
    expect(find(service, table, ...path)).toBe(expected);
  });

  it("calls an object's data by its first and by its last folder", () => {
    expect(tablesOfKey("ledger/exports/accounts/1.csv")).toEqual(["exports", "accounts"]);
    expect(tablesOfKey("ledger/1.csv")).toEqual([]);
    expect(find("ledger", [...tablesOfKey("ledger/exports/accounts/1.csv")], "email")).toBe("table");
  });
});

describe("prefixes", () => {
  it("finds the longest, and a service's own only below the service", () => {
    const common = parseRules({ "prefix:billing/static/": "{{keep}}" }, "common");
    const merged = mergeRules(common, { ledger: parseRules({ "prefix:ledger/img/": "{{keep}}" }, "ledger") });
    expect(findPrefix(merged, "billing/static/a/b.png")?.name).toBe("prefix:billing/static/");
    expect(findPrefix(merged, "ledger/img/b.png")?.name).toBe("prefix:ledger/img/");
    expect(findPrefix(merged, "billing/statics/b.png")).toBeUndefined();
  });
});

describe("mergeRules", () => {
  const common = parseRules({ rules: { email: "common", "t.phone": "x" }, lists: { l: ["a", "b"] } }, "common");

  it("lets a service's own rule go before an equal common one, for that service alone", () => {
    const merged = mergeRules(common, { billing: parseRules({ rules: { email: "own" }, on_undeclared: "hold" }, "billing") });
    const text = (service: string): string | undefined => findRule(merged, { service, table: "t", column: "email" })?.template.text;
    expect([text("billing"), text("ledger")]).toEqual(["own", "common"]);
    expect([onUndeclared(merged, "billing"), onUndeclared(merged, "ledger")]).toEqual(["hold", "redact"]);
  });

  it("comes back from its source with the same hash, whatever the order", () => {
    const merged = mergeRules(common, { billing: parseRules({ a: "{{pick:l}}", b: "2" }, "billing", { common }) });
    const other = mergeRules(parseRules({ lists: { l: ["a", "b"] }, rules: { "t.phone": "x", email: "common" } }, "c"), {
      billing: parseRules({ b: "2", a: "{{pick:l}}" }, "billing", { common }),
    });
    expect(rulesHash(rulesFromSource(JSON.parse(JSON.stringify(merged.source))))).toBe(rulesHash(merged));
    expect(rulesHash(other)).toBe(rulesHash(merged));
    expect(rulesHash(common)).not.toBe(rulesHash(merged));
  });

  it("refuses a rule for another service", () => {
    expect(() => mergeRules(common, { billing: parseRules({ "ledger/t.c": "x" }, "b") })).toThrow(/for ledger/);
  });
});

describe("parameterText", () => {
  it("has no braces that Parameter Store refuses, and comes back", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = parameterText({ rules: { email: "test+{{hash}}@example.com", odd: 'a"\\{{x}}' }, nested: { deep: { value } } });
        expect(text).not.toMatch(/\{\{|\}\}/);
        expect(JSON.stringify(parseParameter(text))).toBe(
          JSON.stringify({ rules: { email: "test+{{hash}}@example.com", odd: 'a"\\{{x}}' }, nested: { deep: { value } } }),
        );
      }),
    );
  });
});
