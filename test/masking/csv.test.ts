/** CSV: written forms stay, nothing undeclared passes, records may be cut anywhere, dialects are known. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { type CsvDialect, FormatError } from "../../handlers/masking/formats/index.ts";
import { maskText, outcomeOf, piecesOf, seedRules } from "./support/fields.ts";

const mask = (text: string, rules: object = seedRules, csv: CsvDialect = {}): Promise<string> => maskText("csv", text, rules, { csv });

describe("CSV", () => {
  it("keeps quoting, separators and line ends", async () => {
    const other = (await mask("email\na@b.c")).slice("email\n".length);
    expect(await mask('\ufeffemail;"note";status\r\nana.lopez@corp.example;"He said ""no"";\nthen 5";open\r\n"a@b.c";;"x"')).toBe(
      `\ufeffemail;"note";status\r\ntest+08111aa304393559@example.com;"XX XXXX ""XX"";\nXXXX X";open\r\n"${other}";;"x"`,
    );
  });

  it("quotes a masked field that needs it, and writes null as nothing", async () => {
    expect(await mask('a,b\nx,"y"\n', { a: 'one,"two"', b: "{{null}}" })).toBe('a,b\n"one,""two""",\n');
  });

  it("masks everything when the first row is no header, and knows columns by number", async () => {
    expect(await mask("ana@corp.example,5\nbob@corp.example,7\n", { "accounts.2": "{{keep}}" })).toBe(
      "XXX@XXXX.XXXXXXX,5\nXXX@XXXX.XXXXXXX,7\n",
    );
    expect(await mask("ana@corp.example,5\n", { "column 2": "{{keep}}" })).toBe("XXX@XXXX.XXXXXXX,5\n");
  });

  it("takes a row of words for data unless its words name columns, and believes what it is told", async () => {
    expect(await mask("Ana,Lopez,London\nBob,Jones,Leeds\n", {})).toBe("XXX,XXXXX,XXXXXX\nXXX,XXXXX,XXXXX\n");
    expect(await mask("Ana,Lopez\nBob,Jones\n", {}, { header: true })).toBe("Ana,Lopez\nXXX,XXXXX\n");
    expect(await mask("email,status\nx,y\n", seedRules, { header: false })).toBe("XXXXX,XXXXXX\nX,X\n");
    expect(await mask("signup_channel,plan\nweb,free\n", { plan: "{{keep}}" })).toBe("signup_channel,plan\nXXX,free\n");
  });

  it.each([
    [",", "email,status\na@b.c,open\n"],
    [";", "email;status\na@b.c;open\n"],
    ["\t", "email\tstatus\na@b.c\topen\n"],
    ["|", "email|status\na@b.c|open\n"],
  ])("finds the delimiter %j", async (delimiter, text) => {
    expect(await mask(text, { ...seedRules, email: "X" })).toBe(`email${delimiter}status\nX${delimiter}open\n`);
  });

  it("knows other quotes, escapes, and texts without quotes", async () => {
    expect(await mask("email,status\n'a@b,c','it''s'\n", { ...seedRules, email: "it's,{{redact}}" }, { quote: "'" })).toBe(
      "email,status\n'it''s,X@X,X','it''s'\n",
    );
    expect(
      await mask('email,note,status\n"a\\"b","x\\\\",open\n', { ...seedRules, email: 'a"\\', note: "{{redact}}" }, { escape: "\\" }),
    ).toBe('email,note,status\n"a\\"\\\\","X\\\\",open\n');
    expect(await mask('email\tstatus\n5"\t"open\n', seedRules, { quote: "", delimiter: "\t" })).toMatch(
      /^email\tstatus\ntest\+\w+@example.com\t"open\n$/,
    );
    await expect(mask("email\tstatus\nx\ty\n", { email: "a\tb" }, { quote: "", delimiter: "\t" })).rejects.toThrow(FormatError);
    await expect(mask("a", {}, { delimiter: "\n" })).rejects.toThrow(RangeError);
  });

  it("reads another column of the same row before masking, and conditions on it", async () => {
    const rules = { born: "{{date:90:customer_id}}", customer_id: "{{hash}}" };
    const [, a, b] = (await mask("born,customer_id\n2024-01-01,c-77\n2024-01-11,c-77\n", rules)).split("\n");
    expect(Date.parse((b ?? "").slice(0, 10)) - Date.parse((a ?? "").slice(0, 10))).toBe(10 * 86_400_000);
    expect(await mask("kind,value\nplan,free\nmail,ana\n", { "accounts.value[kind=plan]": "{{keep}}", kind: "{{keep}}" })).toBe(
      "kind,value\nplan,free\nmail,XXX\n",
    );
  });

  it.each([
    ['a,b\n"x', 1, "does not end"],
    ['a,b\n1,2\n"x"y,z\n', 2, "follows a quoted"],
    ['a,b\n1,2\nx"y,2\n', 2, "does not begin it"],
    ["a,b\n1,2\n1,2,3\n", 2, "has 3 fields where the first has 2"],
    ["a,b\n1,2\n3\n", 2, "has 1 fields where the first has 2"],
    ["a,b\n1,2\na,b\n", 2, "stands here again"],
    ["a,b\n1,2\n1,\u0000\n", 2, "NUL"],
    ['a,b\n1,2\n1,"\u0000"\n', 2, "NUL"],
    ["a,b\n1,x\ry\n", 1, "carriage return"],
    ["a,a\n1,2\n", undefined, "column 2 the name of column 1"],
  ])("refuses %j with the record, and writes what came before", async (text, record, problem) => {
    const { text: out, error } = await outcomeOf("csv", [text], { a: "{{keep}}", b: "{{keep}}" });
    expect(error).toBeInstanceOf(FormatError);
    expect((error as FormatError).message).toContain(problem);
    if (record !== undefined) expect((error as FormatError).record).toBe(record);
    expect(text.startsWith(out)).toBe(true);
    expect(out.split("\n").length - 1).toBe(record ?? 0);
  });

  it("passes over empty lines, and takes a text without a record", async () => {
    expect(await mask("email\n\n\r\na@b.c\n\n", { email: "X" })).toBe("email\n\n\r\nX\n\n");
    for (const text of ["", "\n", "\ufeff", "email", "email\n"]) expect(await mask(text)).toBe(text);
  });

  it("is lossless with everything kept, masks all otherwise, and does not mind where the text is cut", async () => {
    const cell = fc
      .tuple(fc.stringMatching(/^[a-zé😀0-9 .;'-]{0,8}$/u), fc.constantFrom("", '""', ",", "\n", "\r\n"))
      .map(([text, odd]) => (odd === "" ? text : `"${text}${odd}"`));
    const table = fc.array(
      fc.tuple(cell, cell, cell).map((cells) => cells.join(",")),
      { minLength: 1, maxLength: 6 },
    );
    const keep = { first: "{{keep}}", second: "{{keep}}", third: "{{keep}}" };
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("\n", "\r\n"), fc.integer({ min: 1, max: 20 }), async (rows, end, size) => {
        const text = ["first,second,third", ...rows].join(end) + end;
        expect((await outcomeOf("csv", piecesOf(text, size), keep)).text).toBe(text);
        const masked = (await outcomeOf("csv", piecesOf(text, size), {})).text;
        const [, ...after] = parse(masked, { relax_column_count: true });
        const [, ...before] = parse(text, { relax_column_count: true });
        expect(after.map((row: string[]) => row.length)).toEqual(before.map((row: string[]) => row.length));
        for (const field of after.flat()) expect(field).not.toMatch(/[A-WYZa-z0-9é]/);
      }),
      { numRuns: 500 },
    );
  });
});
