/** Samples the records at the beginning of an object, which may be cut off anywhere; pure. */
import { parse as parseCsv } from "csv-parse/sync";
import { delimiterOf, type Format, headerOf } from "../../formats/index.ts";
import type { RecordSampler } from "./sampler.ts";

/** What is known of the beginning. */
export interface HeadOptions {
  readonly format: Exclude<Format, "dynamodb" | "parquet">;
  /** The beginning is the whole object. */
  readonly isWhole: boolean;
  /** Whether a rule names a column; headers of CSV are recognised by it. */
  readonly isRuled: (column: string) => boolean;
}

const mostRecords = 100;

/**
 * Gives a sampler up to 100 records. What is damaged or cut off is passed over: whoever masks the object says so.
 *
 * @param head - the first bytes, unpacked
 */
export function sampleHead(sampler: RecordSampler, head: Uint8Array, { format, isWhole, isRuled }: HeadOptions): void {
  const text = new TextDecoder().decode(head);
  const lines = text.split("\n", mostRecords + 1);
  // The last line goes on behind the beginning.
  if (!isWhole || lines.length > mostRecords) lines.pop();
  switch (format) {
    case "text":
      for (const line of lines) sampler.add({ line });
      return;
    case "ndjson":
      for (const line of lines) sampler.add(jsonOf(line));
      return;
    case "json":
      for (const record of recordsOf(text, lines).slice(0, mostRecords)) sampler.add(record);
      return;
    case "csv":
      sampleRows(sampler, lines.join("\n"), isRuled);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

// One document, records that follow each other, or a list that is cut off behind one of its items.
function recordsOf(text: string, lines: readonly string[]): readonly unknown[] {
  const whole = jsonOf(text) ?? jsonOf(`${text.slice(0, endOfItems(text))}]`);
  if (whole === undefined) return lines.map(jsonOf);
  return Array.isArray(whole) ? whole : [whole];
}

/** Where the last whole object of a list ends; 0 when the text is no list of objects. */
function endOfItems(text: string): number {
  if (!/^\s*\[/.test(text)) return 0;
  let end = 0;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === "[" || token === "{") depth++;
    else if ((token === "]" || token === "}") && --depth === 1 && token === "}") end = index + 1;
  }
  return end;
}

function sampleRows(sampler: RecordSampler, text: string, isRuled: (column: string) => boolean): void {
  const [first = ""] = text.split(/\r?\n/, 1);
  const rows = csvRows(text, delimiterOf(first, '"'));
  const [head = []] = rows;
  const header = headerIn(head, isRuled);
  for (const row of header === undefined ? rows : rows.slice(1)) sampler.addRow(row, header);
}

function csvRows(text: string, delimiter: string): string[][] {
  const options = { bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_records_with_error: true };
  try {
    return parseCsv(text, options);
  } catch {
    // A quoted field is cut off.
    return [];
  }
}

function headerIn(row: readonly string[], isRuled: (column: string) => boolean): readonly string[] | undefined {
  try {
    return headerOf(row, 0, undefined, isRuled);
  } catch {
    return undefined;
  }
}
