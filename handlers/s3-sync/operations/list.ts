/** Lists production page by page into the manifest; called again until it is done. */
import { ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { readCursor, readHeld, writeCursor } from "../../shared/control/index.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { listPage, readJson } from "../../shared/objects.ts";
import { PlanReport } from "../../shared/reports.ts";
import { serviceOf } from "../../shared/resources.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { SyncContext } from "../context.ts";
import type { list } from "../contract.ts";
import { joinManifest, type ManifestLine, writeManifestPart } from "../manifest.ts";
import { routeOf } from "../routes.ts";
import { asTaskError } from "../task-errors.ts";
import { type ObjectAt, objectsAt } from "../versions.ts";

const Cursor = z.object({
  page: z.number().int(),
  objects: z.number().int(),
  /** Objects that lie under no service's prefix: they stay where they are. */
  outside: z.number().int(),
  token: z.string(),
  versionToken: z.string(),
  decided: z.string(),
  done: z.boolean(),
});
type Cursor = z.infer<typeof Cursor>;

/** Milliseconds after which an operation writes its cursor and asks to be called again. */
export const budgetMilliseconds = 60_000;
const begin: Cursor = { page: 0, objects: 0, outside: 0, token: "", versionToken: "", decided: "", done: false };

/** The operation; every page is written before its cursor, so that a repeated page replaces itself. */
export function listOperation(context: SyncContext): Operation<typeof list> {
  return async ({ runId, asOf }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, PROD_DATA_BUCKET } = context.variables;
    const { s3 } = context.clients;
    const manifestKey = quarantine.manifest(runId);
    const until = context.now() + budgetMilliseconds;
    let cursor = (await readCursor(context.control, runId, "list", Cursor)) ?? begin;
    if (cursor.done) return { done: true, objects: cursor.objects, manifestKey };
    const plan = PlanReport.parse(await readJson(s3, STAGING_BUCKET, staging.plan(runId)));
    const rules = await rulesOfRun(s3, STAGING_BUCKET, runId);
    const held = await readHeld(context.control, runId);
    const services = plan.services.map(({ name }) => name);
    const readPage = plan.objectsAsOf === "version" ? versionPage : currentPage;
    do {
      const { objects, next } = await readPage(context.clients.production().s3, PROD_DATA_BUCKET, new Date(asOf), cursor).catch(
        (error: unknown) => {
          throw asTaskError(error, raise, `Production's bucket ${PROD_DATA_BUCKET} cannot be listed`);
        },
      );
      const lines = objects.flatMap((object): ManifestLine[] => {
        const service = serviceOf(object.key, services, "/");
        return service === undefined || held.has(service) ? [] : [{ ...object, service, route: routeOf(object.key, rules) }];
      });
      const outside = objects.filter(({ key }) => serviceOf(key, services, "/") === undefined).length;
      if (lines.length > 0) await writeManifestPart(s3, QUARANTINE_BUCKET, runId, cursor.page, lines);
      cursor = { ...next, page: cursor.page + 1, objects: cursor.objects + lines.length, outside: cursor.outside + outside };
      if (cursor.done) await joinManifest(s3, QUARANTINE_BUCKET, runId);
      await writeCursor(context.control, runId, "list", cursor);
    } while (!cursor.done && context.now() < until);
    return { done: cursor.done, objects: cursor.objects, manifestKey };
  };
}

type Page = { objects: ObjectAt[]; next: Pick<Cursor, "token" | "versionToken" | "decided" | "done"> };

async function versionPage(s3: S3Client, Bucket: string, asOf: Date, { token, versionToken, decided }: Cursor): Promise<Page> {
  const page = await s3.send(
    new ListObjectVersionsCommand({
      Bucket,
      MaxKeys: 1000,
      ...(token ? { KeyMarker: token } : {}),
      ...(versionToken ? { VersionIdMarker: versionToken } : {}),
    }),
  );
  const found = objectsAt(page, asOf, decided);
  const next = {
    token: page.NextKeyMarker ?? "",
    versionToken: page.NextVersionIdMarker ?? "",
    decided: found.decided,
    done: !page.IsTruncated,
  };
  return { objects: found.objects, next };
}

async function currentPage(s3: S3Client, bucket: string, _asOf: Date, { token }: Cursor): Promise<Page> {
  const { objects, next } = await listPage(s3, bucket, "", { token: token || undefined });
  return {
    objects: objects.map((object) => ({ ...object, version: "" })),
    next: { token: next ?? "", versionToken: "", decided: "", done: next === undefined },
  };
}
