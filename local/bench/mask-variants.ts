/** What the masking benchmark compares: bare parsers, hand-made maskers, and the kit's. */
import { createHmac } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { parse } from "csv-parse";
import { stringify } from "csv-stringify";
import { deriveKeys } from "../../handlers/masking/engine/index.ts";
import { type Format, maskStream } from "../../handlers/masking/formats/index.ts";
import { parseRules } from "../../handlers/masking/rules/index.ts";
import type { DataKind } from "./mask-data.ts";

/** One thing that is measured, in a process of its own. */
export interface Variant {
  readonly name: string;
  readonly data: DataKind;
  /** What it is compared with: the variant of the same data that has no such name. */
  readonly base?: string;
  /** The ratio that is wanted: the base's CPU time through this one's. */
  readonly wanted?: number;
  readonly run: (file: string) => Promise<void>;
}

/** The key of all variants. */
export const keys = deriveKeys(Buffer.alloc(32, 7));
/** Rules of four columns. */
export const four = { email: "test+{{hash}}@example.com", ssn: "{{hash:11}}", phone: "{{hash}}", full_name: "{{hash}}" };
const kept = (names: string): object => Object.fromEntries(names.split(" ").map((name) => [name, "{{keep}}"]));
/** Rules that keep all else. */
export const others = {
  export: kept("Item pk sk tags address createdAt"),
  nested: kept("kind tier sku currency at"),
  csv: kept("id balance street city createdAt"),
};

/** A file in pieces. */
export const read = (file: string): AsyncIterable<Buffer> => createReadStream(file, { highWaterMark: 1 << 20 });

const masked = (format: Format, rules: object) => async (file: string) => {
  const stream = maskStream(format, { keys, rules: parseRules(rules, "rules"), service: "bench", table: "people" });
  for await (const chunk of stream.mask(read(file))) void chunk.length;
};

async function parseAndStringify(file: string): Promise<void> {
  let rest = "";
  for await (const chunk of read(file)) {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    let out = "";
    for (const line of lines) out += `${JSON.stringify(JSON.parse(line))}\n`;
    void Buffer.from(out).length;
  }
}

const macs = ["email", "ssn", "phone", "full_name"].map(() => keys.mac("hash", ""));

async function csvWithMacs(file: string): Promise<void> {
  const transform = async function* (rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
    let isHeader = true;
    for await (const row of rows) {
      if (!isHeader) for (const [i, mac] of macs.entries()) row[i + 1] = mac(row[i + 1] ?? "").slice(0, 16);
      isHeader = false;
      yield row;
    }
  };
  await pipeline(read(file), parse(), transform, stringify(), async (out: AsyncIterable<Buffer>) => {
    for await (const chunk of out) void chunk.length;
  });
}

const hashes = 400_000;
const manyMacs = (mac: (text: string) => string) => async () => {
  for (let i = 0; i < hashes; i++) mac(`user${i}.c4ca42@corp.example`);
};
const subkey = keys.subkey("hash", "");

const bare = "JSON.parse + JSON.stringify";
const bareCsv = "csv-parse + 4 HMACs + csv-stringify";
const bareMac = "createHmac";

/** All variants. */
export const variants: readonly Variant[] = [
  { name: bare, data: "export", run: parseAndStringify },
  {
    name: "DynamoDB export, 4 HMACs a row",
    data: "export",
    base: bare,
    wanted: 0.85,
    run: masked("dynamodb", { ...others.export, ...four }),
  },
  { name: "NDJSON, 4 HMACs a row", data: "export", base: bare, wanted: 0.85, run: masked("ndjson", { ...others.export, ...four }) },
  { name: "NDJSON, all else redacted", data: "export", base: bare, run: masked("ndjson", four) },
  { name: `${bare} `, data: "nested", run: parseAndStringify },
  {
    name: "NDJSON, rules at any depth",
    data: "nested",
    base: `${bare} `,
    wanted: 0.7,
    run: masked("ndjson", { ...others.nested, ...four }),
  },
  {
    name: "JSON documents, rules at any depth",
    data: "nested",
    base: `${bare} `,
    wanted: 0.7,
    run: masked("json", { ...others.nested, ...four }),
  },
  { name: bareCsv, data: "csv", run: csvWithMacs },
  { name: "CSV, 4 HMACs a row", data: "csv", base: bareCsv, wanted: 0.8, run: masked("csv", { ...others.csv, ...four }) },
  { name: bareMac, data: "csv", run: manyMacs((text) => createHmac("sha256", subkey).update(text).digest("hex")) },
  { name: "the engine's HMAC", data: "csv", base: bareMac, run: manyMacs(keys.mac("hash", "")) },
];

/** Masks a generated document, export or CSV of any size and looks at the memory only. */
export async function maskGenerated(format: Format, pieces: Iterable<Buffer>): Promise<number> {
  const rules = parseRules({ ...others.nested, ...others.export, ...others.csv, ...four }, "rules");
  const stream = maskStream(format, { keys, rules, service: "bench", table: "people" });
  const source = async function* (): AsyncGenerator<Buffer> {
    yield* pieces;
  };
  let bytes = 0;
  for await (const chunk of stream.mask(source())) bytes += chunk.length;
  return bytes;
}
