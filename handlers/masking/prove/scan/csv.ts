/** Scans CSV as it streams, with the names of its first row as places. */
import { parse } from "csv-parse";
import { ScanError } from "./errors.ts";
import type { Look, Place } from "./place.ts";

const separators = [",", ";", "\t", "|"];
const mostCharacters = 64 * 1024 * 1024;

/** The separator that the first line has most of, outside of quotes. */
export function separatorOf(firstLine: string): string {
  const open = firstLine.replace(/"[^"]*"/g, "");
  return separators.reduce((best, one) => (open.split(one).length > open.split(best).length ? one : best));
}

/**
 * Gives every field of a CSV text; the names of its first row too, for they may be data.
 *
 * @returns the number of rows behind the first
 * @throws ScanError when a quoted field does not end, or a record is longer than 64 Mi characters
 */
export async function scanCsv(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, root: Place, look: Look): Promise<number> {
  let names: Place[] | undefined;
  let parser: ReturnType<typeof parse> | undefined;
  let rows = 0;
  const row = (fields: readonly string[]): void => {
    if (names === undefined) {
      for (const field of fields) look(root.namePlace, field, "name");
      names = fields.map((field, i) => column(root, field.trim(), i));
      return;
    }
    rows++;
    for (let i = names.length; i < fields.length; i++) names.push(column(root, `column ${i + 1}`, i));
    for (let i = 0; i < fields.length; i++) look(names[i]!, fields[i]!, "text");
  };
  try {
    for await (const chunk of chunks) {
      parser ??= parserFor(chunk);
      const accepted = parser.write(chunk);
      drain(parser, row);
      if (!accepted && parser.writableNeedDrain) await new Promise((resolve) => parser!.once("drain", resolve));
    }
    if (parser === undefined) return 0;
    const ended = new Promise<void>((resolve, reject) => void parser!.once("end", resolve).once("error", reject));
    parser.on("readable", () => drain(parser!, row));
    parser.end();
    drain(parser, row);
    await ended;
  } catch (error) {
    // The parser's own message quotes what it read.
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code === "string" && code.startsWith("CSV_")) throw new ScanError(`The CSV cannot be read: ${code}, behind row ${rows}.`);
    throw error;
  }
  return rows;
}

function column(root: Place, name: string, i: number): Place {
  const place = root.member(name);
  place.number = i + 1;
  return place;
}

function parserFor(chunk: Uint8Array): ReturnType<typeof parse> {
  const firstLine = Buffer.from(chunk).toString("utf8").split(/\r?\n/, 1)[0] ?? "";
  return parse({
    bom: true,
    delimiter: separatorOf(firstLine),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: mostCharacters,
  });
}

function drain(parser: ReturnType<typeof parse>, row: (fields: readonly string[]) => void): void {
  for (let fields = parser.read() as string[] | null; fields !== null; fields = parser.read() as string[] | null) row(fields);
}
