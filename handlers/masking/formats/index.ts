/** Maskers for NDJSON, CSV and DynamoDB exports: lossless outside what they mask. Handlers and tests may enter. */
export { addCounters, type FormatCounters, newCounters, type UndeclaredCount } from "./counters.ts";
export { CsvMasker } from "./csv.ts";
export { maskDynamoLine } from "./dynamo.ts";
export { FormatError, HoldError } from "./errors.ts";
export { Fields, type FieldsOptions, type KeyAttribute } from "./fields.ts";
export { maskJsonLine } from "./ndjson.ts";
export { csvTransform, lineTransform } from "./streams.ts";
