/** The Resource and ReaderConfig of an ItemReader, the same in both query languages but for a computed MaxItems. */
import type { ReaderOptions } from "../steps/index.ts";
import type { Rendered } from "../workflow-type.ts";

type Fields = Readonly<Record<string, Rendered>>;

/** The call that reads: a listing, or one file. */
export const readerResource = ({ format }: ReaderOptions): string =>
  `arn:aws:states:::s3:${format === "LIST" ? "listObjectsV2" : "getObject"}`;

/** The arguments of the call as they were written: Bucket and Key, or Bucket and Prefix. */
export const readerArguments = (reader: ReaderOptions): Readonly<Record<string, unknown>> =>
  reader.format === "LIST" ? { Bucket: reader.bucket, Prefix: reader.prefix } : { Bucket: reader.bucket, Key: reader.key };

function inputType(reader: ReaderOptions): Fields {
  switch (reader.format) {
    case "LIST":
      return {};
    case "CSV":
      return {
        InputType: "CSV",
        ...(reader.header ? { CSVHeaderLocation: "GIVEN", CSVHeaders: reader.header } : { CSVHeaderLocation: "FIRST_ROW" }),
        ...(reader.delimiter === undefined ? {} : { CSVDelimiter: reader.delimiter }),
      };
    case "MANIFEST":
      return reader.manifest === "ATHENA_DATA" ? { ManifestType: "ATHENA_DATA", InputType: reader.data } : { InputType: "MANIFEST" };
    default:
      return { InputType: reader.format };
  }
}

/**
 * The ReaderConfig, or undefined where there is nothing to say.
 *
 * @param limit - `{ MaxItems }`, `{ MaxItemsPath }` or nothing: how the query language says `atMost`
 */
export function readerConfig(reader: ReaderOptions, limit: Fields): Fields | undefined {
  const config = { ...inputType(reader), ...limit };
  return Object.keys(config).length === 0 ? undefined : config;
}
