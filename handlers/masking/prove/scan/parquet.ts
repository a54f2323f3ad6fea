/** Scans Parquet: its rows, and what its footer says of them. */
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { ScanError } from "./errors.ts";
import type { Look, Place } from "./place.ts";
import { scanValue } from "./value.ts";

/**
 * Gives every value of a Parquet file, a group of rows at a time; then the least and greatest values and the key-value
 * metadata of the footer, which would keep originals where only pages were masked.
 *
 * @returns the number of rows
 * @throws ScanError when the file is not Parquet or is encoded in a way that cannot be read
 */
export async function scanParquet(file: AsyncBuffer, root: Place, look: Look): Promise<number> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  try {
    const metadata = await parquetMetadataAsync(file);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      for (const row of await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd })) scanValue(row, root, look);
      rowStart = rowEnd;
    }
    scanFooter(metadata, root, look);
    return rowStart;
  } catch (error) {
    if (error instanceof ScanError) throw error;
    // The reader's own message may quote what it read.
    throw new ScanError("The Parquet file cannot be read.");
  }
}

function scanFooter(metadata: FileMetaData, root: Place, look: Look): void {
  for (const { key, value = "" } of metadata.key_value_metadata ?? []) {
    look(root.member("#metadata").namePlace, key, "name");
    look(root.member("#metadata"), value, "text");
  }
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: about } of columns) {
      if (about?.statistics === undefined) continue;
      const place = about.path_in_schema.reduce((at, name) => at.member(name), root);
      const { min, max, min_value, max_value } = about.statistics;
      for (const value of [min, max, min_value, max_value])
        if (value !== undefined) scanValue(value, place, (at, text, kind) => look(at, text, kind === "text" ? "bound" : kind));
    }
  }
}
