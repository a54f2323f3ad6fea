/** The plan over three stores: what is decided, what is refused before the first byte moves, and that no value is in it. */
import fc from "fast-check";
import {
  type PlaceFacts,
  type Plan,
  type PlanInput,
  plainItem,
  planOf,
  RecordSampler,
  renderPlan,
} from "../../handlers/masking/plan/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { customersColumn as column } from "./support/columns.ts";

const unique = { inUnique: true, uniqueAlone: true } as const;
const plan = (rules: object, places: readonly PlaceFacts[], more: Partial<PlanInput> = {}): Plan =>
  planOf({ rules: parseRules(rules, "rules"), places, ...more });
const heldBy = (...args: Parameters<typeof plan>): readonly string[] =>
  plan(...args).services.find(({ name }) => name === "shop")?.reasons ?? [];
const said = ({ items }: Plan): unknown[] => items.map(({ place, action, template }) => [place, action, template]);

describe("a plan", () => {
  const records = (rules: object): RecordSampler =>
    new RecordSampler({
      rules: parseRules(rules, "rules"),
      store: "dynamodb",
      service: "shop",
      table: "shop-app",
      label: "app",
      tableKey: ["pk", "sk"],
      indexKeys: ["gsi"],
    });

  it("says of every column, attribute, member and object what happens", () => {
    const rules = {
      email: "test+{{hash}}@example.com",
      "app.pk[pk=CUSTOMER#*]": "CUSTOMER#{{part:#:2|hash}}",
      age: "{{hash}}",
      "prefix:shop/img/": "{{keep}}",
    };
    const sampler = records(rules);
    sampler.add(
      plainItem({
        pk: { S: "CUSTOMER#ana" },
        sk: { N: "7" },
        age: { N: "40" },
        ok: { BOOL: true },
        raw: { B: "aGk=" },
        gone: { NULL: true },
      }),
    );
    sampler.add(
      plainItem({ pk: { S: "ORDER#1" }, gsi: { S: "x" }, profile: { M: { email: { S: "ana@corp.example" }, phone: { N: "5" } } } }),
    );
    const objects = [
      { service: "shop", place: "shop/img/*.png", key: "shop/img/ana.png", format: undefined },
      { service: "shop", place: "shop/*.csv", key: "shop/ana.csv", format: "csv" },
      { service: "shop", place: "shop/*.exe", key: "shop/ana.exe", format: undefined },
    ];
    expect(
      said(plan(rules, [...sampler.places(), column("email", "text"), column("note", "text"), column("n", "integer")], { objects })),
    ).toEqual([
      ["customers.email", "rule", "test+{{hash}}@example.com"],
      ["customers.n", "pass", undefined],
      ["customers.note", "redact", "{{redact}}"],
      ["app.age", "rule", "{{hash}}"],
      ["app.gsi", "key", "{{hash:16}}"],
      ["app.ok", "pass", undefined],
      ["app.pk", "key", "{{hash:16}}"],
      ["app.pk[pk=CUSTOMER#*]", "rule", "CUSTOMER#{{part:#:2|hash}}"],
      ["app.profile.email", "rule", "test+{{hash}}@example.com"],
      ["app.profile.phone", "null", "{{null}}"],
      ["app.raw", "redact", "{{redact}}"],
      ["app.sk", "pass", undefined],
      ["shop/*.csv", "mask", undefined],
      ["shop/*.exe", "drop", undefined],
      ["shop/img/*.png", "copy", undefined],
    ]);
  });

  it("tells of what a rule loses", () => {
    const sampler = records({ age: "{{hash}}" });
    sampler.add({ age: 4 });
    sampler.add({ age: "four" });
    expect(plan({ age: "{{hash}}" }, sampler.places()).items[0]).toMatchObject({
      type: "number or text",
      why: 'rule "age"; its numbers become null',
    });
  });

  it("finds services planned, degraded and held", () => {
    const { services } = plan({ a: "{{hash}}" }, [
      column("a", "text", { service: "one" }),
      column("b", "text", { service: "two" }),
      column("c", "geometry", { service: "three", nullable: false }),
    ]);
    expect(services.map(({ name, status }) => [name, status])).toEqual([
      ["one", "planned"],
      ["three", "held"],
      ["two", "degraded"],
    ]);
  });

  it("warns of rules that are for nothing", () => {
    expect(plan({ "custmers.email": "{{hash}}" }, [column("email", "text")]).warnings).toEqual([
      { rule: "custmers.email", problem: "no column, attribute or member has this name; the nearest is customers.email" },
    ]);
  });
});

it("warns of conditions that only a database's columns could meet, and passes nothing by them", () => {
  const made = plan({ "customers.note[kind=x]": "{{keep}}" }, [column("note", "text"), column("kind", "text")]);
  expect(made.items.map(({ action }) => action)).toEqual(["redact", "redact"]);
  expect(made.warnings).toEqual([
    {
      rule: "customers.note[kind=x]",
      problem: "a condition is looked up in a record; a database's column has one rule for all its rows",
    },
  ]);
});

describe("a plan refuses", () => {
  it.each<[string, object, PlaceFacts, string]>([
    [
      "a lossy template for a unique column",
      { ssn: "XXX-XX-{{last:4}}" },
      column("ssn", "text", { ...unique, digitsOnly: true }),
      'rule "ssn" does not fit customers.ssn: "last:4" of XXX-XX-{{last:4}} has at most 10000 results, for a column whose values are unique; {{hash}} and {{perm}} keep them apart',
    ],
    [
      "a keyed one with too little room for the rows",
      { code: "{{hash:8}}" },
      column("code", "text", { ...unique, rows: 1_000_000 }),
      'rule "code" does not fit customers.code: "hash:8" of {{hash:8}} makes different values equal, for 1000000 unique values, of which about 116 would collide; {{hash}} and {{perm}} keep them apart',
    ],
    [
      "a constant in a unique column",
      { code: "x" },
      column("code", "text", { ...unique, rows: 2 }),
      'rule "code" does not fit customers.code: x has at most 1 result, for 2 unique values, of which about 1 would collide; {{hash}} and {{perm}} keep them apart',
    ],
    [
      "what collides tonight",
      { code: "{{format}}" },
      column("code", "text", { inUnique: true, distinct: { before: 10, after: 9 } }),
      'rule "code" does not fit customers.code: 10 values of a key would become 9 under {{format}}',
    ],
    [
      "what collides tonight without a rule",
      {},
      column("code", "character varying", { maxLength: 5, inUnique: true, distinct: { before: 10, after: 9 } }),
      "customers.code: 10 values of a key would become 9 under {{format}}",
    ],
    [
      "an output longer than its column",
      { email: "test+{{hash}}@example.com" },
      column("email", "character varying", { maxLength: 30 }),
      'rule "email" does not fit customers.email: its results have up to 33 characters and 30 fit',
    ],
    [
      "citext without lower in a foreign key",
      { email: "{{hash}}" },
      column("email", "citext", { inForeignKey: true }),
      'rule "email" does not fit customers.email: citext in a foreign key compares without case; begin with lower, as in {{lower|hash}}',
    ],
    [
      "text for a number",
      { n: "{{hash}}" },
      column("n", "integer"),
      'rule "n" does not fit customers.n: a number takes {{perm:nz}}, {{int:MIN:MAX}}, a constant of digits, {{keep}} or {{null}}',
    ],
    [
      "null for what may not be null",
      { n: "{{null}}" },
      column("n", "integer", { nullable: false }),
      'rule "n" does not fit customers.n: the column may not be null',
    ],
    [
      "a column that cannot be rewritten",
      { email: "{{hash}}" },
      column("email", "text", { blocker: "a generated column reads it" }),
      "customers.email: it cannot be rewritten: a generated column reads it",
    ],
  ])("%s", (_what, rules, facts, reason) => {
    expect(heldBy(rules, [facts]).map((each) => each.replace(/at most 1[0-9]{4} /, "at most 10000 "))).toEqual([reason]);
  });

  it("a table's key made null, and undeclared data where the rules hold it", () => {
    const sampler = new RecordSampler({ rules: parseRules({}, "r"), store: "dynamodb", service: "shop", table: "app", tableKey: ["pk"] });
    sampler.add({ pk: "x", note: "y" });
    expect(heldBy({ pk: "{{null}}", note: "{{hash}}" }, sampler.places())).toEqual([
      'rule "pk" does not fit app.pk: the column may not be null',
    ]);
    expect(heldBy({ rules: { pk: "{{hash}}" }, on_undeclared: "hold" }, sampler.places())).toEqual([
      'app.note has no rule, and on_undeclared is "hold"',
    ]);
    expect(heldBy({ pk: "{{last:2}}", note: "{{hash}}" }, sampler.places())[0]).toContain(
      '"last:2" of {{last:2}} makes different values equal',
    );
  });

  it("a foreign key whose two sides differ, for both services and those joined to them", () => {
    const end = (service: string, table: string): PlaceFacts => column("id", "text", { service, table, inForeignKey: true });
    const references = [
      { from: { service: "a", table: "x", name: "id" }, to: { service: "b", table: "y", name: "id" } },
      { from: { service: "c", table: "z", name: "other" }, to: { service: "b", table: "y", name: "other" } },
    ];
    const places = [
      end("a", "x"),
      end("b", "y"),
      column("other", "integer", { service: "c", table: "z" }),
      column("n", "integer", { service: "d" }),
    ];
    const { services } = plan({ "x.id": "{{hash}}", "y.id": "{{format}}" }, places, { references });
    const why = 'a foreign key joins a/x.id (rule "x.id") and b/y.id (rule "y.id"), whose templates differ; give both the same';
    expect(services.map(({ name, reasons }) => [name, reasons])).toEqual([
      ["a", [why]],
      ["b", [why]],
      ["c", ["b is held back, and the foreign key z.other joins the two"]],
      ["d", []],
    ]);
  });
});

describe("a plan accepts", () => {
  it.each<[string, string, Partial<PlaceFacts>]>([
    ["an exact count without collisions, whatever the template", "{{last:4}}", { ...unique, distinct: { before: 5, after: 5 } }],
    ["hash for a million rows", "{{hash}}", { ...unique, rows: 1_000_000 }],
    ["a keyed one with room for the rows", "{{hash:8}}", { ...unique, rows: 90 }],
    ["null in a unique column", "{{null}}", { ...unique }],
    ["the part of a key that may tell its values apart", "C#{{part:#:2|hash}}", { ...unique, rows: 1_000_000 }],
    ["the same where nothing is known of the rows", "C#{{part:#:2|hash}}", { ...unique }],
    ["a part of a key", "{{last:4}}", { inUnique: true }],
  ])("%s", (_what, template, more) => {
    expect(heldBy({ code: template }, [column("code", "text", more)])).toEqual([]);
  });
});

const dataName = fc.stringMatching(/^Zq[a-z]{6}@[a-z]{4}\.de$|^Zq[0-9]{9}$|^Zq Schmidt$/);
const value = fc.stringMatching(/^Zq[a-z]{6}@[a-z]{4}\.de$|^Zq[0-9]{9}$|^Zq [A-Z][a-z]{5}$/);

it("holds no value, and is the same whatever the order of what was read", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ email: value, note: value, "name of": value, deep: fc.dictionary(dataName, value, { maxKeys: 2 }) }), {
        minLength: 1,
        maxLength: 6,
      }),
      (all) => {
        const rules = parseRules({ "people.note[email=*@*]": "{{hash}}", emial: "{{hash}}" }, "rules");
        const planned = (records: readonly object[]): Plan => {
          const sampler = new RecordSampler({ rules, store: "records", service: "s", table: "people", tableKey: ["email"] });
          for (const record of records) sampler.add(record);
          return planOf({ rules, places: [...sampler.places()].reverse() });
        };
        const made = planned(all);
        for (const format of ["text", "json", "markdown"] as const) {
          expect(renderPlan(made, format)).not.toContain("Zq");
          expect(renderPlan(planned([...all].reverse()), format)).toBe(renderPlan(made, format));
        }
      },
    ),
    { numRuns: 60 },
  );
});
