/**
 * Maskers for JSON, CSV, DynamoDB exports, Parquet and text: lossless outside what they mask, in bounded memory. Handlers, local and
 * tests may enter.
 *
 * @example
 * ```ts
 * const stream = maskStream("csv", { keys, rules, service: "billing", table: "accounts" });
 * for await (const chunk of stream.mask(createReadStream("accounts.csv"))) process.stdout.write(chunk);
 * ```
 */
export { type Compression, canUnpack, unpack } from "./compression.ts";
export type { FormatCounters, UndeclaredCount } from "./counters.ts";
export { type CsvDialect, delimiterOf } from "./csv-dialect.ts";
export { headerOf } from "./csv-header.ts";
export type { KeysOptions } from "./dynamo.ts";
export { FormatError, HoldError } from "./errors.ts";
export type { FieldsOptions } from "./fields.ts";
export { type Guess, guessFormat } from "./guess.ts";
export { deepest, largestParquet, longestPiece } from "./limits.ts";
export { type Format, type MaskStream, type MaskStreamOptions, maskStream } from "./mask-stream.ts";
export type { KeyAttribute } from "./treatments.ts";
export { unpackHead } from "./unpack-head.ts";
