/** DynamoDB export lines: all types at any depth, keys, sets, and what becomes NULL. */
import { FormatError, HoldError, maskDynamoLine } from "../../handlers/masking/formats/index.ts";
import { fieldsOf, seedRules } from "./support/fields.ts";

const mask = (
  item: object,
  rules: object = seedRules,
  keyAttributes: { name: string; type: "S" | "N" | "B" }[] = [],
): Record<string, unknown> =>
  JSON.parse(maskDynamoLine(JSON.stringify({ Item: item }), fieldsOf(rules, { store: "attribute", keyAttributes }))).Item;

describe("maskDynamoLine", () => {
  it("masks declared attributes and redacts others, at any depth", () => {
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
    expect(mask(item)).toEqual({
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

  it("leaves numbers as they are written, unless their name is personal", () => {
    expect(mask({ n: { N: "12345678901234567890.10" }, phone: { N: "5550100" }, ok: { BOOL: true }, none: { NULL: true } })).toEqual({
      n: { N: "12345678901234567890.10" },
      phone: { NULL: true },
      ok: { BOOL: true },
      none: { NULL: true },
    });
  });

  it("empties binary values, and writes equal members of a set once", () => {
    expect(mask({ b: { B: "aGVsbG8=" }, bs: { BS: ["aGVsbG8="] }, ss: { SS: ["ab", "cd", "e"] }, ns: { NS: ["1", "2"] } })).toEqual({
      b: { B: "" },
      bs: { NULL: true },
      ss: { SS: ["XX", "X"] },
      ns: { NS: ["1", "2"] },
    });
  });

  it("makes what a rule nulls a NULL", () => {
    expect(mask({ a: { S: "x" }, n: { N: "5" }, l: { L: [{ S: "y" }] } }, { a: "{{null}}", n: "{{null}}", l: "{{null}}" })).toEqual({
      a: { NULL: true },
      n: { NULL: true },
      l: { L: [{ NULL: true }] },
    });
  });

  it("keys undeclared key attributes, and only the table's own", () => {
    const masked = mask({ pk: { S: "CUSTOMER#ana" }, sk: { N: "17" }, inner: { M: { pk: { S: "ana" } } } }, {}, [
      { name: "pk", type: "S" },
      { name: "sk", type: "N" },
    ]);
    expect(masked).toEqual({ pk: { S: expect.stringMatching(/^[0-9a-f]{16}$/) }, sk: { N: "17" }, inner: { M: { pk: { S: "XXX" } } } });
    expect(mask({ pk: { S: "CUSTOMER#ana" } }, {}, [{ name: "pk", type: "S" }]).pk).toEqual(masked.pk);
  });

  it("masks composite keys by their rule as the plain attribute", () => {
    const rules = { pk: "{{part:#:1|keep}}#test+{{part:#:2|hash}}@example.com" };
    expect(mask({ pk: { S: "CUSTOMER#ana.lopez@corp.example" } }, rules, [{ name: "pk", type: "S" }])).toEqual({
      pk: { S: "CUSTOMER#test+08111aa304393559@example.com" },
    });
  });

  it("holds the service where no masking fits a key", () => {
    expect(() => mask({}, {}, [{ name: "pk", type: "B" }])).toThrow(HoldError);
    expect(() => mask({}, { pk: "{{null}}" }, [{ name: "pk", type: "S" }])).toThrow(HoldError);
    expect(() => mask({}, { rules: {}, on_undeclared: "hold" }, [{ name: "pk", type: "S" }])).toThrow(HoldError);
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
  ])("refuses %s", (line) => {
    expect(() => maskDynamoLine(line, fieldsOf({ a: "{{keep}}" }))).toThrow(FormatError);
  });
});
