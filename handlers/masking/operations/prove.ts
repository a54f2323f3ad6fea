/** Proves every store's result, and writes the signed proof. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { readHeld } from "../../shared/control/index.ts";
import { fingerprintsIn, readFingerprints, uniteFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, type Store, staging } from "../../shared/layout.ts";
import { signBody } from "../../shared/mac.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { listObjects, readJson, writeJson, writeObject } from "../../shared/objects.ts";
import { uniqueUndeclared } from "../../shared/parts.ts";
import { PlanReport, ProofReport, type ServiceProof } from "../../shared/reports.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { prove } from "../contract.ts";
import { FingerprintSet } from "../prove/index.ts";
import type { MaskingContext } from "./context.ts";
import { collectWork, sumOf, type Work } from "./proving/complete.ts";
import { createExplainer } from "./proving/explain.ts";
import { proofPage } from "./proving/proof-page.ts";
import { scanObjects } from "./proving/scan-objects.ts";
import { scanTable } from "./proving/scan-tables.ts";
import { createTally, type Tally } from "./proving/tally.ts";

const stores: readonly Store[] = ["s3", "dynamodb", "aurora"];

/** The operation. It names places and counts, in errors as in reports, and never a value. */
export function proveOperation(context: MaskingContext): Operation<typeof prove> {
  return async ({ environment, runId }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const { s3, kms } = context.clients;
    const plan = PlanReport.parse(await readJson(s3, STAGING_BUCKET, staging.plan(runId)));
    const held = await readHeld(context.control, runId);
    const work = await collectWork({ s3, control: context.control, buckets: context.variables }, plan, new Set(held.keys()));
    if (work.missing.length > 0) return raise("Masking.ProofIncomplete", `${work.missing.slice(0, 10).join("; ")}. Nothing is switched.`);
    const [rules, keys] = await Promise.all([rulesOfRun(s3, STAGING_BUCKET, runId), maskingKeys(kms, MASKING_KEY_ID)]);
    const originals = new FingerprintSet();
    const values = new Map<Store, number>();
    for (const store of stores) {
      const { set } = await uniteFingerprints(s3, QUARANTINE_BUCKET, `${quarantine.fingerprintsOf(runId)}${store}/`);
      values.set(store, set.size);
      originals.addAll(set);
    }
    const explained = createExplainer(rules, keys);
    const tallies = new Map<Store, Tally>(stores.map((store) => [store, createTally(keys, originals, explained)]));
    const services = plan.services.map(({ name }) => name).filter((name) => !held.has(name));
    await scanObjects(s3, STAGING_BUCKET, runId, services, rules, tallies.get("s3")!);
    for (const table of plan.tables)
      if (!held.has(table.service)) await scanTable(s3, STAGING_BUCKET, runId, table, tallies.get("dynamodb")!);
    await scanDatabase(context, runId, tallies.get("aurora")!);
    const found = stores.flatMap((store) => [...tallies.get(store)!.found].map(([place, count]) => ({ place, count })));
    const foundValues = found.reduce((sum, { count }) => sum + count, 0);
    publishCounts(environment, { LeaksFound: foundValues, ServicesHeld: held.size });
    if (foundValues > 0) {
      const places = found.slice(0, 10).map(({ place, count }) => `${place} (${count})`);
      return raise(
        "Masking.LeakFound",
        `${foundValues} values of production are in the output, at: ${places.join("; ")}. Nothing is switched.`,
      );
    }
    const scannedIn = (store: Store): number => tallies.get(store)!.scanned + (store === "aurora" ? work.inClone.scanned : 0);
    const valuesOf = (store: Store): number => (values.get(store) ?? 0) + (store === "aurora" ? work.inClone.values : 0);
    const scanned = stores.reduce((sum, store) => sum + scannedIn(store), 0);
    const body: ProofReport["body"] = {
      runId,
      environment,
      asOf: plan.asOf,
      rulesHash: plan.rulesHash,
      provedAt: new Date(context.now()).toISOString(),
      values: originals.size + work.inClone.values,
      scanned,
      found: 0,
      stores: stores.map((store) => ({ store, values: valuesOf(store), scanned: scannedIn(store), found: 0 })),
      services: plan.services.map(({ name }) => serviceProof(name, held.get(name), plan, work)),
    };
    const report = ProofReport.parse({ schemaVersion: 1, body, mac: await signBody(kms, MASKING_KEY_ID, body) });
    await writeJson(s3, STAGING_BUCKET, staging.proof(runId), report);
    await writeObject(s3, STAGING_BUCKET, staging.proofPage(runId), proofPage(report), "text/markdown; charset=utf-8");
    return {
      proofKey: staging.proof(runId),
      values: body.values,
      proved: services.length,
      held: plan.services.length - services.length,
    };
  };
}

// The database's own proof ran on the clone; what it now holds is compared with the other stores' originals here.
async function scanDatabase({ clients: { s3 }, variables }: MaskingContext, runId: string, tally: Tally): Promise<void> {
  const prefix = `${quarantine.outputsOf(runId)}aurora/`;
  for await (const { key } of listObjects(s3, variables.QUARANTINE_BUCKET, prefix)) {
    const where = `aurora ${key.slice(prefix.length).replace(/\.gz$/, "")}`;
    for (const one of fingerprintsIn(await readFingerprints(s3, variables.QUARANTINE_BUCKET, key))) tally.lookAt(one, where);
  }
}

function serviceProof(name: string, reason: string | undefined, plan: PlanReport, work: Work): ServiceProof {
  const parts = work.parts.filter(({ service }) => service === name);
  const undeclared = uniqueUndeclared(parts.flatMap((part) => part.undeclared));
  const of = (store: Store) => parts.filter((part) => part.store === store);
  const held = reason !== undefined;
  const objects = held ? undefined : work.objects.get(name);
  return {
    name,
    status: held ? "held" : "proved",
    reasons: held ? [reason.slice(0, 400)] : [],
    degraded: undeclared.length > 0,
    s3: {
      objects: objects?.listed ?? 0,
      copied: objects?.copied ?? 0,
      masked: objects?.masked ?? 0,
      dropped: objects?.dropped ?? 0,
      bytes: objects?.bytes ?? 0,
    },
    dynamodb: held
      ? { tables: 0, items: 0 }
      : { tables: plan.tables.filter(({ service }) => service === name).length, items: sumOf(of("dynamodb"), "written") },
    aurora: held ? { tables: 0, rows: 0 } : { tables: of("aurora").length, rows: sumOf(of("aurora"), "written") },
    undeclared,
  };
}
