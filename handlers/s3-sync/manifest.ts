/** The manifest of a run's objects: one JSON line an object, put together from the pages of the listing. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { z } from "zod";
import { quarantine } from "../shared/layout.ts";
import { listObjects, readText, writeLines } from "../shared/objects.ts";
import { uploadStream } from "../shared/upload.ts";
import type { ManifestLine as ManifestLineSchema } from "./contract.ts";

/** One line of the manifest. */
export type ManifestLine = z.infer<typeof ManifestLineSchema>;

/** Writes what one page found; the same page again replaces it. */
export async function writeManifestPart(
  s3: S3Client,
  bucket: string,
  runId: string,
  page: number,
  lines: readonly ManifestLine[],
): Promise<void> {
  await writeLines(s3, bucket, quarantine.manifestPart(runId, String(page).padStart(8, "0")), lines);
}

/** Puts the parts together to the manifest, in their order. */
export async function joinManifest(s3: S3Client, bucket: string, runId: string): Promise<void> {
  const parts: string[] = [];
  let size = 0;
  for await (const part of listObjects(s3, bucket, quarantine.manifestParts(runId))) {
    parts.push(part.key);
    size += part.size;
  }
  const joined = async function* (): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield Buffer.from(await readText(s3, bucket, part), "utf8");
  };
  await uploadStream(s3, { bucket, key: quarantine.manifest(runId), body: joined(), size, ContentType: "application/x-ndjson" });
}
