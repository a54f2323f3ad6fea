/** Plans the masking of an input from a sample of its records. */
import { createInterface } from "node:readline";
import { type Duplex, pipeline, Readable } from "node:stream";
import { parse as parseCsv } from "csv-parse";
import { delimiterOf, FormatError, headerOf, unpack } from "../../handlers/masking/formats/index.ts";
import { type Plan, plainItem, planOf, RecordSampler } from "../../handlers/masking/plan/index.ts";
import { findRule } from "../../handlers/masking/rules/index.ts";
import { resumed } from "../../handlers/shared/resumed.ts";
import type { InputForm } from "./mask-input.ts";
import type { KeyedSource, Source } from "./source.ts";

/** A document is read whole for its plan, up to so many bytes. */
const largestDocument = 64 * 1024 * 1024;

/**
 * The plan for an input: what would become of each place in its first records, and why.
 *
 * @param records - how many records are looked at
 * @throws FormatError when a record is not of its format, and for a JSON document of more than 64 MiB
 */
export async function planInput(
  chunks: AsyncIterable<Uint8Array>,
  form: InputForm,
  source: Source & Pick<KeyedSource, "keyAttributes">,
  records: number,
): Promise<Plan> {
  const { rules, service, table, keyAttributes } = source;
  const store = form.format === "dynamodb" ? "dynamodb" : "records";
  const sampler = new RecordSampler({ rules, store, service, table, indexKeys: keyAttributes.map(({ name }) => name) });
  const { compression } = form;
  await sample(compression === undefined ? chunks : unpack(chunks, compression), form, source, sampler, records);
  return planOf({ rules, places: sampler.places() });
}

async function sample(
  chunks: AsyncIterable<Uint8Array>,
  form: InputForm,
  source: Source,
  sampler: RecordSampler,
  most: number,
): Promise<void> {
  switch (form.format) {
    case "ndjson":
    case "dynamodb":
      return sampleLines(chunks, form.format === "dynamodb", sampler, most);
    case "json":
      return sampleDocument(chunks, sampler, most);
    case "csv":
      return sampleCsv(chunks, form, source, sampler, most);
    default:
      throw new FormatError(`A plan is made for ndjson, json, csv and dynamodb, not for ${form.format}`, 0);
  }
}

async function sampleLines(chunks: AsyncIterable<Uint8Array>, items: boolean, sampler: RecordSampler, most: number): Promise<void> {
  let record = 0;
  for await (const line of createInterface({ input: Readable.from(chunks), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === "") continue;
    if (++record > most) return;
    const value = parsed(line.replace(/^\ufeff/, ""), record);
    sampler.add(items ? plainItem(itemOf(value, record)) : value);
  }
}

async function sampleDocument(chunks: AsyncIterable<Uint8Array>, sampler: RecordSampler, most: number): Promise<void> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > largestDocument) throw new FormatError(`A plan reads a JSON document of at most ${largestDocument} bytes`, length);
    pieces.push(chunk);
  }
  const value = parsed(
    Buffer.concat(pieces)
      .toString("utf8")
      .replace(/^\ufeff/, ""),
    1,
  );
  for (const record of Array.isArray(value) ? value.slice(0, most) : [value]) sampler.add(record);
}

async function sampleCsv(
  chunks: AsyncIterable<Uint8Array>,
  { csv = {} }: InputForm,
  { rules, service, table }: Source,
  sampler: RecordSampler,
  most: number,
): Promise<void> {
  const { quote = '"' } = csv;
  const isRuled = (column: string): boolean => findRule(rules, { service, table, column }) !== undefined;
  let names: readonly string[] | undefined;
  let row = 0;
  const add = (cells: readonly string[]): void => {
    if (row++ === 0) names = headerOf(cells, 0, csv.header, isRuled);
    if (row > 1 || names === undefined) sampler.addRow(cells, names);
  };
  const parser = (first: Uint8Array) => {
    const [line = ""] = Buffer.from(first).toString("utf8").split(/\r?\n/, 1);
    return parseCsv({ bom: true, to: most + 1, delimiter: csv.delimiter ?? delimiterOf(line, quote), quote: quote || false });
  };
  try {
    for await (const cells of rowsOf(chunks, parser)) add(cells);
  } catch (error) {
    throw error instanceof FormatError ? error : new FormatError("This is no CSV", 0, row + 1);
  }
}

async function* rowsOf(chunks: AsyncIterable<Uint8Array>, parser: (first: Uint8Array) => Duplex): AsyncGenerator<string[]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  yield* pipeline(Readable.from(resumed([first.value], iterator)), parser(first.value), () => {}) as AsyncIterable<string[]>;
}

function parsed(text: string, record: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new FormatError("This is no JSON", 0, record);
  }
}

function itemOf(value: unknown, record: number): Readonly<Record<string, unknown>> {
  const item = typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, "Item")?.value : undefined;
  if (typeof item !== "object" || item === null || Array.isArray(item))
    throw new FormatError("A line of a DynamoDB export has an Item", 0, record);
  return item as Readonly<Record<string, unknown>>;
}
