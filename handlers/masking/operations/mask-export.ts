/** Masks the lines of an export's data file, and looks at every item that comes out. */
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { type FieldsOptions, FormatError, maskStream } from "../formats/index.ts";
import type { MaskedKeys } from "./masked-keys.ts";
import type { KeyValues, RefusedItems } from "./refused-items.ts";

/** The masker of one data file: packed when it comes in, not when it goes out. */
export interface MaskedExport {
  /** Items until now, and what was done with them. */
  readonly counters: ReturnType<typeof maskStream>["counters"];
  /** @throws FormatError where the data is damaged or no export; HoldError and MaskingValueError as maskStream does */
  mask(packed: Readable): AsyncIterable<Uint8Array>;
}

/** A masker that tells each item's masked key to `masked`, and each item to `refused`. */
export function maskExport(options: FieldsOptions, masked: Pick<MaskedKeys, "add">, refused: RefusedItems): MaskedExport {
  const { names, keyLength } = refused;
  const onKey = (text: string): void => {
    const values = JSON.parse(text) as KeyValues;
    refused.key(values);
    masked.add(names.length === keyLength ? text : JSON.stringify(values.slice(0, keyLength)));
  };
  const stream = maskStream("dynamodb", { ...options, masked: { names, onKey } });
  return {
    get counters() {
      return stream.counters;
    },
    mask: (packed) => byLine(stream.mask(unpacked(packed)), (line) => refused.line(line)),
  };
}

async function* unpacked(packed: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* pipeline(packed, createGunzip({ chunkSize: 256 * 1024 }), () => {});
  } catch (error) {
    const { code = "" } = error as { code?: string };
    throw code.startsWith("Z_") ? new FormatError("The gzip data ends too early or is damaged", 0) : error;
  }
}

// Passes the pieces on, and each line whole to `see`.
async function* byLine(chunks: AsyncIterable<Uint8Array>, see: (line: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array[] = [];
  const end = (piece: Uint8Array): void => {
    see(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
    rest = [];
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      end(chunk.subarray(from, at));
      from = at + 1;
    }
    if (from < chunk.length) rest.push(Uint8Array.from(chunk.subarray(from)));
    yield chunk;
  }
  end(new Uint8Array(0));
}
