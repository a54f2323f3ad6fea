/** Masks an object's body on its way from production to the staging bucket. */
import { type Duplex, pipeline, Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { csvTransform, Fields, type FieldsOptions, FormatError, lineTransform, maskJsonLine } from "../masking/formats/index.ts";

/** A masked body and what was counted while it was made: complete when the body has been read to its end. */
export interface MaskedBody {
  readonly body: AsyncIterable<Uint8Array>;
  readonly fields: Fields;
}

/** Up to this size a `.json` object may be one document over many lines; a larger one has a record a line. In bytes. */
const documentBytes = 32 * 1024 * 1024;

/** What is known of the body. */
export interface BodyFacts {
  readonly route: "ndjson" | "csv";
  readonly size: number;
  /** The extension is `.json`: the whole body may be one record. */
  readonly document: boolean;
  readonly gzip: boolean;
}

/**
 * The body, masked. A gzip body is unpacked, masked and packed again.
 *
 * @throws FormatError when the body is not what its name says; HoldError and MaskingValueError as the maskers do
 */
export async function maskBody(source: Readable, facts: BodyFacts, options: FieldsOptions): Promise<MaskedBody> {
  const pack = facts.gzip ? [createGzip()] : [];
  const unpack = facts.gzip ? [createGunzip()] : [];
  if (facts.document && facts.size <= documentBytes) {
    const bytes = await collect(through(source, unpack));
    const fields = new Fields(options);
    const masked = maskDocument(bytes, fields);
    if (masked !== undefined) return { body: through(Readable.from([masked]), pack), fields };
    // Not one document: a record a line, counted anew.
    const lines = new Fields(options);
    return { body: through(Readable.from([bytes]), [transformOf(facts, lines), ...pack]), fields: lines };
  }
  const fields = new Fields(options);
  return { body: through(source, [...unpack, transformOf(facts, fields), ...pack]), fields };
}

function maskDocument(bytes: Buffer, fields: Fields): Buffer | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return Buffer.from(maskJsonLine(text, fields), "utf8");
  } catch (error) {
    if (error instanceof FormatError || error instanceof TypeError) return undefined;
    throw error;
  }
}

const transformOf = (facts: BodyFacts, fields: Fields) =>
  facts.route === "csv" ? csvTransform(fields) : lineTransform((line) => maskJsonLine(line, fields));

// An error in any step ends all of them; whoever reads the last one sees it.
function through(source: Readable, steps: readonly Duplex[]): Readable {
  return steps.length === 0 ? source : (pipeline([source, ...steps], () => {}) as unknown as Readable);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
