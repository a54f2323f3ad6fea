/** Reads the beginning of an input, says what it is, and gives all of it on. */
import type { Readable } from "node:stream";
import { type Compression, type Format, guessFormat } from "../../handlers/masking/formats/index.ts";
import { resumed } from "../../handlers/shared/resumed.ts";

/** An input whose beginning was looked at. */
export interface Input {
  readonly format: Format | undefined;
  readonly compression: Compression | undefined;
  /** All of it, the beginning included. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

const headBytes = 64 * 1024;

/**
 * Looks at the first 64 KiB of a stream.
 *
 * @param name - a file's name, whose extension says more than the bytes
 */
export async function openInput(stream: Readable, name = ""): Promise<Input> {
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const head: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const next = await iterator.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.length;
  }
  const { format, compression } = guessFormat(name, Buffer.concat(head));
  return { format, compression, chunks: resumed(head, iterator) };
}
