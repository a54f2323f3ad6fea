/** CSV items: one object a row, its members named by the headers. */
import { parse } from "csv-parse/sync";
import type { ItemReader } from "../definition/asl.ts";
import { errorNames, StateFailure } from "../errors.ts";
import { type JsonObject, setMember } from "../json.ts";

const delimiters = new Map([
  ["COMMA", ","],
  ["PIPE", "|"],
  ["SEMICOLON", ";"],
  ["SPACE", " "],
  ["TAB", "\t"],
]);

/** @throws StateFailure States.ItemReaderFailed */
export function parseCsv(text: string, config: NonNullable<ItemReader["ReaderConfig"]>): JsonObject[] {
  const delimiter = delimiters.get(config.CSVDelimiter ?? "COMMA") ?? ",";
  let rows: string[][];
  try {
    rows = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, bom: true }) as string[][];
  } catch (error) {
    throw new StateFailure(errorNames.itemReader, error instanceof Error ? error.message : String(error));
  }
  const headers = config.CSVHeaderLocation === "GIVEN" ? (config.CSVHeaders ?? []) : (rows.shift() ?? []);
  if (new Set(headers).size < headers.length) throw new StateFailure(errorNames.itemReader, "CSV headers cannot contain duplicates.");
  return rows.map((row) => {
    const item: JsonObject = {};
    for (const [index, header] of headers.entries()) setMember(item, header, row[index] ?? "");
    return item;
  });
}
