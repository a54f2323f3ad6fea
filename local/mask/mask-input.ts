/** Masks an input into an output, with progress for people who watch. */
import { once } from "node:events";
import type { Writable } from "node:stream";
import { type Compression, type CsvDialect, type Format, type FormatCounters, maskStream } from "../../handlers/masking/formats/index.ts";
import type { KeyedSource } from "./source.ts";

/** How the input is written. */
export interface InputForm {
  readonly format: Format;
  readonly compression?: Compression | undefined;
  readonly csv?: CsvDialect | undefined;
}

/** Told after each piece of output how far the work is. */
export type Watch = (done: { readonly bytes: number; readonly records: number }) => void;

/**
 * Masks all of it. What was written when it throws ends before the record that could not be masked.
 *
 * @throws FormatError, MaskingValueError and HoldError as the maskers do, with the record's number and no value
 */
export async function maskInput(
  chunks: AsyncIterable<Uint8Array>,
  output: Writable,
  { format, compression, csv }: InputForm,
  { keys, rules, service, table, keyAttributes }: KeyedSource,
  watch: Watch = () => {},
): Promise<FormatCounters> {
  const stream = maskStream(format, { keys, rules, service, table, keyAttributes, compression, ...(csv ? { csv } : {}) });
  let bytes = 0;
  for await (const chunk of stream.mask(chunks)) {
    bytes += chunk.length;
    if (!output.write(chunk)) await once(output, "drain");
    watch({ bytes, records: stream.counters.records });
  }
  return stream.counters;
}
