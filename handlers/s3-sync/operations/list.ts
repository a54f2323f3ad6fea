/** Lists production page by page into the manifest; called again until it is done. */
import { z } from "zod";
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { readCursor, readHeld, writeCursor } from "../../shared/control/index.ts";
import { quarantine, staging } from "../../shared/layout.ts";
import { ObjectKey } from "../../shared/names.ts";
import { readJson } from "../../shared/objects.ts";
import { emptyPart, partName, writePart } from "../../shared/parts.ts";
import { PlanReport } from "../../shared/reports.ts";
import { serviceOf } from "../../shared/resources.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { SyncContext } from "../context.ts";
import type { list } from "../contract.ts";
import { currentPage, type ListingCursor, versionPage } from "../listing.ts";
import { joinManifest, type ManifestLine, writeManifestPart } from "../manifest.ts";
import { undeclaredAt } from "../outcome.ts";
import { routeOf } from "../routes.ts";
import { asTaskError } from "../task-errors.ts";

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
const start: ListingCursor = { token: "", versionToken: "", decided: "" };
const begin: Cursor = { ...start, page: 0, objects: 0, outside: 0, done: false };

/** The operation; every page is written before its cursor, so that a repeated page replaces itself. */
export function listOperation(context: SyncContext): Operation<typeof list> {
  return async ({ runId, asOf }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, PROD_DATA_BUCKET } = context.variables;
    const { s3 } = context.clients;
    const slicesKey = quarantine.manifestSlices(runId);
    const until = context.now() + budgetMilliseconds;
    let cursor = (await readCursor(context.control, runId, "list", Cursor)) ?? begin;
    if (cursor.done) return { done: true, objects: cursor.objects, slicesKey };
    const plan = PlanReport.parse(await readJson(s3, STAGING_BUCKET, staging.plan(runId)));
    const rules = await rulesOfRun(s3, STAGING_BUCKET, runId);
    const held = await readHeld(context.control, runId);
    const services = plan.services.map(({ name }) => name);
    const readPage = plan.objectsAsOf === "version" ? versionPage : currentPage;
    do {
      const found = await readPage(context.clients.production().s3, PROD_DATA_BUCKET, new Date(asOf), cursor).catch((error: unknown) => {
        throw asTaskError(error, raise, `Production's bucket ${PROD_DATA_BUCKET} cannot be listed`);
      });
      const owned = found.objects.map((object) => ({ ...object, service: serviceOf(object.key, services, "/") }));
      const unreadable = new Set<string>();
      const lines = owned.flatMap(({ service, ...object }): ManifestLine[] => {
        if (service === undefined || held.has(service)) return [];
        if (!ObjectKey.safeParse(object.key).success) {
          unreadable.add(service);
          return [];
        }
        return [{ ...object, service, route: routeOf(object.key, rules, object.size) }];
      });
      for (const service of unreadable) {
        const undeclared = [undeclaredAt(service, `${service}/*`, "drop", "its name has control characters")];
        const part = `${partName(`${service} page ${cursor.page}`)}-names`;
        await writePart(s3, STAGING_BUCKET, runId, part, { ...emptyPart("s3", service), undeclared });
      }
      if (lines.length > 0) await writeManifestPart(s3, QUARANTINE_BUCKET, runId, cursor.page, lines);
      cursor = {
        ...(found.next ?? start),
        done: found.next === undefined,
        page: cursor.page + 1,
        objects: cursor.objects + lines.length,
        outside: cursor.outside + owned.filter(({ service }) => service === undefined).length,
      };
      if (cursor.done) await joinManifest(s3, QUARANTINE_BUCKET, runId);
      await writeCursor(context.control, runId, "list", cursor);
    } while (!cursor.done && context.now() < until);
    return { done: cursor.done, objects: cursor.objects, slicesKey };
  };
}
