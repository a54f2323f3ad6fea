/** Scans CSV as it streams, with the names of its first row as places. */
import { CsvRows } from "./csv-rows.ts";
import type { Look, Place } from "./place.ts";

/**
 * Gives every field of a CSV text; the names of its first row too, for they may be data.
 *
 * @returns the number of rows behind the first
 * @throws ScanError when a quoted field does not end, or a row is longer than 64 Mi characters
 */
export async function scanCsv(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, root: Place, look: Look): Promise<number> {
  let places: Place[] | undefined;
  const rows = new CsvRows((fields) => {
    if (places === undefined) {
      for (const field of fields) look(root.namePlace, field, "name");
      places = fields.map((field, i) => column(root, field.trim(), i));
      return;
    }
    for (let i = places.length; i < fields.length; i++) places.push(column(root, `column ${i + 1}`, i));
    for (let i = 0; i < fields.length; i++) look(places[i]!, fields[i]!, "text");
  });
  // It leaves out the mark of the byte order.
  const decoder = new TextDecoder();
  for await (const chunk of chunks) rows.push(decoder.decode(chunk, { stream: true }));
  rows.push(decoder.decode());
  rows.end();
  return Math.max(0, rows.rows - 1);
}

function column(root: Place, name: string, i: number): Place {
  const place = root.member(name);
  place.number = i + 1;
  return place;
}
