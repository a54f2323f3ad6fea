/** Scans a stream by its form. */
import { scanCsv } from "./csv.ts";
import { JsonScanner } from "./json.ts";
import type { Look, Place } from "./place.ts";
import { scanLine } from "./text.ts";

/** The forms that stream; `json` is a document or a record a line, `text` what has no other form. */
export type StreamForm = "csv" | "json" | "text";

/**
 * Gives every text of a stream.
 *
 * @throws ScanError when the stream is not of its form
 */
export async function scanStream(form: StreamForm, chunks: AsyncIterable<Uint8Array>, root: Place, look: Look): Promise<void> {
  if (form === "csv") {
    await scanCsv(chunks, root, look);
    return;
  }
  if (form === "json") {
    const scanner = new JsonScanner(root, look);
    for await (const text of textsOf(chunks)) scanner.push(text);
    scanner.end();
    return;
  }
  for await (const line of linesOf(chunks)) scanLine(line, root, look);
}

async function* textsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

// Not by node:readline, which ends a line at U+2028 too.
async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let waiting: string[] = [];
  for await (const text of textsOf(chunks)) {
    const [first = "", ...others] = text.split("\n");
    waiting.push(first);
    for (const next of others) {
      yield waiting.join("").replace(/\r$/, "");
      waiting = [next];
    }
  }
  yield waiting.join("").replace(/\r$/, "");
}
