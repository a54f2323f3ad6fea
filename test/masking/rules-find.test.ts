/** Which rule a place has: the documented precedence, conditions, numbers of CSV columns; and the index against the slow definition. */
import fc from "fast-check";
import { literalLength, matchesGlob } from "../../handlers/masking/rules/condition.ts";
import {
  findRule,
  mergeRules,
  type Place,
  parseRules,
  plainName,
  type Rule,
  type Rules,
  RulesError,
  rankedRules,
  unmatchedRules,
} from "../../handlers/masking/rules/index.ts";

const rulesOf = (...names: string[]): Rules => parseRules(Object.fromEntries(names.map((name) => [name, "{{hash}}"])), "rules");
const order = (rules: Rules, place: Place): string[] => rankedRules(rules, place).map(({ name }) => name);

describe("the precedence", () => {
  it("goes from the innermost name over service and table to the bare column", () => {
    const rules = rulesOf("email", "users.email", "auth/email", "auth/users.email", "profile.email", "profile", "users.profile.email");
    expect(order(rules, { service: "auth", table: "users", column: "profile", path: ["email"] })).toEqual([
      "auth/users.email",
      "users.profile.email",
      "users.email",
      "auth/email",
      "profile.email",
      "email",
      "profile",
    ]);
  });

  it("prefers an object's own folder to the first one, and the table's whole name to the short one", () => {
    const rules = rulesOf("exports.email", "invoices.email", "billing_invoices.email");
    expect(order(rules, { service: "billing", table: ["exports", "billing-invoices"], column: "email" })).toEqual([
      "billing_invoices.email",
      "invoices.email",
      "exports.email",
    ]);
  });

  it("lets a column's number stand for its header, and the header go first", () => {
    const rules = rulesOf("orders.3", "orders.email", "3");
    expect(order(rules, { service: "s", table: "orders", column: "email", number: 3 })).toEqual(["orders.email", "orders.3", "3"]);
    expect(order(rules, { service: "s", table: "orders", column: "phone", number: 2 })).toEqual([]);
    expect(order(rules, { service: "s", table: "orders", column: "profile", number: 3, path: ["3"] })[0]).toBe("orders.3");
  });
});

describe("a rule with a condition", () => {
  const rules = parseRules(
    {
      "app.pk[pk=CUSTOMER#*]": "CUSTOMER#{{part:#:2|hash}}",
      "app.pk=CUSTOMER#VIP#*": "CUSTOMER#VIP#{{part:#:3|hash}}",
      "app.pk": "{{hash}}",
      "app.sk[pk=CUSTOMER#*]": "{{keep}}",
      'app."odd name"[pk="x"]': "{{null}}",
    },
    "rules",
  );
  const found = (column: string, row?: Record<string, string>): string | undefined =>
    findRule(rules, { service: "s", table: "app", column, row: row === undefined ? undefined : (name) => row[name] })?.template.text;

  it("holds in the records that meet it, before the same rule without, the longer one first", () => {
    expect(found("pk", { pk: "CUSTOMER#1" })).toBe("CUSTOMER#{{part:#:2|hash}}");
    expect(found("pk", { pk: "CUSTOMER#VIP#1" })).toBe("CUSTOMER#VIP#{{part:#:3|hash}}");
    expect(found("pk", { pk: "ORDER#1" })).toBe("{{hash}}");
    expect(found("sk", { pk: "CUSTOMER#1" })).toBe("{{keep}}");
    expect(found("odd name", { pk: '"x"' })).toBe("{{null}}");
  });

  it("never holds where the record cannot be read, or has no such attribute", () => {
    expect(found("pk")).toBe("{{hash}}");
    expect(found("sk")).toBeUndefined();
    expect(found("sk", { other: "CUSTOMER#1" })).toBeUndefined();
  });

  it("is counted, so that others need no record", () => {
    expect(rules.conditions).toHaveLength(4);
    expect(rulesOf("a.b").conditions).toEqual([]);
    expect(mergeRules(rulesOf("a"), { s: rulesOf("b[c=d]") }).conditions).toEqual([{ attribute: "c", glob: "d" }]);
  });
});

describe("a glob", () => {
  it.each([
    ["CUSTOMER#*", "CUSTOMER#", true],
    ["CUSTOMER#*", "CUSTOMER", false],
    ["*", "", true],
    ["a*a", "a", false],
    ["a*b*c", "a1b2c", true],
    ["a*b*c", "a1c2b", false],
    ["a**c", "ac", true],
    ["a.c", "abc", false],
    ["x", "xx", false],
  ])("%s and %s: %s", (glob, text, expected) => {
    expect(matchesGlob(glob, text)).toBe(expected);
  });

  it("is what the regular expression says", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 6 }), text, (glob, value) => {
        expect(matchesGlob(glob, value)).toBe(new RegExp(`^${glob.replaceAll("*", ".*")}$`).test(value));
      }),
      { numRuns: 500 },
    );
  });
});

// The definition, rule by rule and without an index: the numbers that decide, or undefined when the rule is not for the place.
function slowRank(rule: Rule, place: Place): number[] | undefined {
  if (rule.key.kind === "prefix") return undefined;
  const { key, scope } = rule;
  const owner = key.service ?? scope;
  if (owner !== undefined && plainName(owner) !== plainName(place.service)) return undefined;
  if (key.condition !== undefined && !matchesGlob(key.condition.glob, place.row?.(key.condition.attribute) ?? "\u0000")) return undefined;
  const ranks: number[][] = [];
  const tables = [place.table].flat();
  for (const byName of [true, false]) {
    if (!byName && place.number === undefined) continue;
    const names = [byName ? place.column : String(place.number), ...(place.path ?? [])];
    for (let end = 1; end <= names.length; end++) {
      for (const [t, table] of [undefined, ...tables].entries()) {
        const own = table === undefined ? key.names : key.names.slice(1);
        const start = end - own.length;
        if (own.length === 0 || start < 0 || (!byName && start > 0) || own.some((name, i) => name !== names[start + i])) continue;
        const first = plainName(key.names[0] ?? "");
        const whole = table !== undefined && plainName(table) === first;
        if (table !== undefined && !whole && plainName(table) !== `${plainName(place.service)}_${first}`) continue;
        const literal = key.condition === undefined ? 0 : 1 + literalLength(key.condition.glob);
        ranks.push([
          end,
          table === undefined ? 0 : 1,
          key.service === undefined ? 0 : 1,
          key.names.length,
          t,
          whole ? 1 : 0,
          byName ? 1 : 0,
          literal,
          scope === undefined ? 0 : 1,
        ]);
      }
    }
  }
  return ranks.sort(compare).at(-1);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

const name = fc.constantFrom("a", "b", "a_b", "a-b", "s_a", "1", "2", "constructor", "__proto__", "x.y", "é");
const printed = (text: string): string => (/^[\w-]+$/.test(text) ? text : `"${text}"`);
const condition = fc.tuple(fc.constantFrom("pk", "sk"), fc.string({ unit: fc.constantFrom("a", "*"), minLength: 1, maxLength: 3 }));
const key = fc
  .tuple(
    fc.option(fc.constantFrom("s", "t-u"), { freq: 2, nil: undefined }),
    fc.array(name, { minLength: 1, maxLength: 3 }),
    fc.option(condition, { nil: undefined }),
  )
  .map(
    ([service, names, when]) =>
      `${service === undefined ? "" : `${service}/`}${names.map(printed).join(".")}${when === undefined ? "" : `[${when.join("=")}]`}`,
  );

const accepted = (names: readonly string[]): Rules => {
  let kept: string[] = [];
  for (const each of names) {
    try {
      rulesOf(...kept, each);
      kept = [...kept, each];
    } catch (error) {
      if (!(error instanceof RulesError)) throw error;
    }
  }
  return rulesOf(...new Set(kept));
};

const place: fc.Arbitrary<Place> = fc
  .tuple(
    fc.constantFrom("s", "t_u", "v"),
    fc.oneof(name, fc.uniqueArray(name, { maxLength: 2, selector: plainName })),
    fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    fc.array(name, { minLength: 1, maxLength: 4 }),
    fc.record({ pk: fc.constantFrom("a", "aa", "aaa", ""), sk: fc.constantFrom("a", "b") }),
  )
  .map(([service, table, number, [column = "", ...path], row]) => ({
    service,
    table,
    column,
    number,
    path,
    row: (attribute) => new Map(Object.entries(row)).get(attribute),
  }));

describe("the index", () => {
  it("finds what the definition says, and no two rules of a place are equally specific", () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 14 }), fc.array(key, { maxLength: 6 }), place, (common, own, where) => {
        const ofService = own.filter((each) => !each.startsWith("t-u/"));
        const rules = mergeRules(accepted(common), { s: accepted(ofService) });
        const ranked = rules.rules.flatMap((rule) => {
          const rank = slowRank(rule, where);
          return rank === undefined ? [] : [{ rule, rank }];
        });
        ranked.sort((a, b) => compare(b.rank, a.rank));
        for (const [i, { rank }] of ranked.entries()) expect(compare(rank, ranked[i + 1]?.rank ?? [-1])).toBeGreaterThan(0);
        expect(findRule(rules, where)).toBe(ranked[0]?.rule);
      }),
      { numRuns: 200 },
    );
  });

  it("makes a rule of ten thousand as cheap to find as one of ten", () => {
    const many = rulesOf(...Array.from({ length: 10_000 }, (_, i) => `table${i}.email`));
    const few = rulesOf(...Array.from({ length: 10 }, (_, i) => `table${i}.email`));
    const seconds = (rules: Rules): number => {
      const start = process.cpuUsage();
      for (let i = 0; i < 5_000; i++) findRule(rules, { service: "s", table: `table${i % 10}`, column: "email" });
      return process.cpuUsage(start).user;
    };
    seconds(many);
    expect(seconds(many) / seconds(few)).toBeLessThan(20);
  });
});

describe("unmatchedRules", () => {
  const places: Place[] = [
    { service: "billing", table: "customers", column: "email" },
    { service: "billing", table: "customers", column: "profile", path: ["phone"] },
  ];

  it("names the rules that are for nothing, each with the nearest column", () => {
    const rules = rulesOf("emial", "customers.email", "custmers.email", "profile.phone", "billing/phone", "zzzzzzzzzzzz", "email[pk=A*]");
    expect(unmatchedRules(rules, places).map(({ rule, nearest }) => [rule.name, nearest])).toEqual([
      ["emial", "email"],
      ["custmers.email", "customers.email"],
      ["zzzzzzzzzzzz", undefined],
    ]);
  });

  it("looks at prefixes where it is given the objects' keys", () => {
    const rules = parseRules({ "prefix:billing/static/": "{{keep}}", "prefix:billing/img/": "{{keep}}" }, "rules");
    expect(unmatchedRules(rules, [])).toEqual([]);
    expect(unmatchedRules(rules, [], ["billing/static/a.png"]).map(({ rule }) => rule.name)).toEqual(["prefix:billing/img/"]);
  });
});
