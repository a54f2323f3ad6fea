/** How much of one thing the maskers hold: memory stays bounded whatever the object's size. */

/** The longest line, CSV record, or text within one JSON document, in bytes (16 MiB). A longer one is a FormatError. */
export const longestPiece = 16 * 1024 * 1024;

/** The most levels of objects and lists within each other. */
export const deepest = 500;

/** The most places (names below names) that are remembered; rarer ones are decided again each time. */
export const mostPlaces = 10_000;

/** The largest Parquet file, and the largest row group unpacked, in bytes (64 MiB): a file is masked in memory. */
export const largestParquet = 64 * 1024 * 1024;
