/** Where a distributed Map finds its items: a listing of S3, or a file there. */
import type { z } from "zod";
import type { Ref, Val } from "../expressions/index.ts";

/** What a listing says of an object; the time is in seconds since 1970. */
export interface S3Object {
  readonly Key: string;
  readonly Size: number;
  readonly LastModified: number;
  readonly Etag: string;
  readonly StorageClass: string;
}

/** Columns of a CSV file: they hold texts, whatever they look like. */
export type Columns = { readonly [column: string]: string | undefined };

interface Limited {
  /** Reads no more items than this. */
  readonly atMost?: number | Ref<number>;
}
interface File<S> extends Limited {
  /** What one item looks like. */
  readonly item: S;
  readonly bucket: Val<string>;
  readonly key: Val<string>;
}

/** Every object under a prefix; the items are what S3 says of them. */
export interface ListReader extends Limited {
  readonly format: "LIST";
  readonly bucket: Val<string>;
  readonly prefix?: Val<string>;
  readonly item?: never;
}
/** A file with an array (JSON), with one value a line (JSONL), or of columns (PARQUET). */
export interface ValuesReader<S extends z.ZodType> extends File<S> {
  readonly format: "JSON" | "JSONL" | "PARQUET";
}
/** A file with delimited texts. */
export interface CsvReader<S extends z.ZodType> extends File<S & z.ZodType<Columns>> {
  readonly format: "CSV";
  /** The names of the columns; the first row has them when absent. */
  readonly header?: readonly string[];
  /** `COMMA` when absent. */
  readonly delimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
}
/** A file that names other files: an inventory of S3, or what an `UNLOAD` of Athena wrote. */
export type ManifestReader<S extends z.ZodType> = File<S> & { readonly format: "MANIFEST" } & (
    | { readonly manifest: "S3_INVENTORY"; readonly data?: never }
    | {
        readonly manifest: "ATHENA_DATA";
        /** The format of the files that it names. */
        readonly data: "CSV" | "JSONL" | "PARQUET";
      }
  );
/** Any of them. */
export type ReaderOptions<S extends z.ZodType = z.ZodType> = ListReader | ValuesReader<S> | CsvReader<S> | ManifestReader<S>;

/** A distributed Map's items come from S3 or from the data. */
export type ItemSource<S extends z.ZodType, E> =
  | { readonly reader: ReaderOptions<S>; readonly items?: never }
  | { readonly items: Ref<readonly E[]>; readonly reader?: never };
