/** Writes a stream whose length nobody knows to S3. */
import { Readable } from "node:stream";
import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { resumed } from "./resumed.ts";

/** Where a stream goes, and what is known of it. */
export interface UploadTarget
  extends Pick<
    PutObjectCommandInput,
    "ContentType" | "ContentEncoding" | "ContentDisposition" | "CacheControl" | "ContentLanguage" | "Expires" | "Metadata" | "Tagging"
  > {
  readonly bucket: string;
  readonly key: string;
  readonly body: AsyncIterable<Uint8Array>;
  /** About how many bytes it has; decides how large the parts of a multipart upload are. */
  readonly size?: number;
}

const oneRequest = 8 * 1024 * 1024;

/**
 * Writes the stream: up to 8 MiB in one request, more in parts. When the stream fails nothing is written, no part is
 * left, and the error is thrown as it is.
 */
export async function uploadStream(s3: S3Client, { bucket: Bucket, key: Key, body, size = 0, ...about }: UploadTarget): Promise<void> {
  const iterator = body[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let read = 0;
  while (read <= oneRequest) {
    const next = await iterator.next();
    if (next.done === true) {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.concat(chunks), ...about }));
      return;
    }
    chunks.push(next.value);
    read += next.value.length;
  }
  // At most 10,000 parts, each of at least 5 MiB.
  const partSize = Math.max(oneRequest, Math.ceil(size / 9_000));
  await new Upload({
    client: s3,
    params: { Bucket, Key, Body: Readable.from(resumed(chunks, iterator), { objectMode: false }), ...about },
    partSize,
    queueSize: 2,
  }).done();
}
