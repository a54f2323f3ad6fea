/** Masks Parquet: a file of bounded size is read, masked row group by row group, and written with the same columns and types. */
import { brotliCompressSync, gzipSync } from "node:zlib";
import { type FileMetaData, parquetMetadata, parquetRead, type SchemaElement } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { FormatError, inRecord } from "./errors.ts";
import type { Field } from "./field.ts";
import type { Fields } from "./fields.ts";
import { largestParquet } from "./limits.ts";
import { kindOf, type ParquetKind, type Stored, storedOf, textOf } from "./parquet-value.ts";
import type { PlaceNode } from "./place-node.ts";

interface Column {
  readonly name: string;
  readonly element: SchemaElement;
  readonly kind: ParquetKind | undefined;
}

/** Metadata that describes columns and holds no values. */
const harmlessMetadata = new Set(["ARROW:schema", "pandas", "org.apache.spark.sql.parquet.row.metadata", "org.apache.spark.version"]);
const writable = { SNAPPY: undefined, GZIP: gzipSync, BROTLI: brotliCompressSync } as const;

/**
 * A Parquet file, masked. Texts, numbers, dates (undeclared ones become their year), timestamps, uuids and binaries keep their
 * types; what cannot be masked is null, and where null does not fit the file is refused, as are nested columns.
 *
 * @throws FormatError when the file is damaged, larger than 64 MiB, or has a column that cannot be masked; HoldError and
 * MaskingValueError as the other maskers do
 */
export async function* maskParquet(chunks: AsyncIterable<Uint8Array>, fields: Fields): AsyncGenerator<Uint8Array> {
  const bytes = await collected(chunks);
  const file = { byteLength: bytes.byteLength, slice: (start: number, end?: number) => bytes.slice(start, end) };
  const metadata = metadataOf(bytes);
  const columns = columnsOf(metadata);
  // Values are read and written as they are stored; the annotations come back with the footer.
  const bare = metadata.schema.map(withoutType);
  const writer = writerOf(metadata, bare);
  let start = 0;
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows);
    if (group.total_byte_size > largestParquet) throw new FormatError(`A row group has more than ${largestParquet} bytes unpacked`, 0);
    const data = await readGroup(file, { ...metadata, schema: bare }, start, end);
    const values = columns.map(({ name }) => data.get(name) ?? []);
    new RowMasker(fields, columns, values).mask(end - start);
    const columnData = columns.map(({ name }, i) => ({ name, data: values[i] as Stored[], columnIndex: false, offsetIndex: false }));
    if (end > start) await writer.write({ columnData, rowGroupSize: end - start });
    start = end;
  }
  writer.schema = metadata.schema;
  await writer.finish();
  yield (writer.writer as ByteWriter).getBytes();
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<ArrayBuffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > largestParquet) throw new FormatError(`A Parquet file is masked up to ${largestParquet} bytes, and this one is larger`, 0);
    pieces.push(chunk);
  }
  return new Uint8Array(Buffer.concat(pieces, length)).buffer;
}

function metadataOf(bytes: ArrayBuffer): FileMetaData {
  try {
    return parquetMetadata(bytes, { geoparquet: false });
  } catch {
    throw new FormatError("This is no Parquet file, or it is damaged or encrypted", 0);
  }
}

function columnsOf({ schema }: FileMetaData): readonly Column[] {
  return schema.slice(1).map((element) => {
    const { name, num_children: children, repetition_type: repetition } = element;
    if ((children ?? 0) > 0 || repetition === "REPEATED")
      throw new FormatError(`The Parquet column "${name}" is nested, and nested columns are not masked`, 0);
    return { name, element, kind: kindOf(element) };
  });
}

function withoutType({
  converted_type: _converted,
  logical_type: _logical,
  scale: _scale,
  precision: _precision,
  ...bare
}: SchemaElement): SchemaElement {
  return bare;
}

function writerOf({ row_groups: groups, key_value_metadata: pairs = [] }: FileMetaData, schema: SchemaElement[]): ParquetWriter {
  const codec = groups[0]?.columns[0]?.meta_data?.codec ?? "SNAPPY";
  const { GZIP, BROTLI } = writable;
  return new ParquetWriter({
    writer: new ByteWriter(),
    schema,
    codec: codec === "UNCOMPRESSED" || Object.hasOwn(writable, codec) ? codec : "SNAPPY",
    compressors: { GZIP, BROTLI },
    statistics: false,
    kvMetadata: pairs.filter(({ key }) => harmlessMetadata.has(key)),
  });
}

async function readGroup(
  file: { byteLength: number; slice: (start: number, end?: number) => ArrayBuffer },
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<Map<string, Stored[]>> {
  const found = new Map<string, Stored[]>();
  try {
    await parquetRead({
      file,
      metadata,
      rowStart,
      rowEnd,
      compressors,
      utf8: false,
      geoparquet: false,
      onChunk: ({ columnName, columnData, rowStart: from }) => {
        const column = found.get(columnName) ?? new Array<Stored>(rowEnd - rowStart).fill(null);
        for (let i = 0; i < columnData.length; i++) column[from + i - rowStart] = columnData[i] as Stored;
        found.set(columnName, column);
      },
    });
  } catch {
    throw new FormatError("The Parquet file is damaged, or packed with what is not known", 0);
  }
  return found;
}

/** Masks the rows of a group in place. */
class RowMasker {
  readonly #fields: Fields;
  readonly #columns: readonly Column[];
  readonly #values: readonly Stored[][];
  readonly #places = new Map<PlaceNode, readonly Field[]>();
  #row = 0;

  constructor(fields: Fields, columns: readonly Column[], values: readonly Stored[][]) {
    this.#fields = fields;
    this.#columns = columns;
    this.#values = values;
  }

  mask(rows: number): void {
    // The row's fields are read before any of them is masked.
    for (this.#row = 0; this.#row < rows; this.#row++) {
      const originals = this.#values.map((values) => values[this.#row]);
      const row = (name: string): string | null => {
        const i = this.#columns.findIndex((column) => column.name === name);
        return this.#text(i, originals[i]) ?? null;
      };
      const all = this.#fieldsIn(this.#fields.begin(row));
      try {
        for (const [i, values] of this.#values.entries()) {
          const masked = this.#one(i, originals[i], all[i] as Field);
          const { name, element } = this.#columns[i] as Column;
          if (masked === undefined && element.repetition_type === "REQUIRED")
            throw new FormatError(`A value of the Parquet column "${name}" cannot be masked, and the column takes no null`, 0);
          values[this.#row] = masked ?? null;
        }
      } catch (error) {
        throw inRecord(error, this.#fields.counters.records, 0);
      }
    }
  }

  #fieldsIn(root: PlaceNode): readonly Field[] {
    let found = this.#places.get(root);
    if (found === undefined) {
      found = this.#columns.map(({ name }, i) => this.#fields.column(name, i + 1));
      this.#places.set(root, found);
    }
    return found;
  }

  #text(i: number, value: Stored): string | undefined {
    const column = this.#columns[i];
    if (column?.kind === undefined || value === null || value === undefined) return undefined;
    try {
      return textOf(value, column.kind, column.element);
    } catch {
      throw new FormatError(`A text of the Parquet column "${column.name}" is not UTF-8`, 0);
    }
  }

  // The masked value; undefined when nothing but null is allowed in its place.
  #one(i: number, value: Stored, field: Field): Stored {
    const { kind, element } = this.#columns[i] as Column;
    if (value === null || value === undefined) return value;
    if (kind === "boolean") return field.boolean() ? value : undefined;
    if (kind === "binary" || kind === undefined) return field.binary() ? value : undefined;
    const passes = kind === "text" ? field.keeps : kind === "date" ? field.keeps : field.passesNumbers;
    const text = this.#text(i, value);
    if (passes) {
      if (kind === "text") field.keepText();
      else field.number("");
      return value;
    }
    if (text === undefined) return undefined;
    if (kind === "date" && !field.decided.declared) return storedOf(`${text.slice(0, 4)}-01-01`, kind, element);
    const masked = kind === "number" ? field.number(text) : field.text(text);
    return masked === null || masked === undefined ? undefined : storedOf(masked, kind, element);
  }
}
