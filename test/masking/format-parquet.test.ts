/** Parquet: read, masked, written with the same columns and types; what cannot be masked is refused by name. */
import { createRequire } from "node:module";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { ByteWriter, ParquetWriter, parquetWriteBuffer } from "hyparquet-writer";
import { FormatError, largestParquet } from "../../handlers/masking/formats/index.ts";
import { outcomeOf } from "./support/fields.ts";

type Schema = ConstructorParameters<typeof ParquetWriter>[0]["schema"];

const leaf = (name: string, rest: object): Schema[number] => ({ name, repetition_type: "OPTIONAL", ...rest }) as Schema[number];

const schema: Schema = [
  { name: "root", num_children: 9 },
  leaf("email", { type: "BYTE_ARRAY", converted_type: "UTF8" }),
  leaf("note", { type: "BYTE_ARRAY", converted_type: "UTF8" }),
  leaf("amount", { type: "INT64" }),
  leaf("price", { type: "INT32", converted_type: "DECIMAL", scale: 2, precision: 9 }),
  leaf("born", { type: "INT32", converted_type: "DATE" }),
  leaf("at", { type: "INT64", logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MICROS" } }),
  leaf("active", { type: "BOOLEAN" }),
  leaf("blob", { type: "BYTE_ARRAY" }),
  leaf("phone", { type: "INT64" }),
];

const micros = 1_700_000_000_123_456n;

function fileOf(codec: "UNCOMPRESSED" | "SNAPPY" | "GZIP" = "SNAPPY"): Buffer {
  const { gzipSync } = createRequire(import.meta.url)("node:zlib") as typeof import("node:zlib");
  const kvMetadata = [
    { key: "pandas", value: "{}" },
    { key: "author", value: "ana@corp.example" },
  ];
  const writer = new ParquetWriter({ writer: new ByteWriter(), schema, codec, compressors: { GZIP: gzipSync }, kvMetadata });
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  for (const start of [0, 3]) {
    const column = <T>(make: (i: number) => T): (T | null)[] => [0, 1, 2].map((i) => (i === 2 ? null : make(start + i)));
    writer.write({
      columnData: [
        { name: "email", data: column((i) => `user${i}@corp.example`) },
        { name: "note", data: column((i) => `Note ${i}`) },
        { name: "amount", data: column((i) => 9_007_199_254_740_993n + BigInt(i)) },
        { name: "price", data: column((i) => BigInt(110 + i)) },
        { name: "born", data: column((i) => 19_000 + i) },
        { name: "at", data: column((i) => micros + BigInt(i)) },
        { name: "active", data: column((i) => i % 2 === 0) },
        { name: "blob", data: column((i) => encode(`secret${i}`)) },
        { name: "phone", data: column((i) => 5_550_100n + BigInt(i)) },
      ],
    });
  }
  writer.finish();
  return Buffer.from((writer.writer as ByteWriter).getBytes());
}

const bufferOf = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;
const plain = { parsers: { timestampFromMicroseconds: (value: bigint) => value } };

async function rowsOf(bytes: Buffer): Promise<Record<string, unknown>[]> {
  const { compressors } = await import("hyparquet-compressors");
  return parquetReadObjects({ file: bufferOf(bytes), compressors, ...plain });
}

describe("Parquet", () => {
  it.each(["UNCOMPRESSED", "SNAPPY", "GZIP"] as const)("keeps columns, types, row groups and packing (%s)", async (codec) => {
    const file = fileOf(codec);
    const { out, error, counters } = await outcomeOf("parquet", [file], { email: "test+{{hash}}@example.com" });
    expect(error).toBeUndefined();
    const [before, after] = [parquetMetadata(bufferOf(file)), parquetMetadata(bufferOf(out))];
    expect(after.schema).toEqual(before.schema);
    expect(after.row_groups.map(({ num_rows }) => num_rows)).toEqual([3n, 3n]);
    expect(after.row_groups[0]?.columns[0]?.meta_data?.codec).toBe(codec);
    expect(after.key_value_metadata).toEqual([{ key: "pandas", value: "{}" }]);
    expect(counters.records).toBe(6);
    expect(out.includes("corp.example")).toBe(false);
    expect(out.includes("secret")).toBe(false);
  });

  it("masks texts, empties binaries, reduces dates to their year, and leaves numbers as they are stored", async () => {
    const { out } = await outcomeOf("parquet", [fileOf()], { email: "{{redact}}" });
    const rows = await rowsOf(out);
    const original = await rowsOf(fileOf());
    for (const i of [0, 1, 3, 4]) {
      expect(rows[i]).toMatchObject({ email: "XXXXX@XXXX.XXXXXXX", note: "XXXX X", born: new Date("2022-01-01"), blob: null, phone: null });
      for (const name of ["amount", "price", "at", "active"]) expect(rows[i]?.[name]).toEqual(original[i]?.[name]);
    }
    for (const i of [2, 5]) for (const value of Object.values(rows[i] ?? {})) expect(value ?? null).toBeNull();
  });

  it("is the same value for value with everything kept", async () => {
    const keep = Object.fromEntries(schema.slice(1).map(({ name }) => [name, "{{keep}}"]));
    const { out, counters } = await outcomeOf("parquet", [fileOf()], keep);
    expect(await rowsOf(out)).toEqual(await rowsOf(fileOf()));
    expect(counters.redacted + counters.nulled + counters.masked).toBe(0);
  });

  it("masks numbers, dates and timestamps by their rules, and reads other columns of the same row", async () => {
    const rules = {
      amount: "{{int:1:9}}",
      born: "{{date:90:email}}",
      at: "{{year}}",
      email: "{{hash}}",
      phone: "{{perm:nz}}",
      note: "{{keep}}",
    };
    const { out, error } = await outcomeOf("parquet", [fileOf()], rules);
    expect(error).toBeUndefined();
    const [row] = await rowsOf(out);
    expect(Number(row?.amount)).toBeLessThan(10);
    expect(row?.born).toBeInstanceOf(Date);
    expect(row?.born).not.toEqual((await rowsOf(fileOf()))[0]?.born);
    expect(row?.at).toBe(BigInt(Date.UTC(2023, 0, 1)) * 1000n);
    expect(String(row?.phone)).toMatch(/^[0-9]{7}$/);
    expect(row?.note).toBe("Note 0");
  });

  it("refuses nested columns, values that must not be null, damage and size, by name and without a value", async () => {
    const nested = parquetWriteBuffer({ columnData: [{ name: "tags", data: [{ a: 1 }], type: "VARIANT" }] });
    const required = parquetWriteBuffer({ columnData: [{ name: "phone", data: [5_550_100n], nullable: false, type: "INT64" }] });
    for (const [bytes, problem] of [
      [Buffer.from(nested), '"tags" is nested'],
      [Buffer.from(required), '"phone" cannot be masked'],
      [Buffer.from("PAR1 no file PAR1"), "no Parquet file"],
      [fileOf().subarray(0, -9), "no Parquet file"],
      [Buffer.alloc(largestParquet + 1), "larger"],
    ] as const) {
      const { error, out } = await outcomeOf("parquet", [bytes], {});
      expect(error).toBeInstanceOf(FormatError);
      expect((error as Error).message).toContain(problem);
      expect((error as Error).message).not.toContain("5550100");
      expect(out).toHaveLength(0);
    }
  });
});
