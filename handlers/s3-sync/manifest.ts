/** The manifest of a run's objects: one JSON line an object, put together from the pages of the listing. */
import type { S3Client } from "@aws-sdk/client-s3";
import type { z } from "zod";
import { quarantine } from "../shared/layout.ts";
import { listObjects, readLines, readText, writeLines } from "../shared/objects.ts";
import { uploadStream } from "../shared/upload.ts";
import { ManifestLine as Line, ManifestSlice } from "./contract.ts";

/** One line of the manifest. */
export type ManifestLine = z.infer<typeof Line>;

/** So many objects are copied by one call. */
const sliceLines = ManifestSlice.shape.lines.maxValue ?? 50;

/** Writes what one page found; the same page again replaces it. */
export async function writeManifestPart(
  s3: S3Client,
  bucket: string,
  runId: string,
  page: number,
  lines: readonly ManifestLine[],
): Promise<void> {
  await writeLines(s3, bucket, partKey(runId, page), lines);
}

const partKey = (runId: string, page: number): string => quarantine.manifestPart(runId, String(page).padStart(8, "0"));

/** Puts the parts together to the manifest, in their order, and writes down its slices. */
export async function joinManifest(s3: S3Client, bucket: string, runId: string): Promise<void> {
  const parts: string[] = [];
  let size = 0;
  for await (const part of listObjects(s3, bucket, quarantine.manifestParts(runId))) {
    parts.push(part.key);
    size += part.size;
  }
  const slices: ManifestSlice[] = [];
  const joined = async function* (): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      const text = await readText(s3, bucket, part);
      slices.push(...slicesOf(Number(/(\d+)\.jsonl$/.exec(part)?.[1]), text.split("\n").length - 1));
      yield Buffer.from(text, "utf8");
    }
  };
  await uploadStream(s3, { bucket, key: quarantine.manifest(runId), body: joined(), size, ContentType: "application/x-ndjson" });
  await writeLines(s3, bucket, quarantine.manifestSlices(runId), slices);
}

function slicesOf(page: number, lines: number): ManifestSlice[] {
  return Array.from({ length: Math.ceil(lines / sliceLines) }, (_, i) => {
    const first = i * sliceLines;
    return { page, first, lines: Math.min(sliceLines, lines - first) };
  });
}

/** The lines of some slices, in order. */
export async function readSlices(s3: S3Client, bucket: string, runId: string, slices: readonly ManifestSlice[]): Promise<ManifestLine[]> {
  const found: ManifestLine[] = [];
  for (const { page, first, lines } of slices) {
    let number = 0;
    for await (const line of readLines(s3, bucket, partKey(runId, page))) {
      if (number >= first) found.push(Line.parse(JSON.parse(line)));
      if (++number === first + lines) break;
    }
  }
  return found;
}
