/** NDJSON: lossless outside what is masked, and nothing undeclared passes. */
import { MaskingValueError } from "../../handlers/masking/engine/index.ts";
import { FormatError, HoldError } from "../../handlers/masking/formats/index.ts";
import { FingerprintSet } from "../../handlers/masking/prove/index.ts";
import { maskText, outcomeOf, seedRules } from "./support/fields.ts";

const mask = (line: string, rules: object): Promise<string> => maskText("ndjson", line, rules);

describe("JSON lines", () => {
  it("mask declared texts, redact others, and leave all else as it is written", async () => {
    const line =
      '{ "id":12345678901234567890, "email" : "ana.lopez@corp.example","n":1.10,"status":"o\\u0070en", "note":"Caf\\u00e9 12","ok":true,"none":null ,"list":["a1",2]}';
    expect(await mask(line, seedRules)).toBe(
      '{ "id":12345678901234567890, "email" : "test+08111aa304393559@example.com","n":1.10,"status":"o\\u0070en", "note":"XXXX XX","ok":true,"none":null ,"list":["XX",2]}',
    );
  });

  it("mask all below a declared member, where numbers and booleans become null", async () => {
    const rules = { contact: "{{hash:8}}", "contact.kind": "{{keep}}" };
    const masked = JSON.parse(await mask('{"contact":{"mail":["a@b",{"x":"y"}],"n":5,"b":true,"kind":"work"}}', rules));
    expect(masked).toEqual({
      contact: {
        mail: [expect.stringMatching(/^[0-9a-f]{8}$/), { x: expect.stringMatching(/^[0-9a-f]{8}$/) }],
        n: null,
        b: null,
        kind: "work",
      },
    });
  });

  it("make numbers with a personal name null, also below such a name", async () => {
    const masked = JSON.parse(await mask('{"homePhone":5550100,"phone":{"number":1},"phone_type_id":3,"amount":-2.5e3}', {}));
    expect(masked).toEqual({ homePhone: null, phone: { number: null }, phone_type_id: 3, amount: -2.5e3 });
  });

  it("mask numbers by the templates for numbers", async () => {
    const masked = await mask('{"account":1000017,"age":42,"score":7.5,"pin":1234}', {
      account: "{{perm:nz}}",
      age: "{{int:18:90}}",
      score: "0",
      pin: "{{hash}}",
    });
    expect(masked).toBe('{"account":6804496,"age":54,"score":0,"pin":null}');
  });

  it("read another field of the same row before masking", async () => {
    expect(
      await mask('{"from":"2024-01-01","customer_id":"c-77","to":"2024-01-11"}', {
        from: "{{date:90:customer_id}}",
        to: "{{date:90:customer_id}}",
        customer_id: "{{hash}}",
      }),
    ).toMatch(/"from":"2023-12-30".*"to":"2024-01-09"/);
  });

  it("hash names that are data, mask every one of two equal names, and know escaped names", async () => {
    const line = '{"ana@corp.example":"x","2024-01":1,"email":"a@b.c","email":"d@e.f","\\u0065mail":"a@b.c"}';
    const { text, counters } = await outcomeOf("ndjson", [line], seedRules);
    expect(text).not.toMatch(/corp|a@b\.c|d@e\.f/);
    expect(text).toContain('"2024-01":1');
    expect(counters.names).toBe(1);
    expect(counters.masked).toBe(3);
  });

  it("are counted, and the originals that a proof can look for remembered", async () => {
    const originals = new FingerprintSet();
    const line = '{"email":"a@b.c","ssn":"123-45-6789","status":"open","note":"--","free":"text"}';
    const { counters } = await outcomeOf("ndjson", [line], seedRules, { originals });
    expect(counters).toMatchObject({ records: 1, texts: 5, masked: 2, kept: 1, redacted: 2, unchanged: 0 });
    expect([...counters.undeclared.keys()]).toEqual(["note", "free"]);
    expect(counters.byRule.get("email")).toBe(1);
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
    '{"a":"\\x"}',
    '{"a":"\\u00g0"}',
    '{"a":1}{"a":2}',
    '{"a":\n"x"}',
    '{"a":"x',
    '{"a":1.}',
    '{"a":-}',
    '{"a":1e}',
    "[1,]",
    '{"a":1]',
    "\u0000",
    "{} \u0001",
    '\ufeff\ufeff{"a":1}',
  ])("are refused when they are %j", async (line) => {
    await expect(mask(line, { a: "{{keep}}" })).rejects.toThrow(FormatError);
  });

  it.each(['{"a":"\\u0000"}', '{"a":"\\ud800"}', '{"a":"\\udc00\\ud800"}', '{"\\ud83d":1}'])(
    "are refused when no store can hold %s",
    async (line) => {
      for (const rules of [{}, { a: "{{keep}}" }, { a: "{{hash}}" }]) await expect(mask(line, rules)).rejects.toThrow(MaskingValueError);
    },
  );

  it("are held when they have no rule and undeclared data is to be held", async () => {
    await expect(mask('{"a":"x"}', { rules: {}, on_undeclared: "hold" })).rejects.toThrow(HoldError);
  });
});
