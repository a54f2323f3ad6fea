/** Masks a stream of any format: what commands and handlers call. */
import { type Compression, pack, unpack } from "./compression.ts";
import type { FormatCounters } from "./counters.ts";
import { CsvMasker } from "./csv.ts";
import type { CsvDialect } from "./csv-dialect.ts";
import { DynamoMasker, type KeysOptions } from "./dynamo.ts";
import { Fields, type FieldsOptions } from "./fields.ts";
import { JsonMasker } from "./json.ts";
import { type BlockMasker, Feed } from "./masker.ts";
import { maskParquet } from "./parquet.ts";
import { TextMasker } from "./text.ts";

/** The formats. Parquet is masked in memory, up to 64 MiB; all others stream. */
export type Format = "ndjson" | "json" | "csv" | "dynamodb" | "parquet" | "text";

/** With what a stream is masked. */
export interface MaskStreamOptions extends FieldsOptions {
  /** The data is packed, and will be packed again. */
  readonly compression?: Compression | undefined;
  readonly csv?: CsvDialect;
  /** For `dynamodb`: told each item's masked key. */
  readonly masked?: KeysOptions;
}

/** A stream's masker, for one stream. */
export interface MaskStream {
  /** What was done until now. */
  readonly counters: FormatCounters;
  /**
   * Masks pieces of data of any size. What comes out ends before the first record that cannot be masked; of one JSON document
   * it ends before the value at the latest.
   */
  mask(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/**
 * A masker for a stream. Memory is bounded: a line, a CSV record and a text within a document have at most 16 MiB; objects
 * and lists are at most 500 levels deep.
 *
 * @throws HoldError when a key attribute can be masked by nothing that is allowed. The stream throws FormatError (the data is
 * not of its format), MaskingValueError (no store can hold a value) or HoldError, with the record's number and no value
 * @example
 * ```ts
 * const stream = maskStream("ndjson", { keys, rules, service: "billing", table: "accounts" });
 * for await (const chunk of stream.mask(process.stdin)) process.stdout.write(chunk);
 * stream.counters.records;
 * ```
 */
export function maskStream(format: Format, options: MaskStreamOptions): MaskStream {
  const fields = new Fields(options);
  const mask: MaskStream["mask"] =
    format === "parquet" ? (chunks) => maskParquet(chunks, fields) : masked(maskerOf(format, fields, options));
  const { compression } = options;
  return {
    get counters() {
      return fields.counters;
    },
    mask: (chunks) => (compression === undefined ? mask(chunks) : pack(mask(unpack(chunks, compression)), compression)),
  };
}

function maskerOf(format: Exclude<Format, "parquet">, fields: Fields, options: MaskStreamOptions): BlockMasker {
  switch (format) {
    case "ndjson":
      return new JsonMasker(fields, true);
    case "json":
      return new JsonMasker(fields, false);
    case "csv":
      return new CsvMasker(fields, options.csv);
    case "dynamodb":
      return new DynamoMasker(fields, options.masked);
    case "text":
      return new TextMasker(fields);
  }
}

function masked(masker: BlockMasker): (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* (chunks) {
    const ready: Buffer[] = [];
    const feed = new Feed(masker, (bytes) => void ready.push(bytes));
    try {
      for await (const chunk of chunks) {
        feed.push(chunk);
        yield* ready.splice(0);
      }
      feed.end();
    } catch (error) {
      yield* ready.splice(0);
      throw error;
    }
    yield* ready;
  };
}
