/** The tables over the steps, the room that a step leaves a value, and who is told of values outside a step's domain. */
import { effects } from "../../handlers/masking/engine/describe/effects.ts";
import { compileTemplate, deriveKeys, parseTemplate, room, stepNames } from "../../handlers/masking/engine/index.ts";
import { steps } from "../../handlers/masking/engine/steps/index.ts";

const keys = deriveKeys(new Uint8Array(32));

describe("the steps", () => {
  it("are 23, and null", () => {
    expect(stepNames).toHaveLength(23);
  });

  it("stand in every table over them, and no others", () => {
    expect(Object.keys(steps)).toEqual(stepNames);
    expect(Object.keys(effects)).toEqual(stepNames);
  });

  it("can't be missing from a table, or stand in it alone", () => {
    const { hash, ...others } = steps;
    // @ts-expect-error: a table without `hash` does not compile.
    const lacking: typeof steps = others;
    // @ts-expect-error: a table with a step that the language does not know does not compile.
    const more: typeof steps = { ...others, hash, rot13: hash };
    expect([Object.keys(lacking).length, Object.keys(more).length]).toEqual([22, 24]);
  });
});

describe("the room of a value", () => {
  const letter = Math.log2(25);
  const digit = Math.log2(9);
  const lists = new Map([["four", ["a", "b", "c", "d"]]]);

  it.each<[string, string, number]>([
    ["{{hash}}", "a", 64],
    ["{{hash:9}}", "a", 36],
    ["{{format}}", "azAZ09-é", 4 * letter + 2 * digit],
    ["{{format}}", "@[`{/:", 0],
    ["{{perm}}", "1234", 4 * Math.log2(10)],
    ["{{perm:nz}}", "1234", digit + 3 * Math.log2(10)],
    ["{{perm:nz}}", "0234", 4 * digit],
    ["{{perm}}", "1", digit],
    ["{{perm}}", "12a", 2 * digit + letter],
    ["{{pick:four}}", "x", 2],
    ["{{int:1:1024}}", "x", 10],
    ["{{int:-1:2}}", "x", 2],
    ["{{uuid}}", "x", 122],
    ["{{ip}}", "1.2.3.4", 24],
    ["{{ip}}", "::1", 96],
    ["{{date:64}}", "2024-02-03", 7],
    ["{{date:64}}", "2024-02-30", 8 * digit],
    ["{{year}}", "2024-02-03", 0],
    ["{{year}}", "n/a", 2 * letter],
    ["{{card}}", "4111 1111 1111 1111", 9 * Math.log2(10)],
    ["{{card:4}}", "411111111111", 10 * Math.log2(10)],
    ["{{card}}", "4111", 4 * digit],
    ["{{iban}}", "gb82 west 1234 5698", 4 * letter + 8 * digit],
    ["{{iban}}", "gb82", 2 * letter + 2 * digit],
    ["{{redact}}", "abcdefghijklmnop", 0],
    ["{{first:4}}", "abcdefghijklmnop", 0],
    ["{{last:4}}", "abcdefghijklmnop", 0],
    ["{{local|format}}", "ab@c", 2 * letter],
    ["{{format}}{{hash}}", "ab", 2 * letter + 64],
    ["{{hash:8}}{{hash:8}}", "ab", 32],
    ["{{format|hash}}", "ab", 2 * letter],
    ["{{domain|hash}}", "ab", 0],
    ["{{keep}}", "ab", 0],
    ["{{lower}}", "ab", 0],
    ["x", "ab", 0],
    ["{{null}}", "ab", 0],
  ])("of %s for %s", (template, value, bits) => {
    expect(room(parseTemplate(template), value, lists)).toBeCloseTo(bits, 9);
  });

  it("is nothing for a list that is not there", () => {
    expect(room(parseTemplate("{{pick:nobody}}"), "a")).toBe(0);
  });
});

describe("a value outside a step's domain", () => {
  it.each<[string, string, readonly string[]]>([
    ["{{card}}", "n/a", ["card"]],
    ["{{card}}", "4111111111111111", []],
    ["{{iban}}", "n/a", ["iban"]],
    ["{{perm}}", "n/a", ["perm"]],
    ["{{year}}", "n/a", ["year"]],
    ["{{date:3}}", "n/a", ["date"]],
    ["{{date:36500}}", "9999-12-31", ["date"]],
    ["{{date:36500}}", "2024-01-01", []],
    ["{{format}}", "n/a", []],
    ["{{card|date:3}}", "n/a", ["card", "date"]],
  ])("of %s: %s", (template, value, told) => {
    const seen: string[] = [];
    compileTemplate(parseTemplate(template), { keys: deriveKeys(new Uint8Array(32).fill(3)), onFallback: (step) => seen.push(step) })(
      value,
    );
    expect(seen).toEqual(told);
  });

  it("is masked as format does, and nobody need be told", () => {
    const format = compileTemplate(parseTemplate("{{format}}"), { keys });
    for (const step of ["card", "iban", "perm", "year", "date:3"])
      expect(compileTemplate(parseTemplate(`{{${step}}}`), { keys })("n/a 1")).toBe(format("n/a 1"));
  });
});

describe("a list", () => {
  it("needs two items", () => {
    const compile = (items: string[]) => () => compileTemplate(parseTemplate("{{pick:l}}"), { keys, lists: new Map([["l", items]]) });
    expect(compile(["a"])).toThrow(RangeError);
    expect(compile(["a", "b"])).not.toThrow();
    expect(() => compileTemplate(parseTemplate("{{pick:l}}"), { keys })).toThrow(RangeError);
  });
});
