/** Unpacks the beginning of packed data, whose end is missing. */
import * as zlib from "node:zlib";
import type { Compression } from "./compression.ts";

/** Node has zstd from 22.15 on; its types of 20 do not. */
interface MaybeZstd {
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: { finishFlush: number; maxOutputLength: number }) => Buffer;
  readonly constants: { readonly ZSTD_e_flush?: number };
}

const zstd = zlib as unknown as MaybeZstd;

/** What the first bytes of packed data hold. */
export interface UnpackedHead {
  readonly head: Uint8Array;
  /** All that was given is in it. */
  readonly isAll: boolean;
}

/**
 * What the first bytes unpack to, as far as they go; undefined when they are damaged, or this Node cannot unpack them.
 *
 * @param most - the most bytes that are given; where all would be more, it is what a part of the beginning unpacks to
 */
export function unpackHead(bytes: Uint8Array, compression: Compression, most: number): UnpackedHead | undefined {
  for (let { length } = bytes; length > 0; length >>= 2) {
    try {
      const head = unpacked(bytes.subarray(0, length), compression, most);
      return head && { head, isAll: length === bytes.length };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_BUFFER_TOO_LARGE") return undefined;
    }
  }
  return undefined;
}

function unpacked(bytes: Uint8Array, compression: Compression, maxOutputLength: number): Uint8Array | undefined {
  if (compression === "gzip") return zlib.gunzipSync(bytes, { finishFlush: zlib.constants.Z_SYNC_FLUSH, maxOutputLength });
  return zstd.zstdDecompressSync?.(bytes, { finishFlush: zstd.constants.ZSTD_e_flush ?? 0, maxOutputLength });
}
