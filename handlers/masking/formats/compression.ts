/** Packs and unpacks what streams by: gzip, and zstd where this Node has it. */
import { type Duplex, pipeline, Readable } from "node:stream";
import * as zlib from "node:zlib";
import { FormatError } from "./errors.ts";
import { BrokenFrame, zstdFrames } from "./zstd-frames.ts";

/** How data is packed. */
export type Compression = "gzip" | "zstd";

/** Node has zstd from 22.15 on; its types of 20 do not. */
interface MaybeZstd {
  readonly createZstdDecompress?: (options: { chunkSize: number }) => Duplex;
  readonly createZstdCompress?: () => Duplex;
}

const chunkSize = 256 * 1024;

const noZstd = "It is packed with zstd, which Node knows from 22.15 on";
const zstd: MaybeZstd = zlib as unknown as MaybeZstd;

/** Whether this Node can unpack and pack it. */
export const canUnpack = (compression: Compression): boolean => compression === "gzip" || zstd.createZstdDecompress !== undefined;

/**
 * Data unpacked; gzip of several members, or zstd of several frames, is one text. Memory stays bounded however much it unpacks to.
 *
 * @throws FormatError when it ends too early, is damaged, or is packed with what this Node does not know
 */
export async function* unpack(chunks: AsyncIterable<Uint8Array>, compression: Compression): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of compression === "gzip" ? through(chunks, zlib.createGunzip({ chunkSize })) : unpackZstd(chunks)) {
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw isDamage(error) ? new FormatError(`The ${compression} data ends too early or is damaged`, length) : error;
  }
}

async function* unpackZstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const create = zstd.createZstdDecompress;
  if (create === undefined) throw new FormatError(noZstd, 0);
  for await (const frame of zstdFrames(chunks)) yield* through(frame, create({ chunkSize }));
}

/** Data packed. */
export async function* pack(chunks: AsyncIterable<Uint8Array>, compression: Compression): AsyncGenerator<Uint8Array> {
  const packer = compression === "gzip" ? zlib.createGzip({ level: 1, chunkSize }) : zstd.createZstdCompress?.();
  if (packer === undefined) throw new FormatError(noZstd, 0);
  yield* through(chunks, packer);
}

// An error on either side ends both; whoever reads sees it.
function through(chunks: AsyncIterable<Uint8Array>, step: Duplex): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(chunks, { objectMode: false }), step, () => {});
}

function isDamage(error: unknown): boolean {
  if (error instanceof BrokenFrame) return true;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === "string" && /^(?:Z_|ZSTD_|ERR_ZSTD)/.test(code);
}
