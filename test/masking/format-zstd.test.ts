/** zstd data is cut into its frames, and never ends unnoticed: the frames on every Node, what is in them where Node has zstd. */
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { canUnpack, FormatError, unpack } from "../../handlers/masking/formats/index.ts";
import { BrokenFrame, zstdFrames } from "../../handlers/masking/formats/zstd-frames.ts";
import { outcomeOf, piecesOf } from "./support/fields.ts";

const frames = {
  text: Buffer.from("KLUv/SARZQAAMGhlbGxvIAEAMUoR", "base64"),
  withChecksum: Buffer.from("KLUv/WToAk0AABB4eAEA4yuABeEAt5w=", "base64"),
  skippable: Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]),
  oneByteRepeated: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, 200, 0x43, 0x06, 0x00, 120]),
};

async function cut(bytes: Buffer, size: number): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for await (const frame of zstdFrames(Readable.from(piecesOf(bytes, size)))) {
    const pieces: Uint8Array[] = [];
    for await (const piece of frame) pieces.push(piece);
    found.push(Buffer.concat(pieces));
  }
  return found;
}

describe("zstd data", () => {
  const all = Object.values(frames);

  it.each([1, 2, 3, 7, 1000])("is cut into its frames in pieces of %i bytes", async (size) => {
    expect(await cut(Buffer.concat([...all, ...all]), size)).toEqual([...all, ...all]);
  });

  it("that is empty has no frame", async () => {
    expect(await cut(Buffer.alloc(0), 1)).toEqual([]);
  });

  it.each(Object.entries(frames))("that ends anywhere within a frame is refused: %s", async (_, frame) => {
    for (let length = 1; length < frame.length; length++) await expect(cut(frame.subarray(0, length), 5)).rejects.toThrow(BrokenFrame);
  });

  it("with something else behind a frame is refused", async () => {
    await expect(cut(Buffer.concat([frames.text, Buffer.from("text")]), 100)).rejects.toThrow("This is no zstd frame.");
  });

  const onNode = canUnpack("zstd") ? it : it.skip;

  onNode("comes out as one text, and goes in packed", async () => {
    const { zstdCompressSync } = createRequire(import.meta.url)("node:zlib") as { zstdCompressSync: (text: string) => Buffer };
    const packed = Buffer.concat([zstdCompressSync('{"a":"x"}\n'.repeat(60_000)), frames.skippable, zstdCompressSync('{"a":"y"}\n')]);
    const { out, counters, error } = await outcomeOf("ndjson", piecesOf(packed, 100), {}, { compression: "zstd" });
    expect(error).toBeUndefined();
    expect(counters.records).toBe(60_001);
    expect(out.readUInt32LE(0)).toBe(0xfd2fb528);
    const { error: cutOff } = await outcomeOf("ndjson", piecesOf(packed.subarray(0, -8), 100), {}, { compression: "zstd" });
    expect((cutOff as Error).message).toMatch(/zstd data ends too early or is damaged/);
  });

  (canUnpack("zstd") ? it.skip : it)("is refused by name where Node does not know it", async () => {
    const read = async (): Promise<void> => {
      for await (const chunk of unpack(Readable.from([frames.text]), "zstd")) void chunk;
    };
    await expect(read()).rejects.toThrow(FormatError);
    await expect(read()).rejects.toThrow(/zstd, which Node knows from 22\.15/);
  });
});
