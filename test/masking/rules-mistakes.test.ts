/** Bad rules files: every mistake in a whole sentence, with its line. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findRule, parseRules, RulesError, rulesFromSource, rulesSchema } from "../../handlers/masking/rules/index.ts";

const messageOf = (text: string | object, format?: "json" | "yaml"): string => {
  try {
    parseRules(text, "rules", format === undefined ? {} : { format });
  } catch (error) {
    if (error instanceof RulesError) return error.message;
    throw error;
  }
  throw new Error("The rules are good.");
};
const keys =
  'service/table.column, table.column, column, column.member, column.list[*].member, table.3 (a CSV column\'s number), "a name in quotes", table.attribute[pk=CUSTOMER#*], or prefix:service/folder/';

describe("a rules file", () => {
  it.each([
    [
      "with a circle of aliases",
      "email: &x\n  home: *x",
      'rules, line 2: The YAML alias "*x" stands inside its own value, a circle without an end. Allowed: an alias of another value.',
    ],
    [
      "with an alias of a map",
      "lists:\n  a: &l [x, y]\n  b: *l\nrules: {}",
      'rules, line 3: The YAML alias "*l" repeats a map or a list. Allowed: aliases of single values.',
    ],
    [
      "with an alias of nothing",
      "email: *x",
      'rules, line 1: The YAML alias "*x" has no anchor before it. Allowed: a value with "&x" further up.',
    ],
    [
      "with too many aliases",
      `a: &x "{{hash}}"\n${Array.from({ length: 1001 }, (_, i) => `c${i}: *x`).join("\n")}`,
      "rules, line 1002: The file has too many YAML aliases. Allowed: at most 1000.",
    ],
    [
      "with a name twice",
      'email: "{{hash}}"\nemail: "{{keep}}"',
      'rules, line 2: The name "email" stands twice in one map. Allowed: every name once.',
    ],
    [
      "with a name twice, in JSON",
      '{\n"a": "{{hash}}",\n"a": "{{keep}}" }',
      'rules, line 3: The name "a" stands twice in one map. Allowed: every name once.',
    ],
    [
      "with one key in two spellings",
      'user-auth/a-b.c: "{{hash}}"\nuser_auth/a_b.c: "{{keep}}"',
      'rules, line 2, rule "user_auth/a_b.c": The rule "user-auth/a-b.c" is for the same column. Allowed: one rule for each name.',
    ],
    [
      "with a list written with and without [*]",
      'tags[*].label: "{{hash}}"\ntags.label: "{{keep}}"',
      'rules, line 2, rule "tags.label": The rule "tags[*].label" is for the same column. Allowed: one rule for each name.',
    ],
    [
      "with two conditions of which neither is longer",
      'a[pk=x*]: "{{hash}}"\na[pk=*y]: "{{keep}}"',
      'rules, line 2, rule "a[pk=*y]": A record may meet both this rule\'s condition and that of "a[pk=x*]", and neither is longer. Allowed: conditions of which one is longer, or that no record meets both.',
    ],
    [
      "with conditions on two attributes",
      'a[pk=x]: "{{hash}}"\na[sk=y#*]: "{{keep}}"',
      'rules, line 2, rule "a[sk=y#*]": A record may meet both this rule\'s condition and that of "a[pk=x]", which reads another attribute. Allowed: conditions on one attribute for each column: "pk" here.',
    ],
    ["with a key that is none", 'a..b: "{{hash}}"', `rules, line 1, rule "a..b": This is no name of a column. Allowed: ${keys}.`],
    [
      "with a list that is not there",
      'rules:\n  city: "{{pick:town}}"\nlists:\n  towns: [North, South]',
      'rules, line 2, rule "city": There is no list "town", at character 8 of "{{pick:town}}". Did you mean "towns"? Allowed: towns.',
    ],
    [
      "with no list at all",
      'city: "{{pick:town}}"',
      'rules, line 1, rule "city": There is no list "town", at character 8 of "{{pick:town}}". Allowed: a list of the rules file, which has none.',
    ],
    [
      "with a list of one",
      "rules: {}\nlists:\n  towns: [North]",
      'rules, line 3, rule "lists.towns": A list of fewer than two words leaves nothing to pick. Allowed: lists of 2 to 10,000 texts, by names of letters, digits, _ and -.',
    ],
    [
      "with a word twice",
      "rules: {}\nlists:\n  towns: [North, North]",
      'rules, line 3, rule "lists.towns": The list names an item twice. Allowed: every item once.',
    ],
    [
      "with a template that shows the value",
      'email: "{{lower}}"',
      'rules, line 1, rule "email": "{{lower}}" shows the value: no step of it masks. Allowed: a masking step, or {{keep}} to declare that the value is harmless.',
    ],
    [
      "with a masked prefix",
      'prefix:billing/: "{{hash}}"',
      'rules, line 1, rule "prefix:billing/": A prefix is harmless or it is not, "{{hash}}" is neither. Allowed: {{keep}}.',
    ],
    [
      "with a template without quotes",
      "email: {{hash}}",
      'rules, line 1: A template is no text without quotes. Allowed: quotes around it, as in "{{hash}}".',
    ],
    [
      "with a number for a template",
      "age: 5",
      'rules, line 1, rule "age": Expected string, received number. Allowed: a template as text in quotes, such as "{{hash}}" ("{{null}}" for null).',
    ],
    [
      "with null for a template",
      '{ "age": null }',
      'rules, line 1, rule "age": Expected string, received null. Allowed: a template as text in quotes, such as "{{hash}}" ("{{null}}" for null).',
    ],
    [
      "with an unknown setting",
      "rules: {}\non_undeclard: hold",
      'rules, line 2, rule "on_undeclard": Unrecognized key: "on_undeclard". Allowed: version, rules, lists, on_undeclared.',
    ],
    [
      "with an unknown way for undeclared data",
      "rules: {}\non_undeclared: pass",
      'rules, line 2, rule "on_undeclared": Invalid option: expected one of "redact"|"hold". Allowed: redact, hold.',
    ],
    ["with a name that is no text", "~: x", "rules, line 1: A name is no text. Allowed: names in quotes where YAML reads something else."],
    [
      "with a tag",
      "a: !!js/function x",
      "rules, line 1: Unresolved tag: tag:yaml.org,2002:js/function. Allowed: a map of rules in JSON or YAML.",
    ],
    [
      "that is a list",
      "- a",
      'rules, line 1: The file holds no map of rules. Allowed: { "rules": { "column": "template" } } or { "column": "template" }.',
    ],
    ["that does not end", '{ "a": "x"', "rules, line 1: Flow map must end with a }. Allowed: a map of rules in JSON or YAML."],
    ["that is too deep", "[".repeat(101), "rules: The file is nested too deeply. Allowed: at most 100 levels."],
    ["that is too deep without brackets", "- ".repeat(300_000), "rules: The file is nested too deeply. Allowed: at most 100 levels."],
    ["that is too long", `a: "${"x".repeat(1_000_000)}"`, "rules: The file has 1000005 characters. Allowed: at most 1000000."],
  ])("%s", (_what, text, message) => {
    expect(messageOf(text)).toBe(message);
  });

  it("that is YAML where JSON was asked for", () => {
    expect(messageOf("a: x", "json")).toBe("rules: This is YAML and no JSON. Allowed: a map of rules in JSON.");
    expect(parseRules('{\t"a": "x" }', "rules", { format: "json" }).rules).toHaveLength(1);
  });

  it.each([
    ["{{hsah}}", "hash"],
    ["{{hash:7}}", "8"],
    ["{{last}}", "last:N"],
  ])("with the template %s says line, rule, position and what is allowed", (template, hint) => {
    const message = messageOf(`a: "{{keep}}"\nemail: "${template}"`);
    expect(message).toMatch(/^rules, line 2, rule "email": .* at character \d+ of "/);
    expect(message).toContain(hint);
    expect(message).toContain("Allowed: ");
  });

  it("takes an alias of a template", () => {
    expect(parseRules('email: &mail "{{lower|hash}}"\nmail: *mail', "rules").rules[1]?.template.text).toBe("{{lower|hash}}");
  });
});

describe("names of an object's prototype", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const json = `{ ${names.map((name) => `"${name}": "{{hash}}"`).join(", ")} }`;

  it.each([
    ["JSON", json],
    ["YAML", names.map((name) => `${name}: "{{hash}}"`).join("\n")],
    ["an object", JSON.parse(json) as object],
    ["the long form", `{ "rules": ${json} }`],
  ])("are plain names in %s", (_form, source) => {
    const rules = parseRules(source, "rules");
    expect(rules.rules.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    for (const column of names) expect(findRule(rules, { service: "s", table: "t", column })?.name).toBe(column);
    expect(findRule(parseRules({}, "rules"), { service: "s", table: "t", column: "constructor" })).toBeUndefined();
    expect(rulesFromSource(JSON.parse(JSON.stringify(rules.source))).rules).toHaveLength(names.length);
  });

  it("are checked like others", () => {
    expect(messageOf('{ "__proto__": 1 }')).toContain('rule "__proto__": Expected string');
    expect(messageOf('{ "rules": {}, "lists": { "__proto__": ["a"] } }')).toContain("fewer than two words");
    expect(
      parseRules('{ "rules": { "a": "{{pick:__proto__}}" }, "lists": { "__proto__": ["a", "b"] } }', "rules").lists.get("__proto__"),
    ).toEqual(["a", "b"]);
  });
});

it("commits the JSON Schema as it is", () => {
  const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../handlers/masking/rules");
  expect(JSON.parse(readFileSync(path.join(folder, "rules.schema.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(rulesSchema())));
});
