/** Scans an object's body by the form that its name says. */
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { JsonScanner, type Place, type Scope, scanCsv, scanLine, scanParquet } from "../../prove/index.ts";

/** An object, and its body unpacked. */
export interface OpenObject {
  readonly s3: S3Client;
  readonly Bucket: string;
  readonly Key: string;
  /** In bytes, as it is stored. */
  readonly size: number;
  readonly body: Readable;
}

/** @throws ScanError when the body is not of its form */
export async function scanBody(object: OpenObject, scope: Scope, root: Place): Promise<void> {
  const { body } = object;
  const [, extension = ""] = /\.([a-z0-9]+)(?:\.gz)?$/.exec(object.Key.toLowerCase()) ?? [];
  switch (extension) {
    case "csv":
    case "tsv":
      await scanCsv(body as AsyncIterable<Uint8Array>, root, scope.look);
      return;
    case "parquet":
      body.destroy();
      await scanParquet(rangesOf(object), root, scope.look);
      return;
    case "json":
    case "ndjson":
    case "jsonl": {
      const scanner = new JsonScanner(root, scope.look);
      for await (const text of body.setEncoding("utf8") as AsyncIterable<string>) scanner.push(text);
      scanner.end();
      return;
    }
    default:
      for await (const line of createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY })) scanLine(line, root, scope.look);
  }
}

// Parquet is read from its end, and then a column at a time.
function rangesOf({ s3, Bucket, Key, size }: OpenObject): Parameters<typeof scanParquet>[0] {
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const from = start < 0 ? size + start : start;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range: `bytes=${from}-${end - 1}` }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    },
  };
}
