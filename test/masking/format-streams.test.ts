/** Streams of any format: cut anywhere, packed, bounded, and stopped before the first record that cannot be masked. */
import { gunzipSync, gzipSync } from "node:zlib";
import { MaskingValueError } from "../../handlers/masking/engine/index.ts";
import { deepest, type Format, FormatError, guessFormat, longestPiece, maskStream } from "../../handlers/masking/formats/index.ts";
import { maskText, optionsOf, outcomeOf, piecesOf } from "./support/fields.ts";

const mebi = 1024 * 1024;

async function* repeated(first: string, piece: Buffer, times: number, last = ""): AsyncGenerator<Buffer> {
  yield Buffer.from(first);
  for (let i = 0; i < times; i++) yield piece;
  yield Buffer.from(last);
}

describe("streams", () => {
  it.each<[Format, string, string]>([
    ["ndjson", '\ufeff{"a":"é😀"}\r\n\n{"b":"ü", "n":1.10}', '\ufeff{"a":"XX"}\r\n\n{"b":"X", "n":1.10}'],
    ["json", '[{"a":"é😀","é":tru', ""],
    ["json", ' [{"a":"é😀"} ,\n12.50, "x"]\r\n', ' [{"a":"XX"} ,\n12.50, "X"]\r\n'],
    ["json", '{"a":["x",{"b":-1e5}]}\n\n{"c":null}', '{"a":["X",{"b":-1e5}]}\n\n{"c":null}'],
    ["json", "12345678901234567890", "12345678901234567890"],
    ["csv", '\ufeffid,note\r\n"é😀",\r\n', '\ufeffid,note\r\n"XX",\r\n'],
    ["dynamodb", '{"Item":{"a":{"S":"é😀"}}}\n{"Item":{"n":{"N":"1.10"}}}', '{"Item":{"a":{"S":"XX"}}}\n{"Item":{"n":{"N":"1.10"}}}'],
    // Its first byte is that of a byte order mark.
    ["text", "豈 1", "X X"],
    ["text", "Dear é😀,\r\n\ncall 555", "XXXX XX,\r\n\nXXXX XXX"],
  ])("mask %s that is cut anywhere, within a character too", async (format, text, masked) => {
    for (const size of [1, 2, 3, 5, 7, 1000]) {
      const { text: out, error } = await outcomeOf(format, piecesOf(text, size), {});
      if (masked === "") expect(error).toBeInstanceOf(FormatError);
      else expect([out, error]).toEqual([masked, undefined]);
    }
  });

  it.each<[string, Format, string | Buffer, { record?: number; position?: number; says: string; out?: string }]>([
    ["a cut record", "ndjson", '{"a":1}\n{"a"\n{"a":2}\n', { record: 2, says: "The line ends within its record", out: '{"a":1}' }],
    ["two records on a line", "ndjson", '{"a":1}\n{"a":2}{"a":3}\n', { record: 2, says: "Something follows" }],
    ["a cut document", "json", '{"a":{"b":1}', { record: 1, says: "ends too early" }],
    ["a list that is cut in its third item", "json", '[{"a":1},{"a":2},{"a":"se', { record: 3, says: "not end" }],
    [
      "what is not UTF-8",
      "ndjson",
      Buffer.from('{"a":1}\n{"a":"secr\xe9t"}\n', "latin1"),
      { record: 2, position: 18, says: "not UTF-8", out: '{"a":1}\n' },
    ],
    ["UTF-16", "json", Buffer.from("\ufeff[1]", "utf16le"), { record: 1, position: 0, says: "not UTF-8", out: "" }],
    [
      "a surrogate in UTF-8",
      "ndjson",
      Buffer.from('{"a":"\xed\xa0\x80"}\n', "latin1"),
      { record: 1, position: 6, says: "not UTF-8", out: "" },
    ],
    ["a cut character at the end", "csv", Buffer.from("id\n1\n\xc3", "latin1"), { record: 2, says: "not UTF-8", out: "id\nX\n" }],
    ["a NUL in a text", "ndjson", '{"a":"se\u0000cret"}\n', { record: 1, says: "control character" }],
    ["a NUL between texts", "json", '{"a":\u0000"secret"}\n', { record: 1, says: "no JSON value" }],
    ["deep nesting", "json", `{"a":${"[".repeat(10_000)}`, { record: 1, says: `more than ${deepest} levels` }],
    ["deep nesting on a line", "ndjson", `{"a":1}\n${'{"a":'.repeat(10_000)}\n`, { record: 2, says: `more than ${deepest} levels` }],
    [
      "deep nesting of an item",
      "dynamodb",
      `{"Item":{"a":${'{"L":['.repeat(10_000)}\n`,
      { record: 1, says: `more than ${deepest} levels` },
    ],
  ])("stop before %s", async (_what, format, text, { record, position, says, out }) => {
    for (const size of [3, 64 * 1024]) {
      const { text: written, error } = await outcomeOf(format, piecesOf(text, size), { id: "X" });
      expect(error).toBeInstanceOf(FormatError);
      const { message, record: at, position: byte } = error as FormatError;
      expect(message).toContain(says);
      expect(at).toBe(record);
      if (position !== undefined) expect(byte).toBe(position);
      expect(message + written).not.toMatch(/secr/);
      if (out !== undefined && size > 3) expect(written.trimEnd()).toBe(out.trimEnd());
    }
  });

  it("stop before a value that no store can hold, and name its record", async () => {
    for (const odd of ["\\ud800", "\\u0000", "\\udc00x"]) {
      const { text, error } = await outcomeOf("ndjson", [`{"a":"x"}\n{"a":"secret${odd}"}\n{"a":"y"}\n`], { a: "{{keep}}" });
      expect(error).toBeInstanceOf(MaskingValueError);
      expect((error as Error).message).toMatch(/^Record 2: "a" \(rule "a"\): A value holds (?!.*secret)/);
      expect(text.trimEnd()).toBe('{"a":"x"}');
    }
  });

  it.each<[Format, string, string]>([
    [
      "ndjson",
      '{"by":{"ana@corp.example":{"note":"secret\\ud800"}}}\n',
      'Record 1: "by.*.note" (no rule): A value holds a lone surrogate.',
    ],
    ["json", '{"by":{"192.0.2.17":["secret\\u0000"]}}', 'Record 1: "by.*" (no rule): A value holds U+0000.'],
    ["dynamodb", '{"Item":{"m":{"M":{"Ana Lopez":{"S":"secret\\u0000"}}}}}\n', 'Record 1: "m.*" (no rule): A value holds U+0000.'],
  ])("say the place of a value in %s, and no name that looks like data", async (format, text, says) => {
    const { error, counters } = await outcomeOf(format, [text], {});
    expect(error).toBeInstanceOf(MaskingValueError);
    expect((error as Error).message.startsWith(says)).toBe(true);
    expect([...counters.undeclared.keys()].join()).not.toMatch(/ana|192|Lopez/);
    const held = await outcomeOf(format, [text.replace(/\\u\w+/, "")], { rules: {}, on_undeclared: "hold" });
    expect((held.error as Error).message).toMatch(/^Record 1: "(?:by|m)\.\*(?:\.note)?" has no rule, and on_undeclared is "hold"/);
  });

  it("mask every one of the same names, and keep a name's bytes", async () => {
    expect(await maskText("ndjson", '{"a":"x","a":"y","\\u0061":"z","a" :1}', { a: "{{redact}}" })).toBe(
      '{"a":"X","a":"X","\\u0061":"X","a" :1}'.replace(":1", ":null"),
    );
  });
});

describe("packed streams", () => {
  const text = '{"a":"x"}\n'.repeat(1000);

  it("come out packed, and several members are one text", async () => {
    const bytes = Buffer.concat([gzipSync(text.slice(0, 3333)), gzipSync(text.slice(3333))]);
    const { out, counters, error } = await outcomeOf("ndjson", piecesOf(bytes, 10), {}, { compression: "gzip" });
    expect(error).toBeUndefined();
    expect(gunzipSync(out).toString()).toBe(text.replaceAll("x", "X"));
    expect(counters.records).toBe(1000);
  });

  it("are refused when they are cut, damaged, or not packed", async () => {
    const bytes = gzipSync(Buffer.from(Array.from({ length: 5000 }, (_, i) => `{"a":${i * 7919}}\n`).join("")));
    const damaged = Buffer.from(bytes);
    damaged.writeUInt32LE(0, bytes.length - 8);
    for (const broken of [bytes.subarray(0, -5), bytes.subarray(0, bytes.length / 2), damaged, Buffer.from(text)]) {
      const { error } = await outcomeOf("ndjson", piecesOf(broken, 1000), {}, { compression: "gzip" });
      expect(error).toBeInstanceOf(FormatError);
      expect((error as Error).message).toMatch(/gzip data ends too early or is damaged/);
    }
  });

  it("pass on what goes wrong with their source", async () => {
    const source = async function* (): AsyncGenerator<Buffer> {
      yield gzipSync(text).subarray(0, 20);
      throw new Error("ECONNRESET");
    };
    const { error } = await outcomeOf("ndjson", source(), {}, { compression: "gzip" });
    expect((error as Error).message).toBe("ECONNRESET");
  });
});

describe("memory", () => {
  it.each<[Format, string]>([
    ["ndjson", '{"a":"'],
    ["json", '{"a":"'],
    ["csv", 'id,note\n1,"'],
    ["dynamodb", '{"Item":{"a":{"S":"'],
    ["text", "a"],
  ])("is not spent on a piece of %s without end", async (format, first) => {
    let read = 0;
    const source = async function* (): AsyncGenerator<Buffer> {
      for await (const chunk of repeated(first, Buffer.alloc(mebi, "x"), 200)) {
        read += chunk.length;
        yield chunk;
      }
    };
    const { error } = await outcomeOf(format, source(), {});
    expect(error).toBeInstanceOf(FormatError);
    expect((error as Error).message).toMatch(/is longer than 16777216 bytes, record 1/);
    expect(read).toBeLessThan(longestPiece + 3 * mebi);
  });

  it.each<[Format, string, string, string]>([
    ["json", '{"all":[', '{"email":"x","n":1.10,"s":"open"},', '{"email":"y"}]}'],
    ["ndjson", "", '{"email":"x","n":1.10,"s":"open"}\n', ""],
    ["csv", "email,n,s\n", "x,1.10,open\n", ""],
  ])("stays as it is for %s of any size", async (format, first, record, last) => {
    const piece = Buffer.from(record.repeat(Math.ceil(mebi / record.length)));
    const stream = maskStream(format, optionsOf({ email: "constant", n: "{{keep}}", s: "{{keep}}" }));
    const used = (): number => {
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    const before = used();
    let [most, bytes] = [0, 0];
    for await (const chunk of stream.mask(repeated(first, piece, 24, last))) {
      bytes += chunk.length;
      most = Math.max(most, used());
    }
    expect(bytes).toBeGreaterThan(24 * mebi);
    expect(most - before).toBeLessThan(100 * mebi);
  });

  it("does not grow with names that are data", async () => {
    const records = Array.from({ length: 30_000 }, (_, i) => `{"n${i}":{"email":"x","m${i}":1}}\n`).join("");
    const { counters, error } = await outcomeOf("ndjson", piecesOf(records, 64 * 1024), { email: "{{redact}}" });
    expect(error).toBeUndefined();
    expect(counters).toMatchObject({ records: 30_000, masked: 30_000, passed: 30_000 });
    expect(counters.byRule.get("email")).toBe(30_000);
  });
});

describe("guessFormat", () => {
  it.each([
    ["a.ndjson", "", "ndjson", undefined],
    ["a.JSONL", "{}", "ndjson", undefined],
    ["a.json", '{"a":1}\n{"a":2}\n', "json", undefined],
    ["a.tsv", "a\tb", "csv", undefined],
    ["data", '\ufeff{"a":1}\n{"a":2}\n', "ndjson", undefined],
    ["data", '{\n "a":1}', "json", undefined],
    ["data", "[1]", "json", undefined],
    ["x.json", ' {"Item" : {"a":{"S":"x"}}}\n', "dynamodb", undefined],
    ["", "a;b\n1;2\n", "csv", undefined],
    ["", "Dear Ana\n", "text", undefined],
    ["notes.log", "a,b", "text", undefined],
    ["", "", undefined, undefined],
    ["a.bin", "PAR1....", "parquet", undefined],
    ["a.csv.gz", gzipSync("a,b\n"), "csv", "gzip"],
    ["4af.json.gz", gzipSync('{"Item":{"a":{"S":"x"}}}\n'), "dynamodb", "gzip"],
    ["stdin", gzipSync('{"a":1}\n{"a":2}\n'), "ndjson", "gzip"],
    ["a.json.zst", Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), "json", "zstd"],
    ["a.gz", Buffer.from([0x1f, 0x8b, 0]), undefined, "gzip"],
  ])("knows %s", (name, head, format, compression) => {
    expect(guessFormat(name, Buffer.from(head as string))).toEqual({ format, compression });
  });
});
