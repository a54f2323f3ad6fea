import { parseArray } from "../../local/aws/rds-data/sql/array-literal.ts";
import { bindParameters } from "../../local/aws/rds-data/sql/bind.ts";
import { namedParameters } from "../../local/aws/rds-data/sql/named-parameters.ts";

const names = (sql: string): readonly string[] => namedParameters(sql).map(({ name }) => name);

describe("named parameters", () => {
  it.each([
    ["select :a, :b_2", ["a", "b_2"]],
    ["select ':a', 'it''s :b', :c", ["c"]],
    ["select E'it\\'s :a', :b", ["b"]],
    ["select e'\\\\', :b", ["b"]],
    ["select 'a\\', :b", ["b"]],
    ["select name'x\\', :b", ["b"]],
    ['select ":a" from ":b""c:d" where x = :e', ["e"]],
    ["select $$:a$$, $t$ :b $$ :c $t$, :d", ["d"]],
    ["select a$b$c, :d", ["d"]],
    ["select $1, :d", ["d"]],
    ["select 1 -- :a\n, :b", ["b"]],
    ["select /* :a /* :b */ :c */ :d", ["d"]],
    ["select :a::int, b::text, c :: text", ["a"]],
    ["select x[1:2], x[:a::int:3]", ["a"]],
    ["call f(a := 1, b := :b)", ["b"]],
    ["select :1, : a", []],
    ["select 'unterminated :a", []],
    ["select /* unterminated :a", []],
    ["select $x$ unterminated :a", []],
    ["", []],
  ])("%s", (sql, expected) => {
    expect(names(sql)).toEqual(expected);
  });

  it("reads a long text in linear time", () => {
    const start = Date.now();
    for (const piece of ["$a", "/*", "E'\\", ":a", "'", "--", '"', "$a$b"]) namedParameters(piece.repeat(30_000));
    expect(Date.now() - start).toBeLessThan(2000);
  });
});

describe("binding", () => {
  const bind = (value: unknown, typeHint?: string) => bindParameters("select :a", [{ name: "a", value, typeHint }]);

  it.each([
    [{ stringValue: "x" }, undefined, "select $1::varchar", "x"],
    [{ longValue: 5 }, undefined, "select $1::int8", "5"],
    [{ longValue: "9007199254740993" }, undefined, "select $1::int8", "9007199254740993"],
    [{ doubleValue: 1.5 }, undefined, "select $1::float8", "1.5"],
    [{ booleanValue: false }, undefined, "select $1::bool", "false"],
    [{ blobValue: "AAE=" }, undefined, "select $1::bytea", Buffer.from([0, 1])],
    [{ isNull: true }, undefined, "select $1", null],
    [{ isNull: true }, "UUID", "select $1", null],
    [{ stringValue: "{}" }, "JSON", "select $1::jsonb", "{}"],
    [{ stringValue: "x" }, "UUID", "select $1::uuid", "x"],
    [{ stringValue: "x" }, "TIMESTAMP", "select $1::timestamp", "x"],
    [{ stringValue: "x" }, "DATE", "select $1::date", "x"],
    [{ stringValue: "x" }, "TIME", "select $1::time", "x"],
    [{ stringValue: "1.10" }, "DECIMAL", "select $1::numeric", "1.10"],
  ])("%j with hint %s", (value, typeHint, text, bound) => {
    expect(bind(value, typeHint)).toEqual({ text, values: [bound] });
  });

  it("binds a name once, and leaves out what the text does not use", () => {
    const parameters = ["a", "b", "c"].map((name, index) => ({ name, value: { longValue: index } }));
    expect(bindParameters("select :b, :a, :b", parameters)).toEqual({ text: "select $1::int8, $2::int8, $1::int8", values: ["1", "0"] });
  });

  it.each([
    [{ arrayValue: { longValues: [1] } }, undefined, "Array parameters are not supported"],
    [{ stringValue: "x" }, "MONEY", "Unknown typeHint"],
    [{ longValue: 1.5 }, undefined, "no whole number"],
    [{}, undefined, "exactly one member"],
    [{ stringValue: "secret", longValue: 1 }, undefined, "exactly one member"],
  ])("refuses %j with hint %s", (value, typeHint, message) => {
    expect(() => bind(value, typeHint)).toThrow(message);
  });

  it("refuses a name without a parameter", () => {
    expect(() => bindParameters("select :a, :b", [{ name: "a", value: { longValue: 1 } }])).toThrow("Cannot find parameter: b");
  });
});

describe("array literals", () => {
  it.each([
    ["{}", []],
    ["{1,2}", ["1", "2"]],
    ['{a,NULL,"NULL","x,y","q\\"\\\\"}', ["a", null, "NULL", "x,y", 'q"\\']],
    [
      "{{1,2},{3,4}}",
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
    ["[0:1]={7,8}", ["7", "8"]],
  ])("%s", (literal, expected) => {
    expect(parseArray(literal)).toEqual(expected);
  });

  it.each(["", "{", '{"a', "{a"])("refuses %j", (literal) => {
    expect(() => parseArray(literal)).toThrow();
  });
});
