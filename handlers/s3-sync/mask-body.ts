/** Masks an object's body on its way from production to the staging bucket. */
import type { Readable } from "node:stream";
import { type FieldsOptions, type FormatCounters, maskStream } from "../masking/formats/index.ts";

/** A masked body and what was counted while it was made: complete when the body has been read to its end. */
export interface MaskedBody {
  readonly body: AsyncIterable<Uint8Array>;
  readonly counters: FormatCounters;
}

/** What is known of the body. */
export interface BodyFacts {
  readonly route: "ndjson" | "csv";
  /** The extension is `.json`: one document of any size, or records that follow each other. */
  readonly document: boolean;
  readonly gzip: boolean;
}

/**
 * The body, masked. A gzip body is unpacked, masked and packed again.
 *
 * @throws FormatError when the body is not what its name says; HoldError and MaskingValueError as the maskers do
 */
export function maskBody(source: Readable, facts: BodyFacts, options: FieldsOptions): MaskedBody {
  const format = facts.route === "ndjson" && facts.document ? "json" : facts.route;
  const stream = maskStream(format, { ...options, compression: facts.gzip ? "gzip" : undefined });
  return {
    body: stream.mask(source),
    get counters() {
      return stream.counters;
    },
  };
}
