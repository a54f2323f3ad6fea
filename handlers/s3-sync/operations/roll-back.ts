/** Puts the data bucket's objects back to the versions from before the publication; called again until it is done. */
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { changeRun, readCursor, writeCursor } from "../../shared/control/index.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { copyServerSide } from "../../shared/server-side-copy.ts";
import type { SyncContext } from "../context.ts";
import type { rollBack } from "../contract.ts";
import { currentVersion, type Replaced, readReplaced, replacedPages } from "../replaced.ts";
import { budgetMilliseconds } from "./list.ts";
import { beginPublishing } from "./publish.ts";

const Cursor = z.object({ page: z.number().int(), objects: z.number().int() });
const atOnce = 16;

/** The operation; repeated, it finds everything in its place. When it is done, a run that was "switching" has failed and nothing more. */
export function rollBackOperation(context: SyncContext): Operation<typeof rollBack> {
  return async ({ runId }) => {
    const { STAGING_BUCKET, DATA_BUCKET } = context.variables;
    const until = context.now() + budgetMilliseconds;
    const pages = await replacedPages(context.clients.s3, STAGING_BUCKET, runId);
    let cursor = (await readCursor(context.control, runId, "rollBack", Cursor)) ?? { page: 0, objects: 0 };
    // Should the run be resumed, everything is published again.
    await writeCursor(context.control, runId, "publish", beginPublishing);
    while (cursor.page < pages.length && context.now() < until) {
      const replaced = await readReplaced(context.clients.s3, STAGING_BUCKET, pages[cursor.page] ?? "");
      await inParallel(atOnce, replaced, (one) => restore(context, DATA_BUCKET, one));
      cursor = { page: cursor.page + 1, objects: cursor.objects + replaced.length };
      await writeCursor(context.control, runId, "rollBack", cursor);
    }
    const done = cursor.page >= pages.length;
    if (done) await changeRun(context.control, runId, "failed", ["switching"]);
    return { done, objects: cursor.objects };
  };
}

async function restore({ clients: { s3 } }: SyncContext, Bucket: string, { key, version }: Replaced): Promise<void> {
  const now = await currentVersion(s3, Bucket, key);
  if (now === version) return;
  if (version === "") {
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));
    return;
  }
  await copyServerSide(s3, { from: { bucket: Bucket, key, version }, to: { bucket: Bucket, key } });
}
