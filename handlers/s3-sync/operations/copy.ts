/** Copies or masks a batch of the manifest's objects into the staging bucket. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { FingerprintSet } from "../../masking/prove/index.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { writeFingerprints } from "../../shared/fingerprints.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { quarantine } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { partName, writePart } from "../../shared/parts.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { SyncContext } from "../context.ts";
import type { copy } from "../contract.ts";
import { type CopyBatch, copyObject } from "../copy-object.ts";
import { openJournal } from "../journal.ts";
import { type ManifestLine, readSlices } from "../manifest.ts";
import { createKeyMasker, type KeyMasker } from "../object-keys.ts";
import { type Outcome, outcome, reportOf } from "../outcome.ts";
import { asTaskError } from "../task-errors.ts";

const atOnce = 16;
/** Bytes of objects at work at a time; a larger object goes alone, and has the function for itself. */
const bytesAtOnce = 128 * 1024 * 1024;
/** Milliseconds after which no further object is begun; the one at work has the rest of the function's 15 minutes. */
export const copyBudgetMilliseconds = 5 * 60_000;

/** The operation: the objects of some slices of the manifest. */
export function copyOperation(context: SyncContext): Operation<typeof copy> {
  const copyBatch = copyObjects(context);
  return async ({ environment, runId, slices }, raise) => {
    const objects = await readSlices(context.clients.s3, context.variables.QUARANTINE_BUCKET, runId, slices);
    return copyBatch({ environment, runId, objects }, raise);
  };
}

/** What `copy` is given, with the objects themselves. */
type Batch = Omit<Parameters<Operation<typeof copy>>[0], "slices"> & { readonly objects: readonly ManifestLine[] };

/**
 * Copies or masks some objects. A batch that is repeated writes the same objects, the same reports, the same fingerprints; one that was
 * killed goes on with the objects that its journal does not have.
 */
export function copyObjects(
  context: SyncContext,
): (batch: Batch, raise: Parameters<Operation<typeof copy>>[1]) => ReturnType<Operation<typeof copy>> {
  return async ({ environment, runId, objects }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const { s3, kms } = context.clients;
    const until = context.now() + copyBudgetMilliseconds;
    const part = partName(objects[0]?.key ?? "");
    const [rules, keys, held, journal] = await Promise.all([
      rulesOfRun(s3, STAGING_BUCKET, runId),
      maskingKeys(kms, MASKING_KEY_ID),
      readHeld(context.control, runId),
      openJournal(s3, {
        bucket: QUARANTINE_BUCKET,
        runId,
        part,
        now: context.now,
        beforeWrite: () => assertAtWork(context, runId),
      }),
    ]);
    const maskers = new Map<string, KeyMasker>();
    const keyMasker = (service: string): KeyMasker => {
      const masker = maskers.get(service) ?? createKeyMasker(service, rules, keys);
      maskers.set(service, masker);
      return masker;
    };
    const batch: CopyBatch = { context, runId, rules, keys, keyMasker };
    let begun = 0;
    const work = async (object: (typeof objects)[number]): Promise<Outcome | undefined> => {
      const known = journal.find(object);
      if (known !== undefined) return known;
      if (held.has(object.service)) return outcome("held");
      if (begun++ > 0 && context.now() >= until) return undefined;
      const originals = new FingerprintSet();
      const done = await copyObject(batch, object, originals);
      await journal.add(object, done, done.became === "copied" || done.became === "masked" ? originals : new FingerprintSet());
      return done;
    };
    const outcomes = await inParallel(atOnce, objects, work, { weigh: ({ size }) => size, most: bytesAtOnce }).catch(
      async (error: unknown) => {
        // The next attempt needs it; when it cannot be written either, that one begins where this one did.
        await journal.flush().catch(() => {});
        throw asTaskError(error, (name: "S3.AccessDenied" | "S3.Throttled", message) => raise(name, message), "A batch of objects");
      },
    );
    const done = objects.flatMap((object, i) => (outcomes[i] === undefined ? [] : [{ object, outcome: outcomes[i] }]));
    if (done.length < objects.length) {
      await journal.flush();
      return raise("S3.Unfinished", `${done.length} of a batch's ${objects.length} objects are done; call again for the others.`);
    }
    for (const { object, outcome: one } of done) {
      if (one.became === "held" && one.reason !== "") await holdService(context.control, runId, object.service, one.reason);
    }
    await assertAtWork(context, runId);
    await writeFingerprints(s3, QUARANTINE_BUCKET, quarantine.fingerprints(runId, "s3", part), journal.originals);
    const services = [...new Set(objects.map(({ service }) => service))];
    const reports = services.map((service) =>
      reportOf(
        service,
        done.filter(({ object }) => object.service === service),
      ),
    );
    for (const report of reports) await writePart(s3, STAGING_BUCKET, runId, `${part}-${report.service}`, report);
    const sum = (name: "copied" | "masked" | "dropped"): number => reports.reduce((total, report) => total + report[name], 0);
    const counts = { copied: sum("copied"), masked: sum("masked"), dropped: sum("dropped") };
    publishCounts(environment, { ObjectsCopied: counts.copied, ObjectsMasked: counts.masked, ObjectsDropped: counts.dropped });
    return counts;
  };
}
