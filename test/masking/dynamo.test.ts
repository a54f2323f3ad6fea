/** DynamoDB export lines: all types at any depth, keys, sets, and what becomes NULL. */
import { FormatError, HoldError, type KeyAttribute } from "../../handlers/masking/formats/index.ts";
import { maskText, outcomeOf, seedRules } from "./support/fields.ts";

const mask = async (item: object, rules: object = seedRules, keyAttributes: KeyAttribute[] = []): Promise<Record<string, unknown>> =>
  JSON.parse(await maskText("dynamodb", JSON.stringify({ Item: item }), rules, { keyAttributes })).Item;

describe("a DynamoDB export", () => {
  it("masks declared attributes and redacts others, at any depth", async () => {
    const item = {
      email: { S: "ana.lopez@corp.example" },
      profile: {
        M: {
          email: { S: "ana.lopez@corp.example" },
          notes: { L: [{ S: "call 5pm" }, { N: "1.10" }, { M: { ssn: { S: "123-45-6789" } } }] },
        },
      },
      status: { S: "open" },
    };
    expect(await mask(item)).toEqual({
      email: { S: "test+08111aa304393559@example.com" },
      profile: {
        M: {
          email: { S: "test+08111aa304393559@example.com" },
          notes: { L: [{ S: "XXXX XXX" }, { N: "1.10" }, { M: { ssn: { S: "XXX-XX-6789" } } }] },
        },
      },
      status: { S: "open" },
    });
  });

  it("leaves numbers as they are written, unless their name is personal", async () => {
    expect(await mask({ n: { N: "12345678901234567890.10" }, phone: { N: "5550100" }, ok: { BOOL: true }, none: { NULL: true } })).toEqual({
      n: { N: "12345678901234567890.10" },
      phone: { NULL: true },
      ok: { BOOL: true },
      none: { NULL: true },
    });
  });

  it("empties binary values, and writes equal members of a set once", async () => {
    expect(await mask({ b: { B: "aGVsbG8=" }, bs: { BS: ["aGVsbG8="] }, ss: { SS: ["ab", "cd", "e"] }, ns: { NS: ["1", "2"] } })).toEqual({
      b: { B: "" },
      bs: { NULL: true },
      ss: { SS: ["XX", "X"] },
      ns: { NS: ["1", "2"] },
    });
  });

  it("makes what a rule nulls a NULL", async () => {
    expect(await mask({ a: { S: "x" }, n: { N: "5" }, l: { L: [{ S: "y" }] } }, { a: "{{null}}", n: "{{null}}", l: "{{null}}" })).toEqual({
      a: { NULL: true },
      n: { NULL: true },
      l: { L: [{ NULL: true }] },
    });
  });

  it("keys undeclared key attributes, and only the table's own", async () => {
    const masked = await mask({ pk: { S: "CUSTOMER#ana" }, sk: { N: "17" }, inner: { M: { pk: { S: "ana" } } } }, {}, [
      { name: "pk", type: "S" },
      { name: "sk", type: "N" },
    ]);
    expect(masked).toEqual({ pk: { S: expect.stringMatching(/^[0-9a-f]{16}$/) }, sk: { N: "17" }, inner: { M: { pk: { S: "XXX" } } } });
    expect((await mask({ pk: { S: "CUSTOMER#ana" } }, {}, [{ name: "pk", type: "S" }])).pk).toEqual(masked.pk);
  });

  it("masks composite keys by their rule as the plain attribute", async () => {
    const rules = { pk: "{{part:#:1|keep}}#test+{{part:#:2|hash}}@example.com" };
    expect(await mask({ pk: { S: "CUSTOMER#ana.lopez@corp.example" } }, rules, [{ name: "pk", type: "S" }])).toEqual({
      pk: { S: "CUSTOMER#test+08111aa304393559@example.com" },
    });
  });

  it("holds the service where no masking fits a key", async () => {
    await expect(mask({}, {}, [{ name: "pk", type: "B" }])).rejects.toThrow(HoldError);
    await expect(mask({}, { pk: "{{null}}" }, [{ name: "pk", type: "S" }])).rejects.toThrow(HoldError);
    await expect(mask({}, { rules: {}, on_undeclared: "hold" }, [{ name: "pk", type: "S" }])).rejects.toThrow(HoldError);
  });

  it.each([
    '{"Other":{}}',
    '{"Item":{"a":{}}}',
    '{"Item":{"a":{"S":"x","N":"1"}}}',
    '{"Item":{"a":{"Q":"x"}}}',
    '{"Item":{"a":"x"}}',
    '{"Item":{}} x',
    "{}",
    '{"Item":{"a":{"S":5}}}',
    '{"Item":{"a":{"N":"ana"}}}',
    '{"Item":{"a":{"NS":["1","x"]}}}',
    '{"Item":{"a":{"BOOL":null}}}',
    '{"Item":{"a":{"S":"x"}},"Item":{}}',
    '{"Item":{"a":{"S":"x"}',
    `{"Item":{"a":${'{"L":['.repeat(600)}`,
  ])("is refused with a line like %s", async (line) => {
    await expect(maskText("dynamodb", line, { a: "{{keep}}" })).rejects.toThrow(FormatError);
  });

  it("is masked by conditions on another attribute of the same item", async () => {
    const rules = { "accounts.data[pk=CUSTOMER#*]": "{{hash}}", "accounts.data[pk=ORDER#*]": "{{keep}}", pk: "{{keep}}" };
    const items = ["CUSTOMER#1", "ORDER#1", "OTHER", "CUSTOMER#2", "ORDER#2"].map((pk) =>
      JSON.stringify({ Item: { data: { S: "ana" }, pk: { S: pk } } }),
    );
    const masked = (await maskText("dynamodb", `${items.join("\n")}\n`, rules))
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).Item.data.S);
    expect(masked).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), "ana", "XXX", masked[0], "ana"]);
  });

  it("tells each item's masked key, equal keys alike however they are written", async () => {
    const found: string[] = [];
    const lines = [
      '{"Item":{"pk":{"S":"a\\u00e9"},"sk":{"N":"1"},"x":{"S":"y"}}}',
      '{ "Item" : { "sk":{"N":"1"} , "pk" : { "S" : "aé" } } }',
    ];
    await outcomeOf(
      "dynamodb",
      [lines.join("\n")],
      { pk: "{{keep}}" },
      { masked: { names: ["pk", "sk"], onKey: (key) => found.push(key) } },
    );
    await outcomeOf(
      "dynamodb",
      [lines.join("\n")],
      { pk: "{{hash}}" },
      { masked: { names: ["pk", "sk"], onKey: (key) => found.push(key) } },
    );
    expect(found[0]).toBe('[{"S":"aé"},{"N":"1"}]');
    expect(found[1]).toBe(found[0]);
    expect(found[2]).toMatch(/^\[\{"S":"[0-9a-f]{16}"\},\{"N":"1"\}\]$/);
    expect(found[3]).toBe(found[2]);
  });

  it("stays as it is written outside what is masked", async () => {
    const text =
      '\ufeff{ "Item" :{"a" : {"S":"caf\\u00e9 \\/"},\t"n":{"N":"12345678901234567890.10"}, "m":{"M":{}},"l":{"L":[ ]},"a":{"S":"ü"}} }\r\n\n{"Item":{}}';
    expect(await maskText("dynamodb", text, { a: "{{keep}}" })).toBe(text);
  });
});
