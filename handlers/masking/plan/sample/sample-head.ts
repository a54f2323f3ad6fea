/** Samples the records at the beginning of an object or a file, which may be cut off anywhere; pure. */
import { parse as parseCsv } from "csv-parse/sync";
import { type CsvDialect, delimiterOf, type Format, headerOf } from "../../formats/index.ts";
import { closedJson } from "./closed-json.ts";
import { plainItem } from "./plain-item.ts";
import type { RecordSampler } from "./sampler.ts";

/** What is known of the beginning, and what is wanted of it. */
export interface HeadOptions {
  readonly format: Exclude<Format, "parquet">;
  /** The beginning is all of it. */
  readonly isWhole: boolean;
  readonly csv?: CsvDialect | undefined;
  /** Records that are looked at; 100 when absent. */
  readonly most?: number;
  /** Told the number of a record, from 1, that is damaged: it may throw. */
  readonly onDamage?: (record: number) => void;
}

const mostRecords = 100;

/**
 * Gives a sampler the first records. What is cut off is passed over, and so is what is damaged where nobody is told: whoever
 * masks it says so.
 *
 * @param head - the first bytes, unpacked
 * @throws FormatError when somebody is told of damage, and a CSV's header names a column twice
 */
export function sampleHead(sampler: RecordSampler, head: Uint8Array, options: HeadOptions): void {
  const text = new TextDecoder().decode(head);
  const { format, most = mostRecords } = options;
  switch (format) {
    case "text":
      for (const line of linesOf(text, options)) sampler.add({ line });
      return;
    case "ndjson":
      for (const record of parsedLines(text, options)) sampler.add(record);
      return;
    case "dynamodb":
      sampleItems(sampler, text, options);
      return;
    case "json":
      for (const record of recordsOf(text, options).slice(0, most)) sampler.add(record);
      return;
    case "csv":
      sampleRows(sampler, text, options);
  }
}

// The last line may go on behind the beginning.
function linesOf(text: string, { isWhole, most = mostRecords }: HeadOptions): string[] {
  const lines = text.split("\n", most + 1);
  if (!isWhole || lines.length > most) lines.pop();
  return lines.filter((line) => line.trim() !== "");
}

function parsedLines(text: string, options: HeadOptions): readonly unknown[] {
  return linesOf(text, options).map((line, i) => {
    const value = jsonOf(line);
    if (value === undefined) options.onDamage?.(i + 1);
    return value;
  });
}

function sampleItems(sampler: RecordSampler, text: string, options: HeadOptions): void {
  for (const [i, line] of parsedLines(text, options).entries()) {
    const item = typeof line === "object" && line !== null ? Object.getOwnPropertyDescriptor(line, "Item")?.value : undefined;
    if (typeof item === "object" && item !== null && !Array.isArray(item)) sampler.add(plainItem(item));
    else options.onDamage?.(i + 1);
  }
}

// One document, a list of records or one that is cut off, or records that follow each other.
function recordsOf(text: string, options: HeadOptions): readonly unknown[] {
  const mayBeCut = !options.isWhole || options.onDamage === undefined;
  const whole = jsonOf(text) ?? (mayBeCut ? jsonOf(closedJson(text)) : undefined);
  if (whole === undefined) return parsedLines(text, options);
  return Array.isArray(whole) ? whole : [whole];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function sampleRows(sampler: RecordSampler, text: string, options: HeadOptions): void {
  const rows = csvRows(options.isWhole ? text : text.slice(0, text.lastIndexOf("\n") + 1), options);
  const [head = []] = rows;
  const header = headerIn(head, sampler, options);
  for (const row of header === undefined ? rows : rows.slice(1)) sampler.addRow(row, header);
}

function csvRows(text: string, { csv = {}, most = mostRecords, isWhole, onDamage }: HeadOptions): readonly string[][] {
  const { quote = '"' } = csv;
  const [first = ""] = text.split(/\r?\n/, 1);
  const delimiter = csv.delimiter ?? delimiterOf(first, quote);
  const relaxed = onDamage === undefined ? { relax_column_count: true, relax_quotes: true, skip_records_with_error: true } : {};
  const rows: string[][] = [];
  const onRecord = (row: string[]): null => {
    rows.push(row);
    return null;
  };
  try {
    parseCsv(text, {
      delimiter,
      quote: quote || false,
      escape: (csv.escape ?? quote) || null,
      to: most + 1,
      skip_empty_lines: true,
      on_record: onRecord,
      ...relaxed,
    });
  } catch {
    // A quoted field that is cut off, or damage.
    if (isWhole) onDamage?.(rows.length + 1);
  }
  return rows;
}

function headerIn(row: readonly string[], sampler: RecordSampler, { csv, onDamage }: HeadOptions): readonly string[] | undefined {
  try {
    return headerOf(row, 0, csv?.header, (column) => sampler.isRuled(column));
  } catch (error) {
    if (onDamage !== undefined) throw error;
    return undefined;
  }
}
