/** Reads one object of production, in the version that was listed. */
import { GetObjectCommand, type GetObjectCommandOutput, GetObjectTaggingCommand, type Tag } from "@aws-sdk/client-s3";
import type { SyncContext } from "./context.ts";
import type { ManifestLine } from "./manifest.ts";
import { isDenied } from "./task-errors.ts";

/** Production denies reading the object: another matter than a denied write in the own account. */
export class ReadDeniedError extends Error {
  override readonly name = "ReadDeniedError";
}

/**
 * The object with its body. Without versions it is the one that is there now, even when it is newer than the list: one
 * request reads one object from beginning to end, whoever overwrites it meanwhile.
 *
 * @throws ReadDeniedError; S3's errors as they are
 */
export async function readObject(context: SyncContext, { key, version, etag }: ManifestLine): Promise<GetObjectCommandOutput> {
  const pinned = version === "" ? {} : { VersionId: version, IfMatch: etag };
  try {
    return await context.clients
      .production()
      .s3.send(new GetObjectCommand({ Bucket: context.variables.PROD_DATA_BUCKET, Key: key, ...pinned }));
  } catch (error) {
    if (isDenied(error)) throw new ReadDeniedError("denied");
    throw error;
  }
}

/** The object's tags; undefined where production's role may not read them. */
export async function readTags(context: SyncContext, { key, version }: ManifestLine): Promise<Tag[] | undefined> {
  const pinned = version === "" ? {} : { VersionId: version };
  try {
    const { TagSet } = await context.clients
      .production()
      .s3.send(new GetObjectTaggingCommand({ Bucket: context.variables.PROD_DATA_BUCKET, Key: key, ...pinned }));
    return TagSet ?? [];
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
}
