/** Deletes everything in the quarantine bucket, and the staged objects and table files of the run; called again until it is done. */
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { type Holder, holderOf, readCleanUp } from "../../shared/control/index.ts";
import { staging } from "../../shared/layout.ts";
import { deleteObjects } from "../../shared/objects.ts";
import type { SyncContext } from "../context.ts";
import type { empty } from "../contract.ts";
import { exportsRunning } from "../running-exports.ts";
import { budgetMilliseconds } from "./list.ts";

/** The operation. What another run that holds the lock has put into the quarantine stays: it is still at work. */
export function emptyOperation(context: SyncContext): Operation<typeof empty> {
  return async ({ runId }) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET } = context.variables;
    const { s3 } = context.clients;
    const until = context.now() + budgetMilliseconds;
    const holder = await holderOf(context.control);
    const runs = [...new Set([runId, ...(await readCleanUp(context.control, runId)).cleaned])].filter(
      (run) => run !== "" && run !== spareOf(holder, runId),
    );
    const spared = spareOf(holder, runId) === undefined ? undefined : `/${spareOf(holder, runId)}/`;
    const places = [
      { bucket: QUARANTINE_BUCKET, prefix: "", spares: (key: string) => spared !== undefined && key.includes(spared) },
      ...runs
        .flatMap((run) => [staging.objects(run), `${staging.run(run)}dynamodb/`])
        .map((prefix) => ({ bucket: STAGING_BUCKET, prefix, spares: () => false })),
    ];
    let deleted = 0;
    for (const place of places) {
      await abortUploads(s3, place);
      let from: { KeyMarker?: string; VersionIdMarker?: string } = {};
      for (;;) {
        if (context.now() >= until) return { done: false, deleted };
        const page = await s3.send(new ListObjectVersionsCommand({ Bucket: place.bucket, Prefix: place.prefix, MaxKeys: 1000, ...from }));
        const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(({ Key, VersionId }) =>
          Key === undefined || place.spares(Key) ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
        );
        await deleteObjects(s3, place.bucket, found);
        deleted += found.length;
        if (!page.IsTruncated) break;
        from = {
          ...(page.NextKeyMarker === undefined ? {} : { KeyMarker: page.NextKeyMarker }),
          ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
        };
      }
    }
    // An export cannot be stopped, and would go on filling the quarantine.
    const exporting = await exportsRunning(context, runs);
    return { done: !exporting, deleted };
  };
}

// The run that holds the lock, when that is another one.
function spareOf(holder: Holder | undefined, runId: string): string | undefined {
  return holder === undefined || holder.runId === runId ? undefined : holder.runId;
}

// A part of an upload that nobody completed is data too, and no listing of objects shows it.
async function abortUploads(
  s3: S3Client,
  { bucket, prefix, spares }: { bucket: string; prefix: string; spares(key: string): boolean },
): Promise<void> {
  let from: { KeyMarker?: string; UploadIdMarker?: string } = {};
  for (;;) {
    const page = await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, ...(prefix === "" ? {} : { Prefix: prefix }), ...from }));
    for (const { Key, UploadId } of page.Uploads ?? []) {
      if (Key?.startsWith(prefix) && !spares(Key)) await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
    }
    if (!page.IsTruncated || page.NextKeyMarker === undefined) return;
    from = { KeyMarker: page.NextKeyMarker, ...(page.NextUploadIdMarker === undefined ? {} : { UploadIdMarker: page.NextUploadIdMarker }) };
  }
}
