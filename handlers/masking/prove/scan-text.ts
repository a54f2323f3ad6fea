/** Scans CSV and text of no known form. Shares no code with the maskers. */
import { parse } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import type { Leaf } from "./leaf.ts";

const options = { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true } as const;

const leaf = (names: readonly string[], field: string, i: number, row: number): Leaf =>
  row === 0 ? { place: "#name", text: field } : { place: names[i] ?? `column ${i + 1}`, text: field };

/** Every field of a CSV text, the header's names included. */
export function* scanCsv(text: string, delimiter = ","): Generator<Leaf> {
  const rows: string[][] = parseSync(text, { ...options, delimiter });
  for (const [row, fields] of rows.entries()) for (const [i, field] of fields.entries()) yield leaf(rows[0] ?? [], field, i, row);
}

/** scanCsv for a text in pieces, such as an object's body. */
export async function* scanCsvStream(chunks: AsyncIterable<Uint8Array | string>, delimiter = ","): AsyncGenerator<Leaf> {
  const parser = parse({ ...options, delimiter });
  const feed = (async () => {
    try {
      for await (const chunk of chunks) {
        if (!parser.write(chunk)) await new Promise((resolve) => parser.once("drain", resolve));
      }
      parser.end();
    } catch (error) {
      parser.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  let names: readonly string[] = [];
  let row = 0;
  for await (const fields of parser as AsyncIterable<string[]>) {
    if (row === 0) names = fields;
    for (const [i, field] of fields.entries()) yield leaf(names, field, i, row);
    row++;
  }
  await feed;
}

/** A line of any text: the line, and its words between blanks, quotes, brackets and separators. */
export function* scanText(line: string): Generator<Leaf> {
  yield { place: "line", text: line };
  for (const word of line.split(/[\s,;|"'<>()[\]{}=]+/)) if (word !== "" && word !== line) yield { place: "word", text: word };
}
