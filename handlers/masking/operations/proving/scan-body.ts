/** Scans an object's body by the form that its name says. */
import type { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { bodyOf } from "../../../s3-sync/routes.ts";
import { type Place, type Scope, type StreamForm, scanParquet, scanStream } from "../../prove/index.ts";

/** An object, and its body unpacked. */
export interface OpenObject {
  readonly s3: S3Client;
  readonly Bucket: string;
  readonly Key: string;
  /** In bytes, as it is stored. */
  readonly size: number;
  readonly body: Readable;
}

const forms: ReadonlyMap<string, StreamForm> = new Map([
  ["csv", "csv"],
  ["tsv", "csv"],
  ["json", "json"],
  ["ndjson", "json"],
  ["jsonl", "json"],
]);

/** @throws ScanError when the body is not of its form */
export async function scanBody(object: OpenObject, scope: Scope, root: Place): Promise<void> {
  const { body } = object;
  const { extension } = bodyOf(object.Key);
  if (extension === "parquet") {
    body.destroy();
    await scanParquet(rangesOf(object), root, scope.look);
    return;
  }
  return scanStream(forms.get(extension) ?? "text", body as AsyncIterable<Uint8Array>, root, scope.look);
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
