/** The vectors' key and the formats' maskers on a text in one piece, for tests. */
import { deriveKeys } from "../../../handlers/masking/engine/index.ts";
import { type Format, type FormatCounters, type MaskStreamOptions, maskStream } from "../../../handlers/masking/formats/index.ts";
import { parseRules } from "../../../handlers/masking/rules/index.ts";

/** The vectors' key. */
export const keys = deriveKeys(Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "hex"));

/** The seed's rules. */
export const seedRules = { email: "test+{{hash}}@example.com", ssn: "XXX-XX-{{last:4}}", status: "{{keep}}" };

/** Options for the service `billing`, table `accounts`. */
export function optionsOf(rules: object, more: Partial<MaskStreamOptions> = {}): MaskStreamOptions {
  return { keys, rules: parseRules(rules, "rules"), service: "billing", table: "accounts", ...more };
}

/** What came out of a stream, what was counted, and why it stopped. */
export interface Outcome {
  readonly out: Buffer;
  readonly text: string;
  readonly counters: FormatCounters;
  readonly error: unknown;
}

/** Masks pieces of data; an error is part of the outcome. */
export async function outcomeOf(
  format: Format,
  pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array>,
  rules: object,
  more: Partial<MaskStreamOptions> = {},
): Promise<Outcome> {
  const stream = maskStream(format, optionsOf(rules, more));
  const chunks: Uint8Array[] = [];
  let error: unknown;
  try {
    for await (const chunk of stream.mask(bytesOf(pieces))) chunks.push(chunk);
  } catch (thrown) {
    error = thrown;
  }
  const out = Buffer.concat(chunks);
  return { out, text: out.toString("utf8"), counters: stream.counters, error };
}

/** The masked text. @throws what the masker throws */
export async function maskText(format: Format, text: string, rules: object, more: Partial<MaskStreamOptions> = {}): Promise<string> {
  const outcome = await outcomeOf(format, [text], rules, more);
  if (outcome.error !== undefined) throw outcome.error;
  return outcome.text;
}

/** A text cut into pieces of so many bytes. */
export function piecesOf(text: string | Buffer, size: number): Buffer[] {
  const bytes = Buffer.from(text as string);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

async function* bytesOf(pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield typeof piece === "string" ? Buffer.from(piece) : piece;
}
