/** Tags as S3's requests take them: in a header, as the query of a URL. */
import type { Tag } from "@aws-sdk/client-s3";

/** The member `Tagging` of a request; undefined where there are no tags. */
export function taggingOf(tags: readonly Partial<Tag>[]): string | undefined {
  return tags.length === 0 ? undefined : new URLSearchParams(tags.map(({ Key = "", Value = "" }) => [Key, Value])).toString();
}
