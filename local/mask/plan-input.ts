/** Plans the masking of an input from a sample of its records. */
import { FormatError, unpack } from "../../handlers/masking/formats/index.ts";
import { type Plan, planOf, RecordSampler, sampleHead } from "../../handlers/masking/plan/index.ts";
import type { InputForm } from "./mask-input.ts";
import type { KeyedSource, Source } from "./source.ts";

/** No more than the first 16 MiB are looked at. */
const mostBytes = 16 * 1024 * 1024;

/**
 * The plan for an input: what would become of each place in its first records, and why.
 *
 * @param records - how many records are looked at
 * @throws FormatError when one of them is not of its format
 */
export async function planInput(
  chunks: AsyncIterable<Uint8Array>,
  { format, compression, csv }: InputForm,
  { rules, service, table, keyAttributes }: Source & Pick<KeyedSource, "keyAttributes">,
  records: number,
): Promise<Plan> {
  if (format === "parquet" || format === "text")
    throw new FormatError(`A plan is made for ndjson, json, csv and dynamodb, not for ${format}`, 0);
  const store = format === "dynamodb" ? "dynamodb" : "records";
  const sampler = new RecordSampler({ rules, store, service, table, indexKeys: keyAttributes.map(({ name }) => name) });
  const unpacked = compression === undefined ? chunks : unpack(chunks, compression);
  const { head, isWhole } = await headOf(unpacked, format === "json" ? Number.POSITIVE_INFINITY : records);
  const onDamage = (record: number): never => {
    throw new FormatError(`This is no ${names[format]}`, 0, record);
  };
  sampleHead(sampler, head, { format, csv, isWhole, most: records, onDamage });
  return planOf({ rules, places: sampler.places() });
}

const names = { ndjson: "JSON", json: "JSON", csv: "CSV", dynamodb: "line of a DynamoDB export, which has an Item" } as const;

// The beginning, up to the end of so many lines and a few more.
async function headOf(chunks: AsyncIterable<Uint8Array>, lines: number): Promise<{ head: Uint8Array; isWhole: boolean }> {
  const pieces: Uint8Array[] = [];
  let [length, ends] = [0, 0];
  for await (const chunk of chunks) {
    pieces.push(chunk);
    length += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) ends++;
    if (length > mostBytes || ends > lines + 1) return { head: Buffer.concat(pieces).subarray(0, mostBytes), isWhole: false };
  }
  return { head: Buffer.concat(pieces), isWhole: true };
}
