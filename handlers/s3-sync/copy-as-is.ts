/** Copies an object of a harmless prefix with its metadata and tags: server-side, or through this function where that is denied. */
import type { Readable } from "node:stream";
import { z } from "zod";
import { readCursor, writeCursor } from "../shared/control/index.ts";
import { staging } from "../shared/layout.ts";
import { partName } from "../shared/parts.ts";
import { copyServerSide, type UploadMemory } from "../shared/server-side-copy.ts";
import { taggingOf } from "../shared/tagging.ts";
import { uploadStream } from "../shared/upload.ts";
import type { CopyBatch } from "./copy-object.ts";
import type { ManifestLine } from "./manifest.ts";
import { keptHeaders } from "./metadata.ts";
import { type Outcome, outcome, unreadTags } from "./outcome.ts";
import { placeOf } from "./places.ts";
import { readObject, readTags } from "./read-object.ts";
import { isDenied } from "./task-errors.ts";

const Upload = z.object({ uploadId: z.string(), etag: z.string() });

/** @throws ReadDeniedError; S3's errors as they are */
export async function copyAsIs({ context, runId }: CopyBatch, object: ManifestLine, target: string): Promise<Outcome> {
  const { PROD_DATA_BUCKET, STAGING_BUCKET } = context.variables;
  const { key, version, etag, size } = object;
  const to = { bucket: STAGING_BUCKET, key: staging.object(runId, target) };
  const from = { bucket: PROD_DATA_BUCKET, key, ...(version === "" ? {} : { version, etag }) };
  const work = `copy-${partName(key)}`;
  const memory: UploadMemory = {
    read: () => readCursor(context.control, runId, work, Upload),
    write: (upload) => writeCursor(context.control, runId, work, upload),
  };
  try {
    await copyServerSide(context.clients.production().s3, { from, to, size, memory });
    return outcome("copied");
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
  // The reader role may not write here, or may not read tags: the object streams through this function.
  const read = await readObject(context, object);
  const tags = await readTags(context, object);
  const tagging = taggingOf(tags ?? []);
  await uploadStream(context.clients.s3, {
    ...to,
    body: read.Body as Readable,
    size,
    ...keptHeaders(read),
    ...(read.ContentEncoding === undefined ? {} : { ContentEncoding: read.ContentEncoding }),
    ...(read.ContentDisposition === undefined ? {} : { ContentDisposition: read.ContentDisposition }),
    Metadata: read.Metadata ?? {},
    ...(tagging === undefined ? {} : { Tagging: tagging }),
  });
  if (tags !== undefined) return outcome("copied");
  return outcome("copied", [unreadTags(object.service, placeOf(key))]);
}
