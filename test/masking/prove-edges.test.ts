/** The prover's own reading of masking/v1 at the edge of every step: it gives what the engine gives, and the same room. */
import { compileTemplate, parseTemplate, room } from "../../handlers/masking/engine/index.ts";
import { isKept, isRedacted, resultOf, roomOf, shownBy, type Template } from "../../handlers/masking/prove/definition/index.ts";
import { keys } from "./support/fields.ts";

const lists = new Map([
  ["two", ["Oak", "Ash"]],
  ["three", ["Oak", "Ash", "Elm"]],
]);
const given = { keys, lists };

const steps = [
  ...["trim", "lower", "upper", "nfc", "digits", "local", "domain", "part:#:1", "part:#:2", "part:@:-1", "part:::2", "keep"],
  ...["hash", "hash:8", "hash:64:d", "first:1", "first:3", "last:1", "last:4", "redact", "format", "format:d", "perm", "perm:nz"],
  ...["int:0:1", "int:1:2", "int:1:3", "int:-5:100000", "uuid", "ip", "date:1", "date:2", "date:36500", "year", "card", "card:4", "iban"],
  ...["pick:two", "pick:three"],
];
const characters = Array.from({ length: 0x100 }, (_, i) => String.fromCharCode(i + 1));
const digits = (count: number): string => "4912345678901234567890123456789012".slice(0, count);
const countries = Array.from({ length: 80 }, (_, i) => `NZ${10 + (i % 90)}Z${String(i).padStart(3, "0")}ABCDEFGH${i}`);
const values = [
  ...characters,
  ...characters.map((character) => `a${character}9`),
  ...Array.from({ length: 90 }, (_, i) => String(10 + i)),
  ...["1", "2", "3", "0", "-1", "Oak", "Ash", "Elm", "Ana", "ANA", "ŁÖ\u0141", "a\u0301", "😀b", "XXX", "X-Y W"],
  ...["@", "@a", "a@", "a@b", "a@b@c", "a#b", "#a", "a#", "a:b", ":a", " a b ", "\t\r\n a\t\r\n", " ", "aBcD efGh", "AbCd"],
  ...[1, 2, 11, 12, 16, 19, 20, 30, 31].map(digits),
  ...[12, 16, 30].flatMap((count) => [`x${digits(count)}`, `${digits(count)}x`, `+${digits(count)}`, `0${digits(count)}`]),
  ...["2024-02-29", "2023-02-29", "2024-02-30", "2024-01-01T10:00", "x2024-01-01", "2024-1-01", "0000-01-01", "0001-01-01", "0001-01-02"],
  ...["9999-12-31", "9999-12-30", "2020-05-05", "2020-05-06", "2020-05-07", "2020-05-08", "1999-12-31 ", "12024-01-01"],
  ...[10, 11, 30, 31].map((count) => `DE89${digits(count)}`),
  ...[
    "DE89370400440532013000",
    "de89 3704 0044 0532 0130 00",
    "xDE89370400440532013000",
    "DE89370400440532013000-",
    "D189370400440532013000",
  ],
  ...countries,
  ...["10.0.0.1", "::1", "FE80::1", "01234567-89AB-4CDE-8FAB-0123456789AB", "long ".repeat(30), "é".repeat(70)],
];

describe("at its edges", () => {
  it.each(steps)("%s gives what the engine gives", (step) => {
    const template = parseTemplate(`{{${step}}}`);
    const mask = compileTemplate(template, given);
    const prove = { ...given, row: (field: string) => `row of ${field}` };
    expect(values.map((value) => `${value} → ${resultOf(template, value, prove)}`)).toEqual(
      values.map((value) => `${value} → ${mask(value)}`),
    );
  });

  it.each(steps)("%s has the room that the engine gives it", (step) => {
    const template = parseTemplate(`{{${step}}}`);
    const bits = roomOf(template, given);
    const rooms = values.map((value) => `${value}: ${room(template, value, lists).toFixed(9)}`);
    expect(values.map((value) => `${value}: ${bits(value).toFixed(9)}`)).toEqual(rooms);
  });

  it("a room is that of the narrowest step, none where nothing is left, and of different pipelines together", () => {
    const bits = (template: string, value: string): number => roomOf(parseTemplate(template), given)(value);
    expect(bits("{{hash|first:3}}", "abc")).toBe(0);
    expect(bits("{{digits|hash|uuid}}", "a1")).toBe(64);
    expect(bits("{{digits|hash}}", "abc")).toBe(0);
    expect(bits("{{hash:8}}-{{uuid}}-{{hash:8}}", "a")).toBe(32 + 122);
    expect(bits("{{null}}", "a")).toBe(0);
  });

  it("a step that masking/v1 has not is refused, also one that every object has", () => {
    const template: Template = {
      ...parseTemplate("{{hash}}"),
      parts: [{ kind: "pipeline", start: 0, end: 1, steps: [{ name: "toString", args: [] }] }] as unknown as Template["parts"],
    };
    expect(() => resultOf(template, "a", given)).toThrow('The prover has no definition of the step "toString".');
  });
});

describe("what a template says of a value", () => {
  it.each([
    ["{{keep}}", true],
    ["a{{keep}}b", true],
    ["{{trim|keep}}", true],
    ["{{keep}}{{hash}}", false],
    ["{{null}}", false],
    ["{{trim}}", false],
    ["constant", false],
  ])("%s keeps it: %s", (template, kept) => {
    expect(isKept(parseTemplate(template))).toBe(kept);
  });

  it.each([
    ["{{part:#:1}}#{{part:#:2|hash}}", ["C", "#"]],
    ["{{hash}}", []],
    ["{{null}}", []],
    ["x{{keep}}", ["x", "C#ana"]],
  ])("%s shows %j", (template, shown) => {
    expect([...shownBy(parseTemplate(template), "C#ana", given)]).toEqual(shown);
  });

  it("nothing is left to redact but X and ASCII marks", () => {
    const left = characters.filter(isRedacted).join("");
    expect(left).toBe(characters.filter((character) => /^[^A-WYZa-z0-9\u0080-\uffff]$/.test(character)).join(""));
    expect(isRedacted("")).toBe(true);
    expect(isRedacted("XX-Xa")).toBe(false);
    expect(isRedacted("aXX")).toBe(false);
  });
});
