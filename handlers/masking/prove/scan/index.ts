/** Scanners: every text of a store's content, with its place. They share no code with the maskers; the prover and tests may enter. */
export { scanCsv } from "./csv.ts";
export { ScanError } from "./errors.ts";
export { JsonScanner } from "./json.ts";
export { scanParquet } from "./parquet.ts";
export { type Kind, type Look, Place } from "./place.ts";
export { type StreamForm, scanStream } from "./stream.ts";
export { scanLine } from "./text.ts";
export { scanValue } from "./value.ts";
