/** Lists production's bucket page by page: the versions at an instant, or what is there now. */
import {
  type EncodingType,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  ListObjectVersionsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { type ObjectAt, objectsAt, type VersionEntry } from "./versions.ts";

/** Where the next page begins; texts are "" at the first. */
export interface ListingCursor {
  readonly token: string;
  readonly versionToken: string;
  /** The key that was decided last: its versions may go on over a page's end. */
  readonly decided: string;
}

/** One page's objects, and where to go on; undefined when it was the last. */
export interface ListingPage {
  readonly objects: readonly ObjectAt[];
  readonly next: ListingCursor | undefined;
}

// Keys may have characters that XML has not; then they come escaped.
const encoding: { MaxKeys: number; EncodingType: EncodingType } = { MaxKeys: 1000, EncodingType: "url" };

/** A page of the versions at the instant. */
export async function versionPage(s3: S3Client, Bucket: string, asOf: Date, cursor: ListingCursor): Promise<ListingPage> {
  const { token, versionToken } = cursor;
  const page = await s3.send(
    new ListObjectVersionsCommand({
      Bucket,
      ...encoding,
      ...(token === "" ? {} : { KeyMarker: token }),
      ...(versionToken === "" ? {} : { VersionIdMarker: versionToken }),
    }),
  );
  const text = decoder(page.EncodingType);
  const decode = <E extends VersionEntry>(entries: readonly E[] | undefined) =>
    (entries ?? []).map((entry) => ({ ...entry, Key: text(entry.Key) }));
  const { objects, decided } = objectsAt(
    { Versions: decode(page.Versions), DeleteMarkers: decode(page.DeleteMarkers) },
    asOf,
    cursor.decided,
  );
  const next = { token: text(page.NextKeyMarker), versionToken: page.NextVersionIdMarker ?? "", decided };
  return { objects, next: page.IsTruncated ? next : undefined };
}

/** The first keys below a prefix as they are now, and whether there are more. */
export async function firstKeys(
  s3: S3Client,
  Bucket: string,
  Prefix: string,
  MaxKeys: number,
): Promise<{ readonly objects: readonly ObjectAt[]; readonly more: boolean }> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, ...encoding, Prefix, MaxKeys }));
  return { objects: objectsOf(page), more: page.IsTruncated === true };
}

/** The first folders right below a prefix, each with the slash at its end. */
export async function firstFolders(s3: S3Client, Bucket: string, Prefix: string, MaxKeys: number): Promise<string[]> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, ...encoding, Prefix, Delimiter: "/", MaxKeys }));
  const text = decoder(page.EncodingType);
  return (page.CommonPrefixes ?? []).map(({ Prefix: folder }) => text(folder));
}

/** A page of what is there now: of a bucket without versions, or one whose versioning is suspended and whose newest are overwritten. */
export async function currentPage(s3: S3Client, Bucket: string, _asOf: Date, { token }: ListingCursor): Promise<ListingPage> {
  const page = await s3.send(new ListObjectsV2Command({ Bucket, ...encoding, ...(token === "" ? {} : { ContinuationToken: token }) }));
  const next = { token: page.NextContinuationToken ?? "", versionToken: "", decided: "" };
  return { objects: objectsOf(page), next: page.IsTruncated ? next : undefined };
}

function objectsOf({ Contents = [], EncodingType }: ListObjectsV2CommandOutput): ObjectAt[] {
  const text = decoder(EncodingType);
  return Contents.map(({ Key, Size = 0, ETag = "" }) => ({ key: text(Key), version: "", size: Size, etag: ETag }));
}

// As in forms: a space is a plus, a plus is escaped.
const decoder =
  (type: EncodingType | undefined) =>
  (text = ""): string =>
    type === "url" ? decodeURIComponent(text.replaceAll("+", " ")) : text;
