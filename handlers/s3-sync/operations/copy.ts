/** Copies or masks a batch of the manifest's objects into the staging bucket. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { addCounters, type FormatCounters, newCounters } from "../../masking/formats/index.ts";
import { FingerprintSet } from "../../masking/prove/index.ts";
import { assertAtWork } from "../../shared/context.ts";
import { holdService, readHeld } from "../../shared/control/index.ts";
import { writeFingerprints } from "../../shared/fingerprints.ts";
import { inParallel } from "../../shared/in-parallel.ts";
import { quarantine } from "../../shared/layout.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { emptyPart, partName, undeclaredOf, uniqueUndeclared, writePart } from "../../shared/parts.ts";
import type { PartReport, Undeclared } from "../../shared/reports.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { SyncContext } from "../context.ts";
import type { copy } from "../contract.ts";
import { type Copied, type CopyBatch, copyObject, SourceChangedError } from "../copy-object.ts";
import type { ManifestLine } from "../manifest.ts";
import { createKeyMasker, type KeyMasker } from "../object-keys.ts";
import { placeOf } from "../places.ts";
import { asTaskError } from "../task-errors.ts";

const atOnce = 16;

/** The operation. A batch that is repeated writes the same objects, the same reports, the same fingerprints. */
export function copyOperation(context: SyncContext): Operation<typeof copy> {
  return async ({ environment, runId, objects }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const { s3, kms } = context.clients;
    const [rules, keys, held] = await Promise.all([
      rulesOfRun(s3, STAGING_BUCKET, runId),
      maskingKeys(kms, MASKING_KEY_ID),
      readHeld(context.control, runId),
    ]);
    const originals = new FingerprintSet();
    const maskers = new Map<string, KeyMasker>();
    const keyMasker = (service: string): KeyMasker => {
      const masker = maskers.get(service) ?? createKeyMasker(service, rules, keys, originals);
      maskers.set(service, masker);
      return masker;
    };
    const batch: CopyBatch = { context, runId, rules, keys, originals, keyMasker };
    const done = await inParallel(atOnce, objects, async (object) => {
      if (held.has(object.service)) return { object, copied: { became: "held", why: "" } as Copied };
      return { object, copied: await copyObject(batch, object) };
    }).catch((error: unknown) => {
      if (error instanceof SourceChangedError) return raise("S3.SourceChanged", error.message);
      throw asTaskError(error, (name: "S3.Throttled", message) => raise(name, message), "Production's objects cannot be read");
    });
    for (const { object, copied } of done) {
      if (copied.became === "held" && copied.why !== "")
        await holdService(context.control, runId, object.service, `${placeOf(object.key)}: ${copied.why}`);
    }
    const part = partName(objects[0]?.key ?? "");
    await assertAtWork(context, runId);
    await writeFingerprints(s3, QUARANTINE_BUCKET, quarantine.fingerprints(runId, "s3", part), originals);
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

function reportOf(service: string, all: readonly { object: ManifestLine; copied: Copied }[]): PartReport {
  const report = { ...emptyPart("s3", service), read: all.length };
  const undeclared: Undeclared[] = [];
  const add = (place: string, action: Undeclared["action"], why: string): void =>
    void undeclared.push({ service, store: "s3", place: place.slice(0, 400), action, why: why.slice(0, 400) });
  const byPlace = new Map<string, FormatCounters>();
  for (const { object, copied } of all) {
    const place = placeOf(object.key);
    if (copied.became === "held") {
      if (copied.why !== "") add(place, "hold", copied.why);
      continue;
    }
    report[copied.became]++;
    if (copied.became === "dropped") {
      add(place, "drop", copied.why.replace(/^(it is no (?:CSV|JSON lines)):.*/s, "$1"));
      continue;
    }
    report.written++;
    report.bytes += object.size;
    if (copied.became !== "masked") continue;
    if (copied.keyChanged) add(`${place} object names`, "key", "no prefix declares the names harmless");
    for (const name of copied.droppedMetadata) add(`${place} metadata ${name}`, "drop", "no rule declares it");
    const counters = byPlace.get(place) ?? newCounters();
    addCounters(counters, copied.counters);
    byPlace.set(place, counters);
  }
  for (const [place, counters] of byPlace) undeclared.push(...undeclaredOf(counters, { service, store: "s3", table: place }));
  report.undeclared.push(...uniqueUndeclared(undeclared));
  return report;
}
