/** Copies an object inside S3, whatever its size: in one request up to 5 GB, in parts above it. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListPartsCommand,
  type S3Client,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { inParallel } from "./in-parallel.ts";
import { copySource } from "./objects.ts";
import { taggingOf } from "./tagging.ts";

/** What is copied, and where to. */
export interface ServerSideCopy {
  readonly from: {
    readonly bucket: string;
    readonly key: string;
    /** The version; "" or absent for the current one. */
    readonly version?: string;
    /** The copy is refused when the object has another one. */
    readonly etag?: string;
  };
  readonly to: { readonly bucket: string; readonly key: string };
  /** In bytes, as far as it is known. */
  readonly size?: number;
  /** Remembers an upload in parts, so that a copy whose caller was killed goes on with the parts that it has. */
  readonly memory?: UploadMemory;
}

/** An upload in parts, and which object it copies. */
export interface RememberedUpload {
  readonly uploadId: string;
  readonly etag: string;
}

/** Where an upload is remembered. */
export interface UploadMemory {
  read(): Promise<RememberedUpload | undefined>;
  write(upload: RememberedUpload): Promise<void>;
}

/** The most that CopyObject takes, in bytes. */
export const mostInOneCopy = 5 * 1024 ** 3;
const mebibyte = 1024 ** 2;
const partsAtOnce = 8;

/** The size of the parts that an object is copied in, in bytes; the same for the same size, at most 10,000 parts. */
export function copyPartSize(size: number): number {
  return Math.max(256 * mebibyte, Math.ceil(size / 10_000 / mebibyte) * mebibyte);
}

/**
 * Copies the object with its metadata and tags. A copy in parts that fails leaves no part behind.
 *
 * @throws S3's error as it is: 412 `PreconditionFailed` when the source has another ETag
 */
export async function copyServerSide(s3: S3Client, copy: ServerSideCopy): Promise<void> {
  if ((copy.size ?? 0) > mostInOneCopy) return copyInParts(s3, copy);
  const { from, to } = copy;
  try {
    await s3.send(
      new CopyObjectCommand({
        Bucket: to.bucket,
        Key: to.key,
        CopySource: copySource(from.bucket, from.key, from.version),
        ...(from.etag === undefined ? {} : { CopySourceIfMatch: from.etag }),
        MetadataDirective: "COPY",
        TaggingDirective: "COPY",
      }),
    );
  } catch (error) {
    // S3's answer where the source is larger than one copy takes; without a size nobody knew.
    if ((error as Error).name !== "InvalidRequest" || copy.size !== undefined) throw error;
    await copyInParts(s3, copy);
  }
}

async function copyInParts(s3: S3Client, { from, to, memory }: ServerSideCopy): Promise<void> {
  const source = { Bucket: from.bucket, Key: from.key, ...(from.version ? { VersionId: from.version } : {}) };
  const head = await s3.send(new HeadObjectCommand({ ...source, ...(from.etag === undefined ? {} : { IfMatch: from.etag }) }));
  const { ContentLength: size = 0, ETag = "" } = head;
  const target = { Bucket: to.bucket, Key: to.key };
  const known = await memory?.read();
  const copied = known?.etag === ETag ? await partsOf(s3, { ...target, UploadId: known.uploadId }) : undefined;
  let UploadId = copied === undefined ? undefined : known?.uploadId;
  if (UploadId === undefined) {
    const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(source));
    const Tagging = taggingOf(TagSet);
    const about = { ...headersOf(head), ...(Tagging === undefined ? {} : { Tagging }) };
    ({ UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ...about })));
    await memory?.write({ uploadId: UploadId ?? "", etag: ETag });
  }
  try {
    const Parts = await inParallel(partsAtOnce, rangesOf(size), async ({ PartNumber, CopySourceRange }) => {
      const there = copied?.get(PartNumber);
      if (there !== undefined) return { PartNumber, ETag: there };
      const { CopyPartResult } = await s3.send(
        new UploadPartCopyCommand({
          ...target,
          UploadId,
          PartNumber,
          CopySource: copySource(from.bucket, from.key, from.version),
          CopySourceRange,
          // Without versions the parts of two objects could become one.
          CopySourceIfMatch: ETag,
        }),
      );
      return { PartNumber, ETag: CopyPartResult?.ETag };
    });
    await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
  } catch (error) {
    // What cannot be aborted now, the clean-up aborts; the first error says why.
    await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => {});
    throw error;
  }
}

// Undefined when there is no such upload any more.
async function partsOf(s3: S3Client, upload: { Bucket: string; Key: string; UploadId: string }): Promise<Map<number, string> | undefined> {
  const found = new Map<number, string>();
  let PartNumberMarker: string | undefined;
  do {
    const page = await s3
      .send(new ListPartsCommand({ ...upload, ...(PartNumberMarker ? { PartNumberMarker } : {}) }))
      .catch((error: Error) => {
        if (error.name === "NoSuchUpload") return undefined;
        throw error;
      });
    if (page === undefined) return undefined;
    for (const { PartNumber = 0, ETag = "" } of page.Parts ?? []) found.set(PartNumber, ETag);
    PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (PartNumberMarker !== undefined);
  return found;
}

function* rangesOf(size: number): Generator<{ PartNumber: number; CopySourceRange: string }> {
  const part = copyPartSize(size);
  for (let from = 0, PartNumber = 1; from < size; from += part, PartNumber++)
    yield { PartNumber, CopySourceRange: `bytes=${from}-${Math.min(from + part, size) - 1}` };
}

const headers = [
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
  "ContentType",
  "Metadata",
  "WebsiteRedirectLocation",
] as const;

function headersOf(head: HeadObjectCommandOutput): Partial<HeadObjectCommandOutput> {
  const expires = new Date(head.ExpiresString ?? "");
  return {
    ...Object.fromEntries(headers.flatMap((name) => (head[name] === undefined ? [] : [[name, head[name]]]))),
    ...(Number.isNaN(expires.getTime()) ? {} : { Expires: expires }),
  };
}
