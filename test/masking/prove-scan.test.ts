/** The scanners: every text with its place and kind, at once and wherever the pieces of a stream end; what is not of its form is refused. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import {
  JsonScanner,
  type Look,
  Place,
  ScanError,
  type StreamForm,
  scanCsv,
  scanParquet,
  scanStream,
  scanValue,
} from "../../handlers/masking/prove/index.ts";
import { separatorOf } from "../../handlers/masking/prove/scan/csv-rows.ts";

/** Gives what a scanner saw, as `place kind text`. */
function seeing(): { readonly seen: string[]; readonly look: Look } {
  const seen: string[] = [];
  return { seen, look: (place, text, kind) => void seen.push(`${place.names.join(".")} ${kind} ${text}`) };
}

function jsonOf(pieces: readonly string[], form: "json" | "dynamodb" = "json"): string[] {
  const { seen, look } = seeing();
  const scanner = new JsonScanner(Place.root(form), look);
  for (const piece of pieces) scanner.push(piece);
  scanner.end();
  return seen;
}

async function csvOf(pieces: readonly string[]): Promise<{ rows: number; seen: string[]; numbers: (number | undefined)[] }> {
  const { seen, look } = seeing();
  const numbers: (number | undefined)[] = [];
  const both: Look = (place, text, kind) => {
    look(place, text, kind);
    numbers.push(place.number);
  };
  const rows = await scanCsv(
    pieces.map((piece) => Buffer.from(piece)),
    Place.root(),
    both,
  );
  return { rows, seen, numbers };
}

const cut = (text: string, at: number): string[] => {
  const points = [...text];
  return [points.slice(0, at).join(""), points.slice(at).join("")];
};

async function streamOf(form: StreamForm, pieces: readonly (string | Uint8Array)[]): Promise<string[]> {
  const { seen, look } = seeing();
  const chunks = (async function* () {
    for (const piece of pieces) yield Buffer.from(piece);
  })();
  await scanStream(form, chunks, Place.root(), look);
  return seen;
}

describe("JSON", () => {
  it("gives what is complete at once", () => {
    const { seen, look } = seeing();
    const scanner = new JsonScanner(Place.root(), look);
    const seenAfter = (piece: string): string[] => {
      scanner.push(piece);
      return seen.splice(0);
    };
    expect(seenAfter('{"a":12.5,')).toEqual(["#name name a", "a number 12.5"]);
    expect(seenAfter('"b":"x')).toEqual(["#name name b"]);
    // What waits is read again when as much has come.
    expect(seenAfter("y")).toEqual([]);
    expect(seenAfter('"')).toEqual(["b text xy"]);
    expect(seenAfter(',"c":"')).toEqual(["#name name c"]);
    expect(seenAfter('"')).toEqual(["c text "]);
    expect(seenAfter(',"d":tr')).toEqual(["#name name d"]);
    expect(seenAfter("ue")).toEqual(["d boolean true"]);
    expect(seenAfter("}")).toEqual([]);
    expect(scanner.records).toBe(1);
    scanner.end();
  });

  it("knows numbers, words, escapes and white space of every kind", () => {
    expect(jsonOf(['\t[ 0 ,\r\n-1.5e+3,\ttrue , false,null , "\\u00e9\\n\\"" ,"\\\\"]\r\n'])).toEqual([
      ...[" number 0", " number -1.5e+3", " boolean true", " boolean false", " null ", ' text é\n"', " text \\"],
    ]);
    expect(jsonOf(["1 2\n3"])).toEqual([" number 1", " number 2", " number 3"]);
    expect(jsonOf(["1"])).toEqual([" number 1"]);
    expect(jsonOf(["12", "3"])).toEqual([" number 123"]);
    expect(jsonOf(["12.", "5e", "+", "3"])).toEqual([" number 12.5e+3"]);
    expect(jsonOf(["[]{}"])).toEqual([]);
    expect(jsonOf(["nul", "l"])).toEqual([" null "]);
    expect(jsonOf(["fals", "e"])).toEqual([" boolean false"]);
    expect(jsonOf(["t", "rue"])).toEqual([" boolean true"]);
  });

  it("leaves a byte order mark out, at the beginning alone", () => {
    expect(jsonOf(["", '\ufeff"a"'])).toEqual([" text a"]);
    expect(() => jsonOf(['"a"', '\ufeff"b"'])).toThrow(ScanError);
    expect(() => jsonOf(['\ufeff\ufeff"a"'])).toThrow(ScanError);
  });

  it("reads items as DynamoDB writes them", () => {
    const item = '{"Item":{"a":{"S":"x"},"n":{"N":"1"},"ns":{"NS":["2"]},"b":{"B":"eA=="},"bs":{"BS":["eQ=="]},"t":{"BOOL":true},';
    const more = '"z":{"NULL":true},"ss":{"SS":["y"]},"m":{"M":{"Item":{"L":[{"S":"w"}]}}}}}\n';
    expect(jsonOf([item + more], "dynamodb")).toEqual([
      ...["#name name a", "a text x", "#name name n", "n number 1", "#name name ns", "ns number 2", "#name name b", "b binary eA=="],
      ...["#name name bs", "bs binary eQ==", "#name name t", "t boolean true", "#name name z", "z null ", "#name name ss", "ss text y"],
      ...["#name name m", "m.#name name Item", "m.Item text w"],
    ]);
  });

  it.each([
    ['["a" "b"]', "a value stands where none may"],
    ['{"a":1 "b"}', "a value stands where none may"],
    ["[1 2]", "a value stands where none may"],
    ["[1 []]", "a value stands where none may"],
    ['{"a":1', "it does not end"],
    ["[", "it does not end"],
    ['"abc', "it does not end"],
    ["[1,", "it does not end"],
    [",", "a comma stands where none may"],
    ["1,2", "a comma stands where none may"],
    ["[,1]", "a comma stands where none may"],
    [":", "a colon stands where none may"],
    ['["a":1]', "a colon stands where none may"],
    ["}", "a bracket stands where none may"],
    ["[1]]", "a bracket stands where none may"],
    ['{"a"}', "a bracket stands where none may"],
    ['{"a":}', "a bracket stands where none may"],
    ["{]", "a bracket stands where none may"],
    ["tru", "this is no JSON value"],
    ["[nope]", "this is no JSON value"],
    ["[01]", "a value stands where none may"],
    ['"\\x"', "an escape that JSON does not know"],
  ])("refuses %s", (text, problem) => {
    expect(() => jsonOf([text])).toThrow(problem);
    expect(() => jsonOf([text])).toThrow(ScanError);
  });

  it("refuses at once what cannot go on", () => {
    const scanner = new JsonScanner(Place.root(), () => {});
    expect(() => scanner.push("[1e+,")).toThrow("a value stands where none may, in record 1");
    expect(() => new JsonScanner(Place.root(), () => {}).push("1 nopes")).toThrow("this is no JSON value, in record 2");
  });

  it("is at most 100,000 levels deep", () => {
    expect(jsonOf(["[".repeat(100_000) + "]".repeat(100_000)])).toEqual([]);
    expect(() => jsonOf(["[".repeat(100_001)])).toThrow("it is more than 100000 levels deep");
  });
});

describe("CSV", () => {
  it.each([
    ["a,b,c;d", ","],
    ["a;b;c,d", ";"],
    ["a\tb", "\t"],
    ["a|b", "|"],
    ['"a;b;c",d', ","],
    ["a", ","],
    ["a,b;c", ","],
  ])("of %j has the separator %j", (line, separator) => {
    expect(separatorOf(line)).toBe(separator);
  });

  it("gives names and fields with their columns", async () => {
    expect(await csvOf(["\ufeff a ,b\n1,2,3\n\n", '4\n"5\n,""6",7\n'])).toEqual({
      rows: 3,
      seen: ["#name name  a ", "#name name b", "a text 1", "b text 2", "column 3 text 3", "a text 4", 'a text 5\n,"6', "b text 7"],
      numbers: [undefined, undefined, 1, 2, 3, 1, 1, 2],
    });
    expect(await csvOf([])).toEqual({ rows: 0, seen: [], numbers: [] });
    expect((await csvOf(["a;b\n1,2;3"])).seen).toEqual(["#name name a", "#name name b", "a text 1,2", "b text 3"]);
    expect((await csvOf(['a,b\n1,x"y\n'])).seen).toContain('b text x"y');
  });

  it("is read as csv-parse reads it, in whatever pieces it comes", async () => {
    const field = fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^[a",;\r\n é😀]{0,6}$/u));
    const table = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const dialect = fc.record({ separator: fc.constantFrom(",", ";"), end: fc.constantFrom("\n", "\r\n", "\r"), last: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(table, dialect, fc.array(fc.integer({ min: 1, max: 9 })), async (rows, { separator, end, last }, sizes) => {
        const quoted = (text: string): string => (/[^a-z]|^$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const header = ["h", "i", "j"].join(separator);
        const text = [header, ...rows.map((row) => row.map(quoted).join(separator))].join(end) + (last ? end : "");
        const pieces = sizes.reduce<string[]>((all, size) => [...all.slice(0, -1), ...cut(all.at(-1) ?? "", size)], [text]);
        const expected = parse(text, { delimiter: separator, relax_column_count: true }) as string[][];
        const found = await csvOf(pieces);
        expect(found.rows).toBe(expected.length - 1);
        expect(found.seen.map((each) => each.slice(each.indexOf(" text ") + 6)).slice(3)).toEqual(expected.slice(1).flat());
      }),
    );
  });

  it.each([
    ['a,b\n"1"x,2\n', ['a text "1"x', "b text 2"]],
    ['a,b\n"1",', ["a text 1", "b text "]],
    ['a,b\n1,"2"', ["a text 1", "b text 2"]],
    ["a,b\n1,2\r\n\r\n", ["a text 1", "b text 2"]],
    ["a;b\r1;2\r", ["a text 1", "b text 2"]],
    ['a\n""\n', ["a text "]],
  ])("of %j is read without complaint", async (text, fields) => {
    for (const pieces of [[text], [...text]]) expect((await csvOf(pieces)).seen.filter((each) => each.includes(" text "))).toEqual(fields);
  });

  it("of many rows is given wholly", async () => {
    const rows = 20_000;
    const pieces = Array.from({ length: rows / 100 }, (_, i) => `${i},x\n`.repeat(100));
    const found = await csvOf(["n,x\n", ...pieces]);
    expect([found.rows, found.seen.length, found.seen.at(-1)]).toEqual([rows, 2 + 2 * rows, "x text x"]);
  });

  it("says behind which row it cannot be read, and passes on what is not its own error", async () => {
    await expect(csvOf(['a\n1\n2\n"3'])).rejects.toThrow("The CSV cannot be read: a quoted field does not end, behind row 2.");
    const failing = (async function* () {
      yield Buffer.from("a\n");
      throw Object.assign(new Error("The connection broke."), { code: "ECONNRESET" });
    })();
    await expect(scanCsv(failing, Place.root(), () => {})).rejects.toThrow("The connection broke.");
  });
});

describe("a stream", () => {
  it("of text is given a line at a time, ended by line feeds alone", async () => {
    expect(await streamOf("text", ["a\r\nb\u2028c\n", "d", "e\n\nf\r"])).toEqual([
      ...["line text a", "line text b\u2028c", "line text de", "line text ", "line text f"],
    ]);
    const bytes = Buffer.from("é\n");
    expect(await streamOf("text", [bytes.subarray(0, 1), bytes.subarray(1)])).toEqual(["line text é", "line text "]);
    expect(await streamOf("text", [Buffer.from([0xff, 0xc3])])).toEqual(["line text \ufffd\ufffd"]);
    expect(await streamOf("text", ["\ufeffa"])).toEqual(["line text \ufeffa"]);
  });

  it("of JSON and of CSV is read as such", async () => {
    expect(await streamOf("json", ["\ufeff[1,", "2]"])).toEqual([" number 1", " number 2"]);
    expect(await streamOf("csv", ["a\n1\n"])).toEqual(["#name name a", "a text 1"]);
    await expect(streamOf("json", ["[1"])).rejects.toThrow(ScanError);
  });
});

describe("a parsed value", () => {
  const seenIn = (value: unknown, root = Place.root()): string[] => {
    const { seen, look } = seeing();
    scanValue(value, root, look);
    return seen.sort();
  };

  it("gives every text, number and name", () => {
    const map = new Map<unknown, unknown>([["k", "v"]]);
    const value = {
      a: "x",
      n: 1.5,
      i: 10n,
      b: true,
      z: null,
      u: undefined,
      d: new Date(0),
      w: new Date(Number.NaN),
      f: Float32Array.of(0.5),
    };
    expect(seenIn({ ...value, l: ["p", ["q"]], s: new Set(["r"]), y: Buffer.from("x"), m: map })).toEqual(
      [
        ...["#name name a", "#name name n", "#name name i", "#name name b", "#name name z", "#name name u", "#name name d", "#name name w"],
        ...["#name name f", "#name name l", "#name name s", "#name name y", "#name name m", "m.#name name k", "m.k text v", "a text x"],
        ...["n number 1.5", "i number 10", "b boolean true", "z null ", "u null ", "d text 1970-01-01T00:00:00.000Z", "w text "],
        ...["f number 0.5", "l text p", "l text q", "s text r", "y binary eA=="],
      ].sort(),
    );
  });

  it("of an item has the kinds of DynamoDB", () => {
    const item = { n: { N: "1" }, z: { NULL: true }, t: { BOOL: false }, b: { B: Buffer.from("x") } };
    expect(seenIn(item, Place.root("dynamodb").member("Item"))).toEqual(
      ["#name name n", "n number 1", "#name name z", "z null ", "#name name t", "t boolean false", "#name name b", "b binary eA=="].sort(),
    );
  });
});

describe("Parquet", () => {
  it("gives the rows of all groups, and the least and greatest value and the metadata of the footer", async () => {
    const file = parquetWriteBuffer({
      columnData: [{ name: "a", data: ["x", "y", "z"], type: "STRING" }],
      rowGroupSize: [2, 1],
      kvMetadata: [{ key: "by", value: "me" }, { key: "empty" }],
    });
    const { seen, look } = seeing();
    const rows = await scanParquet({ byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) }, Place.root(), look);
    expect(rows).toBe(3);
    expect(seen.filter((each) => each.startsWith("a text"))).toEqual(["a text x", "a text y", "a text z"]);
    expect([...new Set(seen.filter((each) => each.startsWith("a bound")))].sort()).toEqual(["a bound x", "a bound y", "a bound z"]);
    expect(seen.filter((each) => each.startsWith("#metadata"))).toEqual([
      ...["#metadata.#name name by", "#metadata text me", "#metadata.#name name empty", "#metadata text "],
    ]);
  });

  it("passes on the refusal of a place", async () => {
    const file = parquetWriteBuffer({ columnData: [{ name: "a", data: ["x"], type: "STRING" }] });
    const refuse: Look = () => {
      throw new ScanError("Not here.");
    };
    await expect(
      scanParquet({ byteLength: file.byteLength, slice: (start, end) => file.slice(start, end) }, Place.root(), refuse),
    ).rejects.toThrow("Not here.");
  });
});

describe("places", () => {
  it("are made once, to 20,000 of them", () => {
    const root = Place.root();
    expect(root.member("a")).toBe(root.member("a"));
    expect(root.namePlace).toBe(root.namePlace);
    for (let i = 1; i < 20_000; i++) root.member(`n${i}`);
    expect(root.member("n19999")).toBe(root.member("n19999"));
    expect(root.member("more")).not.toBe(root.member("more"));
    expect(root.member("a")).toBe(root.member("a"));
    expect(root.member("more").names).toEqual(["more"]);
  });

  it("of long names are their own copies", () => {
    const name = `${"é".repeat(5)} and a long name`;
    expect(Place.root().member(name).names).toEqual([name]);
    expect(Place.root().member("twelve chars").names).toEqual(["twelve chars"]);
    expect(Place.root().member("thirteen char").names).toEqual(["thirteen char"]);
  });

  it("of DynamoDB have its words and no others", () => {
    expect(() => Place.root("dynamodb").member("Key")).toThrow('has "Item" and nothing else');
    expect(() => Place.root("dynamodb").member("Item").member("a").member("X")).toThrow("no type of this name");
  });
});
