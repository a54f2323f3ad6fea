/** Cuts zstd data into its frames (RFC 8878): Node's decompressor stops behind the first one, and takes a cut one for a whole one. */
/** The data is no zstd, or ends within a frame. */
export class BrokenFrame extends Error {
  override readonly name: string = "BrokenFrame";
}

/** Bytes to look at, or to go over. */
type Wish = { readonly read: number } | { readonly skip: number };

const magic = 0xfd2fb528;
const skippable = 0x184d2a50;
const dictionaryBytes = [0, 1, 2, 4];
const contentSizeBytes = [0, 2, 4, 8];

// The bytes of one frame, in order; what was read comes back as a little-endian number.
function* frame(): Generator<Wish, void, number> {
  const kind = yield { read: 4 };
  if ((kind & 0xfffffff0) >>> 0 === skippable) {
    yield { skip: yield { read: 4 } };
    return;
  }
  if (kind !== magic) throw new BrokenFrame("This is no zstd frame.");
  const descriptor = yield { read: 1 };
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentSize = descriptor >> 6 === 0 && isSingleSegment ? 1 : (contentSizeBytes[descriptor >> 6] ?? 0);
  yield { skip: (isSingleSegment ? 0 : 1) + (dictionaryBytes[descriptor & 3] ?? 0) + contentSize };
  for (let isLast = false; !isLast; ) {
    const header = yield { read: 3 };
    const isOneByteRepeated = ((header >> 1) & 3) === 1;
    yield { skip: isOneByteRepeated ? 1 : header >> 3 };
    isLast = (header & 1) === 1;
  }
  if ((descriptor & 4) !== 0) yield { skip: 4 };
}

/** Finds where one frame ends. */
class FrameEnd {
  readonly #frame = frame();
  #wish: IteratorResult<Wish, void> = this.#frame.next(0);
  #value = 0;
  #seen = 0;

  get isReached(): boolean {
    return this.#wish.done === true;
  }

  /** How many of the bytes belong to the frame. */
  take(bytes: Uint8Array): number {
    let at = 0;
    while (this.#wish.done !== true) {
      const wish = this.#wish.value;
      const wanted = "read" in wish ? wish.read : wish.skip;
      while ("read" in wish && at < bytes.length && this.#seen < wanted) this.#value += (bytes[at++] as number) * 2 ** (8 * this.#seen++);
      if ("skip" in wish) {
        const over = Math.min(wanted - this.#seen, bytes.length - at);
        this.#seen += over;
        at += over;
      }
      if (this.#seen < wanted) break;
      this.#wish = this.#frame.next(this.#value);
      this.#value = 0;
      this.#seen = 0;
    }
    return at;
  }
}

/**
 * The frames of zstd data, each a stream; one must be read to its end before the next.
 *
 * @throws BrokenFrame when a frame is not whole, or something else follows one
 */
export async function* zstdFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<AsyncIterable<Uint8Array>> {
  const source = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  const more = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await source.next();
      if (next.done === true) return false;
      rest = next.value;
    }
    return true;
  };
  async function* one(): AsyncGenerator<Uint8Array> {
    const end = new FrameEnd();
    while (!end.isReached) {
      if (!(await more())) throw new BrokenFrame("The zstd data ends within a frame.");
      const length = end.take(rest);
      yield rest.subarray(0, length);
      rest = rest.subarray(length);
    }
  }
  while (await more()) yield one();
}
