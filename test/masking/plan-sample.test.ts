/** Places of records: JSON at any depth, CSV with and without header, DynamoDB items, in bounded memory. */
import { plainItem, planOf, RecordSampler, type SamplerOptions } from "../../handlers/masking/plan/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";

const sampler = (rules: object = {}, more: Partial<SamplerOptions> = {}): RecordSampler =>
  new RecordSampler({ rules: parseRules(rules, "rules"), store: "records", service: "s", table: "orders", ...more });

it("finds members at any depth, items of lists in their list's place", () => {
  const found = sampler();
  found.add({ a: { b: [{ c: "x" }, { c: 1 }, ["y"]] }, d: null, e: [] });
  found.add(["no record"]);
  expect(found.places().map(({ name, path, kinds, samples }) => [name, path, kinds, samples])).toEqual([
    ["a", ["b", "c"], ["text", "number"], ["x"]],
    ["a", ["b"], ["text"], ["y"]],
  ]);
});

it("calls a CSV's columns by header and number", () => {
  const rules = { "orders.2": "{{hash}}", phone: "{{format}}" };
  const withHeader = sampler(rules);
  withHeader.addRow(["1", "ana@corp.example", "55"], ["id", "contact", "phone"]);
  const without = sampler(rules);
  without.addRow(["1", "ana@corp.example"]);
  const decided = (found: RecordSampler) =>
    planOf({ rules: parseRules(rules, "r"), places: found.places() }).items.map(({ place, rule }) => [place, rule]);
  expect(decided(withHeader)).toEqual([
    ["orders.contact", "orders.2"],
    ["orders.id", undefined],
    ["orders.phone", "phone"],
  ]);
  expect(decided(without)).toEqual([
    ["orders.column 1", undefined],
    ["orders.column 2", "orders.2"],
  ]);
});

it("makes two places of one whose rule depends on the record", () => {
  const rules = { "orders.note[type=A*]": "{{hash}}", "orders.note": "{{keep}}" };
  const found = sampler(rules);
  for (const type of ["A1", "A2", "B"]) found.add({ type, note: "n" });
  const { items } = planOf({ rules: parseRules(rules, "r"), places: found.places() });
  expect(items.map(({ place, action, rule }) => [place, action, rule])).toEqual([
    ["orders.note", "pass", "orders.note"],
    ["orders.note[type=A*]", "rule", "orders.note[type=A*]"],
    ["orders.type", "redact", undefined],
  ]);
});

it("puts names that look like data together", () => {
  const found = sampler();
  for (let i = 0; i < 100; i++) found.add({ byMail: { [`user${i}@corp.example`]: { n: "x" } } });
  expect(found.places()).toHaveLength(1);
  expect(planOf({ rules: parseRules({}, "r"), places: found.places() }).items[0]?.place).toBe("orders.byMail.*.n");
});

it("keeps a bounded number of places and values, and takes any depth", () => {
  const found = sampler();
  for (let i = 0; i < 200; i++) found.add(Object.fromEntries(Array.from({ length: 100 }, (_, j) => [`c${i}_${j}`, "x".repeat(1_000)])));
  for (let i = 0; i < 200; i++) found.add({ c0_0: `v${i}` });
  const places = found.places();
  expect(places.length).toBe(5_000);
  expect(Math.max(...places.map(({ samples }) => samples?.length ?? 0))).toBeLessThanOrEqual(50);
  expect(Math.max(...places.flatMap(({ samples }) => (samples ?? []).map(({ length }) => length)))).toBe(200);
  const deep = sampler();
  deep.add(JSON.parse(`${'{"a":'.repeat(5_000)}"x"${"}".repeat(5_000)}`) as object);
  expect(deep.places()).toEqual([]);
});

it("reads every type of DynamoDB", () => {
  const item = plainItem(
    JSON.parse(
      '{ "s": {"S":"x"}, "n": {"N":"1.5"}, "b": {"B":"aGk="}, "ss": {"SS":["a"]}, "ns": {"NS":["1"]}, "bs": {"BS":["aGk="]}, "l": {"L":[{"S":"y"}]}, "m": {"M":{"k":{"S":"z"}}}, "t": {"BOOL":true}, "z": {"NULL":true}, "__proto__": {"S":"p"} }',
    ),
  );
  const found = sampler();
  found.add(item);
  expect(found.places().map(({ name, path, kinds }) => [[name, ...(path ?? [])].join("."), kinds])).toEqual([
    ["s", ["text"]],
    ["n", ["number"]],
    ["b", ["binary"]],
    ["ss", ["text"]],
    ["ns", ["number"]],
    ["bs", ["binary"]],
    ["l", ["text"]],
    ["m.k", ["text"]],
    ["t", ["boolean"]],
    ["__proto__", ["text"]],
  ]);
});
