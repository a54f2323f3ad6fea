/** Picks each key's version at an instant from the pages of ListObjectVersions; pure. */

/** A version or a delete marker, as S3 lists it. */
export interface VersionEntry {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly IsLatest?: boolean | undefined;
  readonly Size?: number | undefined;
  readonly ETag?: string | undefined;
}

/** An object as it was at the instant. */
export interface ObjectAt {
  readonly key: string;
  readonly version: string;
  readonly size: number;
  readonly etag: string;
}

/**
 * The objects of one page that existed at the instant: of each key the newest version at or before it, none when that was a
 * delete marker.
 *
 * @param decided - the key that an earlier page decided last, since a key's versions may go on over a page's end
 * @returns the objects, and the key that was decided last
 */
export function objectsAt(
  page: { readonly Versions?: readonly VersionEntry[] | undefined; readonly DeleteMarkers?: readonly VersionEntry[] | undefined },
  asOf: Date,
  decided: string,
): { objects: ObjectAt[]; decided: string } {
  const entries = [
    ...(page.Versions ?? []).map((entry) => ({ entry, deleted: false })),
    ...(page.DeleteMarkers ?? []).map((entry) => ({ entry, deleted: true })),
  ].sort((a, b) => byKey(a.entry, b.entry) || newestFirst(a, b));
  const objects: ObjectAt[] = [];
  let last = decided;
  for (const { entry, deleted } of entries) {
    const { Key = "", VersionId = "", Size = 0, ETag = "", LastModified } = entry;
    if (Key === last || LastModified === undefined || LastModified.getTime() > asOf.getTime()) continue;
    last = Key;
    if (!deleted) objects.push({ key: Key, version: VersionId, size: Size, etag: ETag });
  }
  return { objects, decided: last };
}

// S3 orders keys by their UTF-8 bytes.
function byKey(a: VersionEntry, b: VersionEntry): number {
  return Buffer.compare(Buffer.from(a.Key ?? ""), Buffer.from(b.Key ?? ""));
}

// Times are whole seconds; of two in one second the latest goes first, then a version before a delete marker.
function newestFirst(a: { entry: VersionEntry; deleted: boolean }, b: { entry: VersionEntry; deleted: boolean }): number {
  return (
    (b.entry.LastModified?.getTime() ?? 0) - (a.entry.LastModified?.getTime() ?? 0) ||
    Number(b.entry.IsLatest === true) - Number(a.entry.IsLatest === true) ||
    Number(a.deleted) - Number(b.deleted)
  );
}
