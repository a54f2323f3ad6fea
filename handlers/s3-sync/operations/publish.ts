/** Copies the staged objects under production's keys into the data bucket, and takes out what production no longer has; called again until it is done. */
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { changeRun, readCursor, writeCursor } from "../../shared/control/index.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { staging } from "../../shared/layout.ts";
import { type Listed, listObjects, listPage } from "../../shared/objects.ts";
import { readProof } from "../../shared/proofs.ts";
import { copyServerSide } from "../../shared/server-side-copy.ts";
import type { SyncContext } from "../context.ts";
import type { publish } from "../contract.ts";
import { currentVersion, recordReplaced } from "../replaced.ts";
import { asTaskError } from "../task-errors.ts";
import { budgetMilliseconds } from "./list.ts";

const Cursor = z.object({
  phase: z.enum(["copy", "delete", "done"]),
  /** Position in the proved services. */
  service: z.number().int(),
  /** The last key, without the run's prefix, that is done. */
  after: z.string(),
  page: z.number().int(),
  objects: z.number().int(),
});
type Cursor = z.infer<typeof Cursor>;
/** Where a publication begins. */
export const beginPublishing: Cursor = { phase: "copy", service: 0, after: "", page: 0, objects: 0 };

const atOnce = 16;
const pageSize = 250;

/**
 * The operation. Only services that the signed proof calls proved are published; from its first change on, the run is
 * "switching", and a rollback puts back what was there.
 */
export function publishOperation(context: SyncContext): Operation<typeof publish> {
  return async ({ runId }, raise) => {
    const { STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const until = context.now() + budgetMilliseconds;
    let cursor: Cursor = (await readCursor(context.control, runId, "publish", Cursor)) ?? beginPublishing;
    const proof = await readProof(context.clients, { bucket: STAGING_BUCKET, key: staging.proof(runId), keyId: MASKING_KEY_ID, runId });
    if (proof.problem !== undefined) throw new Error(proof.problem);
    const services = proof.proof.services.filter(({ status }) => status === "proved").map(({ name }) => name);
    if (!(await changeRun(context.control, runId, "switching", ["running", "switching"]))) {
      throw new Error(`Run ${runId} has ended; its objects are not published any more.`);
    }
    // Should the publication be rolled back later, it is from the first page on.
    await writeCursor(context.control, runId, "rollBack", { page: 0, objects: 0 });
    try {
      while (cursor.phase !== "done" && context.now() < until) {
        cursor = await (cursor.phase === "copy" ? copyPage : deletePage)(context, runId, services, cursor);
        await writeCursor(context.control, runId, "publish", cursor);
      }
    } catch (error) {
      throw asTaskError(error, (name: "S3.Throttled", message) => raise(name, message), "The data bucket cannot be written");
    }
    return { done: cursor.phase === "done", objects: cursor.objects };
  };
}

async function copyPage(context: SyncContext, runId: string, services: readonly string[], cursor: Cursor): Promise<Cursor> {
  const { STAGING_BUCKET, DATA_BUCKET } = context.variables;
  const { s3 } = context.clients;
  const service = services[cursor.service];
  if (service === undefined) return { ...cursor, phase: "delete", service: 0, after: "" };
  const { objects, more } = await objectsAfter(context, STAGING_BUCKET, staging.objects(runId), service, cursor.after);
  const keys = objects.map(({ key }) => key);
  await recordReplaced(s3, STAGING_BUCKET, runId, cursor.page, keys, (key) => currentVersion(s3, DATA_BUCKET, key));
  await inParallel(atOnce, objects, ({ key, size }) => {
    const from = { bucket: STAGING_BUCKET, key: staging.object(runId, key) };
    return copyServerSide(s3, { from, to: { bucket: DATA_BUCKET, key }, size });
  });
  return nextCursor(cursor, keys, more);
}

async function deletePage(context: SyncContext, runId: string, services: readonly string[], cursor: Cursor): Promise<Cursor> {
  const { STAGING_BUCKET, DATA_BUCKET } = context.variables;
  const { s3 } = context.clients;
  const service = services[cursor.service];
  if (service === undefined) return { ...cursor, phase: "done" };
  const { objects, more } = await objectsAfter(context, DATA_BUCKET, "", service, cursor.after);
  const keys = objects.map(({ key }) => key);
  const staged = await stagedBetween(context, runId, service, cursor.after, more ? keys.at(-1) : undefined);
  const gone = keys.filter((key) => !staged.has(key));
  await recordReplaced(s3, STAGING_BUCKET, runId, cursor.page, gone, (key) => currentVersion(s3, DATA_BUCKET, key));
  await inParallel(atOnce, gone, (key) => s3.send(new DeleteObjectCommand({ Bucket: DATA_BUCKET, Key: key })));
  return { ...nextCursor(cursor, keys, more), objects: cursor.objects };
}

// A page of one service's objects behind `after`, both without the prefix.
async function objectsAfter(
  context: SyncContext,
  bucket: string,
  prefix: string,
  service: string,
  after: string,
): Promise<{ objects: Listed[]; more: boolean }> {
  const startAfter = after === "" ? undefined : `${prefix}${after}`;
  const { objects, next } = await listPage(context.clients.s3, bucket, `${prefix}${service}/`, { startAfter, most: pageSize });
  return { objects: objects.map((one) => ({ ...one, key: one.key.slice(prefix.length) })), more: next !== undefined };
}

// The staged keys of the same stretch: both buckets list in the same order.
async function stagedBetween(
  context: SyncContext,
  runId: string,
  service: string,
  after: string,
  last: string | undefined,
): Promise<Set<string>> {
  const prefix = staging.objects(runId);
  const found = new Set<string>();
  const startAfter = after === "" ? undefined : `${prefix}${after}`;
  for await (const { key } of listObjects(context.clients.s3, context.variables.STAGING_BUCKET, `${prefix}${service}/`, startAfter)) {
    const short = key.slice(prefix.length);
    if (last !== undefined && Buffer.compare(Buffer.from(short), Buffer.from(last)) > 0) break;
    found.add(short);
  }
  return found;
}

function nextCursor(cursor: Cursor, keys: readonly string[], more: boolean): Cursor {
  const page = { page: cursor.page + 1, objects: cursor.objects + keys.length };
  return more ? { ...cursor, ...page, after: keys.at(-1) ?? "" } : { ...cursor, ...page, service: cursor.service + 1, after: "" };
}
