/** Places of records: JSON at any depth, CSV with and without header, DynamoDB items, in bounded memory. */
import fc from "fast-check";
import { type HeadOptions, plainItem, planOf, RecordSampler, type SamplerOptions, sampleHead } from "../../handlers/masking/plan/index.ts";
import { closedJson } from "../../handlers/masking/plan/sample/closed-json.ts";
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

describe("the beginning of an object", () => {
  const placesIn = (text: string, options: HeadOptions): string[] => {
    const found = sampler();
    sampleHead(found, Buffer.from(text), options);
    return found.places().map(({ name, path = [] }) => [name, ...path].join("."));
  };

  it.each<[string, HeadOptions["format"], string, string[]]>([
    ["a document", "json", '{"all":[{"a":"x","b":[1,2]},{"c":"cut, o', ["all.a", "all.b"]],
    ["a list", "json", '[{"a":"}]\\"","b":1},{"c":1,"d":', ["a", "b", "c"]],
    ["records that follow each other", "json", '{"a":1}\n{"b":2}\n{"c', ["a", "b"]],
    ["lines", "ndjson", '{"a":1}\n\n{"b":2}\n{"c":3}', ["a", "b"]],
    ["an export", "dynamodb", '{"Item":{"a":{"S":"x"}}}\n{"Item":{"b"', ["a"]],
    ["rows within a quoted field", "csv", 'id,note\n1,x\n2,"long\nand cut', ["id", "note"]],
    ["one long text", "json", `{"a":"${"x".repeat(100_000)}`, []],
  ])("is sampled as far as it goes: %s", (_what, format, text, places) => {
    expect(placesIn(text, { format, isWhole: false })).toEqual(places);
  });

  it("is read wherever a document is cut: what was whole is found, and nothing else", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.double({ min: 0, max: 1, noNaN: true }), (value, cut) => {
        const text = JSON.stringify([value, value]);
        const closed = closedJson(text.slice(0, Math.floor(cut * text.length)));
        if (closed !== "") expect(Array.isArray(JSON.parse(closed))).toBe(true);
        expect(closedJson(text)).toBe(text);
      }),
    );
  });

  it("tells the number of a damaged record to whom it concerns, and passes it over otherwise", () => {
    for (const [format, text, record] of [
      ["ndjson", '{"a":1}\n{"b":\n', 2],
      ["dynamodb", '{"Item":{"a":{"N":"1"}}}\n{"b":1}\n', 2],
      ["json", '{"a":1,"b":', 1],
      ["csv", 'id,a\n1,2\n3,"x\n', 3],
    ] as const) {
      const told: number[] = [];
      placesIn(text, { format, isWhole: true, onDamage: (number) => void told.push(number) });
      expect([format, told]).toEqual([format, [record]]);
      expect(placesIn(text, { format, isWhole: true })).toContain("a");
    }
  });
});
