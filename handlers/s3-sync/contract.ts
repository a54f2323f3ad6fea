/** What `s3_sync_handler` does: list production, copy or mask in batches, publish the staged objects, empty the quarantine. */
import { z } from "zod";
import { lambda } from "../../workflows/kit/contract/index.ts";
import { Count, EnvironmentName, InRun, Instant, ObjectKey, RunIdOrNone, ServiceName } from "../shared/names.ts";

const handler = "s3_sync_handler";

/** One line of the manifest: an object of production at the run's instant, and its way into the test environment. */
export const ManifestLine = z.object({
  key: ObjectKey,
  /** The version to read; "" where production's bucket has no versions. */
  version: z.string().regex(/^[\w.~%+=/-]{0,1024}$/),
  size: Count,
  etag: z.string().regex(/^[ -~]{0,128}$/),
  service: ServiceName,
  /** `copy`: declared harmless, copied server-side; `drop`: not copied, reported; the others are masked in this form. */
  route: z.enum(["copy", "ndjson", "json", "csv", "parquet", "text", "drop"]),
});
export type ManifestLine = z.infer<typeof ManifestLine>;

/**
 * Some lines of the manifest, by where they stand: a key may name a person, and what the workflow is given stays in its history.
 */
export const ManifestSlice = z.object({ page: Count, first: Count, lines: z.int().min(1).max(50) });
export type ManifestSlice = z.infer<typeof ManifestSlice>;

/** Lists production page by page into the manifest; called again until it is done. */
export const list = lambda(handler, "list", {
  input: z.object({ ...InRun.shape, asOf: Instant }),
  output: z.object({ done: z.boolean(), objects: Count, slicesKey: ObjectKey }),
  errors: ["S3.AccessDenied", "S3.Throttled"],
});

/** Copies or masks a batch of the manifest's objects into the staging bucket; `S3.Unfinished` asks to be called again with the same batch. */
export const copy = lambda(handler, "copy", {
  input: z.object({ ...InRun.shape, slices: z.array(ManifestSlice).max(20) }),
  output: z.object({ copied: Count, masked: Count, dropped: Count }),
  errors: ["S3.AccessDenied", "S3.Throttled", "S3.Unfinished"],
});

/** Compares what was staged with the manifest. */
export const check = lambda(handler, "check", {
  input: InRun,
  output: z.object({ objects: Count, copied: Count, masked: Count, dropped: Count }),
  errors: ["S3.Incomplete"],
});

/** Copies the staged objects under production's keys into the data bucket; called again until it is done. */
export const publish = lambda(handler, "publish", {
  input: InRun,
  output: z.object({ done: z.boolean(), objects: Count }),
  errors: ["S3.Throttled"],
});

/** Puts the data bucket's objects back to the versions from before the publication; called again until it is done. */
export const rollBack = lambda(handler, "rollBack", {
  input: InRun,
  output: z.object({ done: z.boolean(), objects: Count }),
});

/** Deletes everything in the quarantine bucket, and the staged objects of the run; called again until it is done. */
export const empty = lambda(handler, "empty", {
  input: z.object({ environment: EnvironmentName, runId: RunIdOrNone }),
  output: z.object({ done: z.boolean(), deleted: Count }),
});

export const s3SyncOperations = { list, copy, check, publish, rollBack, empty };
