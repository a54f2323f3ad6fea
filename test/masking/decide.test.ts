/** Decisions on undeclared and declared columns, and on both ends of foreign keys. */
import {
  type ColumnFacts,
  columnKey,
  type Decision,
  decideColumn,
  decideTables,
  isPersonalName,
} from "../../handlers/masking/decide/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { column } from "./support/columns.ts";

const none = parseRules({}, "rules");
const decided = (facts: ColumnFacts, rules: object = {}): [string, string | undefined] => {
  const { action, template } = decideColumn(facts, parseRules(rules, "rules"));
  return [action, template];
};
const notNull = { nullable: false } as const;
const inKey = { nullable: false, inPrimaryKey: true } as const;
const inUnique = { inUnique: true } as const;

describe("undeclared columns", () => {
  it.each([
    ["text", "text", {}, "redact", "{{redact}}"],
    ["varchar", "character varying(15)", { ...notNull, maxLength: 15 }, "redact", "{{redact}}"],
    ["citext of a schema", "public.citext", notNull, "redact", "{{redact}}"],
    ["date", "date", {}, "year", "{{year}}"],
    ["integer", "integer", {}, "pass", undefined],
    ["numeric", "numeric(10,2)", notNull, "pass", undefined],
    ["uuid", "uuid", inKey, "pass", undefined],
    ["timestamp", "timestamp with time zone", {}, "pass", undefined],
    ["boolean", "boolean", {}, "pass", undefined],
    ["jsonb", "jsonb", {}, "null", "{{null}}"],
    ["jsonb not null", "jsonb", notNull, "redact", "{}"],
    ["array", "text[]", notNull, "redact", "{}"],
    ["array of numbers", "integer[]", {}, "null", "{{null}}"],
    ["bytea", "bytea", {}, "null", "{{null}}"],
    ["bytea not null", "bytea", notNull, "redact", ""],
    ["inet not null", "inet", notNull, "redact", "0.0.0.0"],
    ["xml not null", "xml", notNull, "redact", ""],
    ["unknown", "geometry", {}, "null", "{{null}}"],
    ["unknown not null", "geometry", notNull, "hold", undefined],
    ["enum", "mood", { isEnum: true }, "pass", undefined],
    ["generated", "text", { generated: true }, "pass", undefined],
  ])("%s", (_name, type, more, action, template) => {
    expect(decided(column("value", type, more))).toEqual([action, template]);
  });

  it.each([
    ["wide text", "text", inKey, "key", "{{hash:16}}"],
    ["16 characters", "character varying", { ...inKey, maxLength: 16 }, "key", "{{hash:16}}"],
    ["15 characters", "character varying", { ...inKey, maxLength: 15 }, "key", "{{format}}"],
    ["digits", "character varying", { ...inKey, maxLength: 20, digitsOnly: true }, "key", "{{perm}}"],
    ["citext", "citext", inUnique, "key", "{{lower|hash:16}}"],
    ["inet", "inet", inKey, "key", "{{ip}}"],
    ["bytea", "bytea", inKey, "hold", undefined],
    ["json in a unique index", "jsonb", inUnique, "null", "{{null}}"],
    ["with a constraint", "text", { ...inKey, checks: ["CHECK ((code ~ '^[A-Z]+$'::text))"] }, "hold", undefined],
  ])("%s in a key", (_name, type, more, action, template) => {
    const decision = decideColumn(column("code", type, more), none);
    expect([decision.action, decision.template]).toEqual([action, template]);
    expect(decision.checkDistinct).toBe(action === "key");
  });

  it.each([
    ["home_phone", "bigint", {}, "null", "{{null}}"],
    ["homePhone", "bigint", notNull, "redact", "0"],
    ["ssn", "bigint", inKey, "key", "{{perm:nz}}"],
    ["ssn", "integer", inKey, "hold", undefined],
    ["birth_date", "timestamp without time zone", {}, "year", "{{year}}"],
    ["gender", "boolean", notNull, "redact", "false"],
    ["email_verified", "boolean", {}, "pass", undefined],
    ["phone_type_id", "integer", {}, "pass", undefined],
  ])("%s %s with a personal name", (name, type, more, action, template) => {
    expect(decided(column(name, type, more))).toEqual([action, template]);
  });

  it("pass when a constraint lists the values; otherwise a constraint means null, or a hold", () => {
    const listed = "CHECK (((status)::text = ANY ((ARRAY['open'::character varying, 'it''s (shut)'::character varying])::text[])))";
    expect(decided(column("status", "character varying", { ...notNull, checks: [listed] }))).toEqual(["pass", undefined]);
    expect(decided(column("status", "text", { checks: ["CHECK ((status = ANY (ARRAY['a'::text, other])))"] }))).toEqual([
      "null",
      "{{null}}",
    ]);
    expect(decided(column("status", "text", { ...notNull, checks: ["CHECK ((char_length(status) > 3))"] }))[0]).toBe("hold");
  });

  it("are held back where the rules say so", () => {
    const hold = { rules: {}, on_undeclared: "hold" };
    expect(decided(column("notes", "text"), hold)[0]).toBe("hold");
    expect(decided(column("n", "integer"), hold)[0]).toBe("pass");
  });
});

describe("declared columns", () => {
  it.each([
    ["text", {}, "test+{{hash}}@example.com", "rule"],
    ["character varying", { maxLength: 30 }, "test+{{hash}}@example.com", "hold"],
    ["character varying", { maxLength: 33 }, "test+{{hash}}@example.com", "rule"],
    ["text", {}, "{{keep}}", "pass"],
    ["text", notNull, "{{null}}", "hold"],
    ["integer", {}, "{{hash}}", "hold"],
    ["integer", {}, "{{int:1:9}}", "rule"],
    ["integer", {}, "{{perm:nz}}", "rule"],
    ["smallint", {}, "{{int:1:90000}}", "hold"],
    ["date", {}, "{{year}}", "rule"],
    ["date", {}, "{{hash}}", "hold"],
    ["uuid", {}, "{{uuid}}", "rule"],
    ["jsonb", {}, "{{hash}}", "hold"],
    ["jsonb", {}, "{}", "rule"],
    ["citext", { inForeignKey: true }, "{{hash}}", "hold"],
    ["citext", { inForeignKey: true }, "{{lower|hash}}", "rule"],
    ["text", { generated: true }, "{{hash}}", "hold"],
  ])("%s %j with %s", (type, more, template, action) => {
    expect(decided(column("c", type, more), { c: template })[0]).toBe(action);
  });
});

describe("decideTables", () => {
  const key = (table: string, name: string, more: Partial<ColumnFacts> = {}): ColumnFacts =>
    column(name, "character varying", { table, ...more });
  const references = [
    { from: { service: "shop", table: "orders", name: "customer_id" }, to: { service: "shop", table: "customers", name: "customer_id" } },
    { from: { service: "shop", table: "demo", name: "who" }, to: { service: "shop", table: "orders", name: "customer_id" } },
  ];
  const columns = [
    key("customers", "customer_id", { ...inKey, maxLength: 40 }),
    key("orders", "customer_id", { inForeignKey: true, maxLength: 5 }),
    key("demo", "who", { inForeignKey: true, maxLength: 20 }),
    key("customers", "city", { maxLength: 15 }),
  ];
  const all = (rules: object, changed: ColumnFacts[] = columns): Record<string, Decision | undefined> =>
    Object.fromEntries(decideTables({ columns: changed, references }, parseRules(rules, "rules")));

  it("decides a group alike, so that it fits the narrowest", () => {
    const decisions = all({});
    for (const facts of columns.slice(0, 3))
      expect(decisions[columnKey(facts)]).toMatchObject({ action: "key", template: "{{format}}", checkDistinct: true });
    expect(decisions["shop/customers.city"]?.action).toBe("redact");
  });

  it("permutes digits when all ends hold nothing else", () => {
    const digits = columns.map((facts) => ({ ...facts, digitsOnly: true }));
    expect(all({}, digits)["shop/demo.who"]?.template).toBe("{{perm}}");
    expect(
      all(
        {},
        digits.map((facts, i) => (i === 1 ? { ...facts, digitsOnly: false } : facts)),
      )["shop/demo.who"]?.template,
    ).toBe("{{format}}");
  });

  it("carries a rule across, and holds all when it does not fit one end or another rule meets it", () => {
    expect(all({ "orders.customer_id": "{{format}}" })["shop/customers.customer_id"]).toMatchObject({
      action: "rule",
      template: "{{format}}",
      rule: "orders.customer_id",
    });
    for (const rules of [{ "customers.customer_id": "{{hash}}" }, { "customers.customer_id": "{{format}}", who: "{{perm}}" }]) {
      const decisions = all(rules);
      for (const facts of columns.slice(0, 3)) expect(decisions[columnKey(facts)]?.action).toBe("hold");
      expect(decisions["shop/customers.city"]?.action).toBe("redact");
    }
    expect(all({ customer_id: "{{keep}}", who: "{{keep}}" })["shop/demo.who"]?.action).toBe("pass");
  });

  it("passes numbers, unless one end's name is personal", () => {
    const numbers = columns.map((facts) => ({ ...facts, type: "bigint" }));
    expect(all({}, numbers)["shop/demo.who"]?.action).toBe("pass");
    const personal = numbers.map((facts) => (facts.name === "who" ? { ...facts, name: "ssn" } : facts));
    const changed = decideTables(
      { columns: personal, references: references.map((each, i) => (i === 1 ? { ...each, from: { ...each.from, name: "ssn" } } : each)) },
      none,
    );
    expect(changed.get("shop/customers.customer_id")).toMatchObject({ action: "key", template: "{{perm:nz}}" });
  });
});

it.each([
  ["phone_number", true],
  ["Phone2", true],
  ["CUSTOMER_EMAIL", true],
  ["dateOfBirth", true],
  ["page", false],
  ["order_id", false],
  ["amount", false],
  ["quantity", false],
  ["shipping", false],
  ["customer_id", false],
  ["email_count", false],
])("%s is personal: %s", (name, personal) => {
  expect(isPersonalName(name)).toBe(personal);
});
