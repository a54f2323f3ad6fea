/** The versions that a publication replaces, written down before it does: what a rollback puts back. */
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { inParallel } from "../shared/in-parallel.ts";
import { staging } from "../shared/layout.ts";
import { isMissing, listObjects, readText, readTextIfThere, writeLines } from "../shared/objects.ts";

/** A key of the data bucket, and the version that it had before; "" when there was no object. */
export const Replaced = z.object({ key: z.string(), version: z.string() });
export type Replaced = z.infer<typeof Replaced>;

const partOf = (page: number): string => String(page).padStart(8, "0");

/** The object's version now; "" when there is none. */
export async function currentVersion(s3: S3Client, Bucket: string, Key: string): Promise<string> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket, Key }))).VersionId ?? "null";
  } catch (error) {
    if (isMissing(error)) return "";
    throw error;
  }
}

/**
 * Writes down which versions of these keys a page is about to replace. A page that is repeated finds its first record, from
 * before it changed anything, keeps it, and adds what is not in it yet.
 */
export async function recordReplaced(
  s3: S3Client,
  bucket: string,
  runId: string,
  page: number,
  keys: readonly string[],
  versionOf: (key: string) => Promise<string>,
): Promise<void> {
  const record = staging.replaced(runId, partOf(page));
  const text = await readTextIfThere(s3, bucket, record);
  const known = text === undefined ? [] : parse(text);
  const recorded = new Set(known.map(({ key }) => key));
  const more = await inParallel(
    16,
    keys.filter((key) => !recorded.has(key)),
    async (key) => ({ key, version: await versionOf(key) }),
  );
  if (text === undefined || more.length > 0) await writeLines(s3, bucket, record, [...known, ...more]);
}

/** The records of all pages, in their order. */
export async function replacedPages(s3: S3Client, bucket: string, runId: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of listObjects(s3, bucket, staging.replacedParts(runId))) keys.push(key);
  return keys;
}

/** What one recorded page replaced. */
export async function readReplaced(s3: S3Client, bucket: string, key: string): Promise<Replaced[]> {
  return parse(await readText(s3, bucket, key));
}

function parse(text: string): Replaced[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Replaced.parse(JSON.parse(line)));
}
