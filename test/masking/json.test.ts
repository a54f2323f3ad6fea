/** NDJSON: lossless outside what is masked, and nothing undeclared passes. */
import fc from "fast-check";
import { MaskingValueError } from "../../handlers/masking/engine/index.ts";
import { FormatError, HoldError, maskJsonLine } from "../../handlers/masking/formats/index.ts";
import { FingerprintSet } from "../../handlers/masking/prove/index.ts";
import { fieldsOf, seedRules } from "./support/fields.ts";

describe("maskJsonLine", () => {
  it("masks declared texts, redacts others, and leaves all else as it is written", () => {
    const line =
      '{ "id":12345678901234567890, "email" : "ana.lopez@corp.example","n":1.10,"status":"o\\u0070en", "note":"Caf\\u00e9 12","ok":true,"none":null ,"list":["a1",2]}';
    expect(maskJsonLine(line, fieldsOf(seedRules))).toBe(
      '{ "id":12345678901234567890, "email" : "test+08111aa304393559@example.com","n":1.10,"status":"o\\u0070en", "note":"XXXX XX","ok":true,"none":null ,"list":["XX",2]}',
    );
  });

  it("masks all below a declared member, where numbers and booleans become null", () => {
    const fields = fieldsOf({ contact: "{{hash:8}}", "contact.kind": "{{keep}}" });
    const masked = JSON.parse(maskJsonLine('{"contact":{"mail":["a@b",{"x":"y"}],"n":5,"b":true,"kind":"work"}}', fields));
    expect(masked).toEqual({
      contact: {
        mail: [expect.stringMatching(/^[0-9a-f]{8}$/), { x: expect.stringMatching(/^[0-9a-f]{8}$/) }],
        n: null,
        b: null,
        kind: "work",
      },
    });
  });

  it("makes numbers with a personal name null, also below such a name", () => {
    const masked = JSON.parse(maskJsonLine('{"homePhone":5550100,"phone":{"number":1},"phone_type_id":3,"amount":-2.5e3}', fieldsOf({})));
    expect(masked).toEqual({ homePhone: null, phone: { number: null }, phone_type_id: 3, amount: -2.5e3 });
  });

  it("masks numbers by the templates for numbers", () => {
    const masked = maskJsonLine(
      '{"account":1000017,"age":42,"score":7.5,"pin":1234}',
      fieldsOf({ account: "{{perm:nz}}", age: "{{int:18:90}}", score: "0", pin: "{{hash}}" }),
    );
    expect(masked).toBe('{"account":6804496,"age":54,"score":0,"pin":null}');
  });

  it("reads another field of the same row before masking", () => {
    expect(
      maskJsonLine(
        '{"from":"2024-01-01","customer_id":"c-77","to":"2024-01-11"}',
        fieldsOf({ from: "{{date:90:customer_id}}", to: "{{date:90:customer_id}}", customer_id: "{{hash}}" }),
      ),
    ).toMatch(/"from":"2023-12-30".*"to":"2024-01-09"/);
  });

  it("hashes names that are data, masks every one of two equal names, and knows escaped names", () => {
    const fields = fieldsOf(seedRules);
    const masked = maskJsonLine('{"ana@corp.example":"x","2024-01":1,"email":"a@b.c","email":"d@e.f","\\u0065mail":"a@b.c"}', fields);
    expect(masked).not.toMatch(/corp|a@b\.c|d@e\.f/);
    expect(masked).toContain('"2024-01":1');
    expect(fields.counters.names).toBe(1);
    expect(fields.counters.masked).toBe(3);
  });

  it("counts, and remembers the originals that a proof can look for", () => {
    const originals = new FingerprintSet();
    const fields = fieldsOf(seedRules, { originals });
    maskJsonLine('{"email":"a@b.c","ssn":"123-45-6789","status":"open","note":"--","free":"text"}', fields);
    expect(fields.counters).toMatchObject({ records: 1, texts: 5, masked: 2, kept: 1, redacted: 2, unchanged: 0 });
    expect([...fields.counters.undeclared.keys()]).toEqual(["note", "free"]);
    expect(fields.counters.byRule.get("email")).toBe(1);
    expect(originals.size).toBe(1);
  });

  it.each([
    '{"a":"x"',
    '{"a":"x"}{',
    "{a:1}",
    '{"a":01}',
    '{"a":"x",}',
    '{"a" "x"}',
    '{"a":"x\ty"}',
    '"\\',
    `${"[".repeat(501)}`,
    "nul",
    '{"a":tru}',
    "[1 2]",
  ])("refuses %j", (line) => {
    expect(() => maskJsonLine(line, fieldsOf({ a: "{{keep}}" }))).toThrow(FormatError);
  });

  it("refuses what no store can hold, and what has no rule when undeclared data is to be held", () => {
    expect(() => maskJsonLine('{"a":"\\u0000"}', fieldsOf({}))).toThrow(MaskingValueError);
    expect(() => maskJsonLine('{"a":"x"}', fieldsOf({ rules: {}, on_undeclared: "hold" }))).toThrow(HoldError);
  });

  it("is lossless: with everything kept the line is the same", () => {
    const names = ["a", "b", "long name", "é"];
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: "grapheme" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...names), tie("tree"), { maxKeys: 4 }),
      ),
    })).tree;
    const keep = Object.fromEntries(names.map((name) => [name, "{{keep}}"]));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), fc.constantFrom("", " ", "  "), (record, indent) => {
        const line = JSON.stringify(record, null, indent);
        fc.pre(line.isWellFormed() && !line.includes("\\u0000") && !line.includes("\\ud"));
        expect(maskJsonLine(line, fieldsOf(keep))).toBe(line);
      }),
      { numRuns: 1000 },
    );
  });

  it("passes no undeclared text, whatever the record", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (record) => {
        const line = JSON.stringify(record);
        fc.pre(line.isWellFormed() && !line.includes("\\u0000") && !line.includes("\\ud"));
        const texts = (value: unknown): string[] =>
          typeof value === "string" ? [value] : typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
        const masked: unknown = JSON.parse(maskJsonLine(line, fieldsOf({})));
        for (const text of texts(masked)) expect(text).not.toMatch(/[A-WYZa-z0-9\u0080-\uffff]/);
        expect(texts(masked)).toHaveLength(texts(record).length);
      }),
      { numRuns: 1000 },
    );
  });
});
