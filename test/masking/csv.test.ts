/** CSV and streams: written forms stay, nothing undeclared passes, records may be cut anywhere. */
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { CsvMasker, csvTransform, FormatError, lineTransform, maskJsonLine } from "../../handlers/masking/formats/index.ts";
import { fieldsOf, seedRules } from "./support/fields.ts";

const mask = (text: string, rules: object = seedRules): string => {
  const masker = new CsvMasker(fieldsOf(rules, { store: "csv" }));
  return masker.push(text) + masker.end();
};

describe("CsvMasker", () => {
  it("keeps quoting, separators and line ends", () => {
    const other = mask("email\na@b.c").slice("email\n".length);
    expect(mask('\ufeffemail;"note";status\r\nana.lopez@corp.example;"He said ""no"";\nthen 5";open\r\n"a@b.c";;"x"')).toBe(
      `\ufeffemail;"note";status\r\ntest+08111aa304393559@example.com;"XX XXXX ""XX"";\nXXXX X";open\r\n"${other}";;"x"`,
    );
  });

  it("quotes a masked field that needs it, and writes null as nothing", () => {
    expect(mask("a,b\nx,y\n", { a: 'one,"two"', b: "{{null}}" })).toBe('a,b\n"one,""two""",\n');
  });

  it("masks everything when the first row is no header", () => {
    expect(mask("ana@corp.example,5\nbob@corp.example,7\n", { "column 2": "{{keep}}" })).toBe("XXX@XXXX.XXXXXXX,5\nXXX@XXXX.XXXXXXX,7\n");
    expect(mask("a,a\nx,y\n", {})).toBe("X,X\nX,X\n");
  });

  it("trusts no name in a row of another width than the header", () => {
    expect(mask("email,status\na@b.c,open,more\nopen\n", { email: "{{hash}}", status: "{{keep}}" })).toBe(
      "email,status\nX@X.X,XXXX,XXXX\nXXXX\n",
    );
  });

  it.each(['a,b\n"x', 'a,b\n"x"y,z\n', 'a\nx"y\nz"w\n'])("refuses %j", (text) => {
    expect(() => mask(text, { a: "{{keep}}", b: "{{keep}}" })).toThrow(FormatError);
  });

  it("is lossless with everything kept, masks all otherwise, and does not mind where the text is cut", () => {
    const cell = fc
      .tuple(fc.stringMatching(/^[a-zé0-9 .;'-]{0,8}$/), fc.constantFrom("", '""', ",", "\n", "\r\n"))
      .map(([text, odd]) => (odd === "" ? text : `"${text}${odd}"`));
    const table = fc.array(
      fc.tuple(cell, cell, cell).map((cells) => cells.join(",")),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(table, fc.constantFrom("\n", "\r\n"), fc.nat(), (rows, end, cut) => {
        const text = ["first,second,third", ...rows].join(end) + end;
        expect(mask(text, { first: "{{keep}}", second: "{{keep}}", third: "{{keep}}" })).toBe(text);
        const masker = new CsvMasker(fieldsOf({}, { store: "csv" }));
        const at = cut % text.length;
        const masked = masker.push(text.slice(0, at)) + masker.push(text.slice(at)) + masker.end();
        const [, ...after] = parse(masked, { relax_column_count: true });
        const [, ...before] = parse(text, { relax_column_count: true });
        expect(after.map((row: string[]) => row.length)).toEqual(before.map((row: string[]) => row.length));
        for (const field of after.flat()) expect(field).not.toMatch(/[A-WYZa-z0-9é]/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("streams", () => {
  const through = async (chunks: Buffer[], transform: NodeJS.ReadWriteStream): Promise<string> =>
    (await buffer(Readable.from(chunks).pipe(transform))).toString("utf8");

  it("mask lines and rows that are cut anywhere, within a character too", async () => {
    const text = '{"a":"é😀"}\r\n\n{"b":"ü"}';
    const bytes = Buffer.from(text);
    for (let at = 1; at < bytes.length; at++) {
      const fields = fieldsOf({});
      const masked = await through(
        [bytes.subarray(0, at), bytes.subarray(at)],
        lineTransform((line) => maskJsonLine(line, fields)),
      );
      expect(masked).toBe('{"a":"XX"}\r\n\n{"b":"X"}');
    }
    expect(await through([Buffer.from("a,b\nx,"), Buffer.from("y\n")], csvTransform(fieldsOf({}, { store: "csv" })))).toBe("a,b\nX,X\n");
  });

  it("fail with the line, and for what is not UTF-8", async () => {
    const read = (bytes: Buffer): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const transform = lineTransform((line) => maskJsonLine(line, fieldsOf({})));
        transform.on("error", reject).on("end", resolve).resume();
        transform.end(bytes);
      });
    await expect(read(Buffer.from('{"a":"x"}\n{"a"\n'))).rejects.toThrow(/^Line 2: /);
    await expect(read(Buffer.from([0x22, 0xe9, 0x22, 0x0a]))).rejects.toThrow("not UTF-8");
  });
});
