/** The plan says what the maskers do: each text and number of random records becomes what its place's decision says. */
import fc from "fast-check";
import { compileTemplate, parseTemplate } from "../../handlers/masking/engine/index.ts";
import { type PlanItem, plainItem, planOf, RecordSampler } from "../../handlers/masking/plan/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import { keys, maskText } from "./support/fields.ts";

const source = {
  email: "test+{{lower|hash}}@example.com",
  "accounts.note[kind=A*]": "{{hash:8}}",
  "accounts.note": "{{keep}}",
  "profile.age": "{{int:1:99}}",
  phone: "{{format}}",
  sk: "{{keep}}",
  "billing/tags": "{{null}}",
  "accounts.pk[pk=C#*]": "C#{{part:#:2|hash}}",
};
const rules = parseRules(source, "rules");

// What the place's decision makes of a value of JSON.
function expected(item: PlanItem | undefined, value: unknown): unknown {
  if (item === undefined) return value;
  if (item.action === "pass") return value;
  if (typeof value === "boolean") return item.declared || item.action === "null" ? null : value;
  const masked = compileTemplate(parseTemplate(item.template ?? "{{keep}}"), { keys })(String(value));
  if (typeof value === "string") return masked;
  return item.type === "number" && item.action !== "redact" && masked !== null && /^[0-9]+$/.test(masked) ? Number(masked) : null;
}

const text = fc.constantFrom("Ana@corp.example", "A1", "B2", "C#ana@corp.example", "C#", "12", "", "x y");
const record = fc.record(
  {
    pk: fc.constantFrom("C#ana@corp.example", "O#1"),
    sk: text,
    kind: fc.constantFrom("A1", "B1"),
    note: text,
    email: text,
    free: text,
    tags: fc.array(text, { maxLength: 2 }),
    profile: fc.record({ age: fc.integer({ min: 0, max: 1e6 }), email: text, deep: fc.record({ phone: text }) }, { requiredKeys: [] }),
    amount: fc.integer({ min: 0, max: 1e6 }),
    homePhone: fc.integer({ min: 0, max: 1e6 }),
    ok: fc.boolean(),
  },
  { requiredKeys: ["pk", "kind"] },
);

// The decision on the leaf at a path of one record: a plan of that record alone has it under one condition.
function decisions(value: object, tableKey: readonly string[]): (path: readonly string[]) => PlanItem | undefined {
  const sampler = new RecordSampler({ rules, store: "dynamodb", service: "billing", table: "accounts", tableKey });
  sampler.add(value);
  const { items } = planOf({ rules, places: sampler.places() });
  return (path) => items.find(({ place }) => place.replace(/\[.*$/, "") === ["accounts", ...path].join("."));
}

function masked(value: unknown, path: readonly string[], of: (path: readonly string[]) => PlanItem | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, path, of));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, masked(member, [...path, name], of)]));
  return expected(of(path), value);
}

it("for JSON", async () => {
  await fc.assert(
    fc.asyncProperty(record, async (value) => {
      const out = await maskText("ndjson", JSON.stringify(value), source);
      expect(JSON.parse(out)).toEqual(masked(value, [], decisions(value, [])));
    }),
    { numRuns: 100 },
  );
});

it("for DynamoDB, with its keys", async () => {
  const item = fc.record({ pk: fc.constantFrom("C#ana@corp.example", "O#1"), note: text, kind: fc.constantFrom("A1", "B1"), email: text });
  await fc.assert(
    fc.asyncProperty(item, async (value) => {
      fc.pre(Object.values(value).every((each) => each !== ""));
      const typed = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, { S: each }]));
      const out = await maskText("dynamodb", `${JSON.stringify({ Item: typed })}\n`, source, {
        keyAttributes: [{ name: "pk", type: "S" }],
      });
      const { Item } = JSON.parse(out) as { Item: Record<string, Record<string, unknown>> };
      expect(plainItem(Item)).toEqual(masked(value, [], decisions(value, ["pk"])));
    }),
    { numRuns: 60 },
  );
});
