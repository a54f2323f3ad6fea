/** Counts a run's objects by service: listed, worked on, staged. */
import type { S3Client } from "@aws-sdk/client-s3";
import { ManifestLine } from "../s3-sync/contract.ts";
import { quarantine, staging } from "./layout.ts";
import { listObjects, readLines } from "./objects.ts";
import { readParts } from "./parts.ts";

/** What became of a service's objects. */
export interface ObjectCounts {
  listed: number;
  read: number;
  copied: number;
  masked: number;
  dropped: number;
  bytes: number;
  staged: number;
}

/** The counts of every service that has an object in the manifest, a report, or staged. */
export async function countObjects(
  s3: S3Client,
  buckets: { readonly QUARANTINE_BUCKET: string; readonly STAGING_BUCKET: string },
  runId: string,
): Promise<Map<string, ObjectCounts>> {
  const byService = new Map<string, ObjectCounts>();
  const countsOf = (service: string): ObjectCounts => {
    const counts = byService.get(service) ?? { listed: 0, read: 0, copied: 0, masked: 0, dropped: 0, bytes: 0, staged: 0 };
    byService.set(service, counts);
    return counts;
  };
  for await (const line of readLines(s3, buckets.QUARANTINE_BUCKET, quarantine.manifest(runId))) {
    countsOf(ManifestLine.parse(JSON.parse(line)).service).listed++;
  }
  for (const part of await readParts(s3, buckets.STAGING_BUCKET, runId, "s3")) {
    const counts = countsOf(part.service);
    for (const name of ["read", "copied", "masked", "dropped", "bytes"] as const) counts[name] += part[name];
  }
  const prefix = staging.objects(runId);
  for await (const { key } of listObjects(s3, buckets.STAGING_BUCKET, prefix))
    countsOf(key.slice(prefix.length).split("/")[0] ?? "").staged++;
  return byService;
}

/** What does not add up; undefined when every listed object has become exactly one thing. */
export function missingObjects({ listed, read, copied, masked, dropped, staged }: ObjectCounts): string | undefined {
  if (read !== listed) return `${listed} objects were listed and ${read} were worked on`;
  if (copied + masked + dropped !== listed) return `${listed} objects were listed, ${copied + masked + dropped} have become something`;
  if (staged !== copied + masked) return `${copied + masked} objects were copied or masked and ${staged} are staged`;
  return undefined;
}
