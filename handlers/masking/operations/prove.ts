/** Proves every store's result, and writes the signed proof. */
import type { Operation } from "../../../workflows/kit/contract/index.ts";
import { InventoryReport } from "../../aurora-refresh/inventory-report.ts";
import { TableLine } from "../../dynamodb-refresh/contract.ts";
import { readHeld } from "../../shared/control/index.ts";
import { type OpenOriginals, openOriginals, readFingerprints } from "../../shared/fingerprints.ts";
import { quarantine, type Store, staging } from "../../shared/layout.ts";
import { signBody } from "../../shared/mac.ts";
import { maskingKeys } from "../../shared/masking-keys.ts";
import { publishCounts } from "../../shared/metrics.ts";
import { listObjects, readJson, readText, readTextIfThere, writeJson, writeObject } from "../../shared/objects.ts";
import { uniqueUndeclared } from "../../shared/parts.ts";
import { type PartReport, PlanReport, type ProofPlace, ProofReport, type ServiceProof } from "../../shared/reports.ts";
import { rulesOfRun } from "../../shared/rules-store.ts";
import type { prove } from "../contract.ts";
import { PlanDocument } from "../plan/index.ts";
import { FingerprintFilter, nothingCounted, Proof, ScanError } from "../prove/index.ts";
import type { Rules } from "../rules/index.ts";
import type { MaskingContext } from "./context.ts";
import { collectWork, sumOf, type Work } from "./proving/complete.ts";
import { plannedSuggestions, plannedUndeclared } from "./proving/planned.ts";
import { placeName, proofPage } from "./proving/proof-page.ts";
import { scanObjects } from "./proving/scan-objects.ts";
import { scanTable } from "./proving/scan-tables.ts";
import { withSuggestions } from "./proving/suggestions.ts";
import { rulesForNothing } from "./proving/warnings.ts";

const stores: readonly Store[] = ["s3", "dynamodb", "aurora"];

/**
 * The operation. It names places and counts, in errors as in reports, and never a value. The page is written whatever the
 * verdict is, the proof only when nothing was found.
 */
export function proveOperation(context: MaskingContext): Operation<typeof prove> {
  return async ({ environment, runId }, raise) => {
    const { QUARANTINE_BUCKET, STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
    const { s3, kms } = context.clients;
    const readIfThere = async <T>(key: string, schema: { parse(value: unknown): T }): Promise<T | undefined> => {
      const text = await readTextIfThere(s3, STAGING_BUCKET, key);
      return text === undefined ? undefined : schema.parse(JSON.parse(text));
    };
    const plan = PlanReport.parse(await readJson(s3, STAGING_BUCKET, staging.plan(runId)));
    const held = await readHeld(context.control, runId);
    const work = await collectWork({ s3, control: context.control, buckets: context.variables }, plan, new Set(held.keys()));
    if (work.missing.length > 0) return raise("Masking.ProofIncomplete", `${work.missing.slice(0, 10).join("; ")}. Nothing is switched.`);
    const rules = await rulesOfRun(s3, STAGING_BUCKET, runId);
    const prefixOf = (store: Store): string => `${quarantine.fingerprintsOf(runId)}${store}/`;
    const masking = await readIfThere(staging.maskingPlan(runId), PlanDocument);
    const clone = await readIfThere(staging.inventory(runId), InventoryReport);
    const open = await openOriginals(s3, QUARANTINE_BUCKET, stores.map(prefixOf));
    const services = plan.services.map(({ name }) => name).filter((name) => !held.has(name));
    const tables = plan.tables.filter(({ service }) => !held.has(service));
    const proofs = await scanStores(context, runId, { rules, open, services, tables }).catch((error: unknown) => {
      if (error instanceof ScanError) return raise("Masking.ProofIncomplete", `${error.message} Nothing is switched.`);
      throw error;
    });

    const inOutput = stores.flatMap((store) =>
      proofs
        .get(store)!
        .counts.all()
        .map((counts): ProofPlace => ({ store, ...counts })),
    );
    const places = [...inOutput, ...work.parts.flatMap((part) => (held.has(part.service) ? [] : unchangedIn(part)))];
    const scannedIn = (store: Store): number =>
      places.reduce((sum, place) => sum + (place.store === store ? place.compared : 0), store === "aurora" ? work.inClone.scanned : 0);
    const valuesOf = (store: Store): number => (open.sizes.get(prefixOf(store)) ?? 0) + (store === "aurora" ? work.inClone.values : 0);
    const foundIn = (store: Store): number => places.reduce((sum, each) => sum + (each.store === store ? each.found + each.unlike : 0), 0);
    const found = stores.reduce((sum, store) => sum + foundIn(store), 0);
    const body: ProofReport["body"] = {
      runId,
      environment,
      asOf: plan.asOf,
      rulesHash: plan.rulesHash,
      provedAt: new Date(context.now()).toISOString(),
      values: open.originals.size + work.inClone.values,
      scanned: stores.reduce((sum, store) => sum + scannedIn(store), 0),
      found,
      stores: stores.map((store) => ({ store, values: valuesOf(store), scanned: scannedIn(store), found: foundIn(store) })),
      services: plan.services.map(({ name }) => serviceProof(name, held.get(name), { plan, work, rules, masking })),
      lookup: lookupOf(open),
      places,
      warnings: rulesForNothing(rules, { plan: masking, clone, parts: work.parts }),
    };
    publishCounts(environment, { LeaksFound: found, ServicesHeld: held.size });
    await writeObject(s3, STAGING_BUCKET, staging.proofPage(runId), proofPage(body), "text/markdown; charset=utf-8");
    if (found > 0) return raise("Masking.LeakFound", leakSentence(found, places));
    const report = ProofReport.parse({ schemaVersion: 1, body, mac: await signBody(kms, MASKING_KEY_ID, body) });
    await writeJson(s3, STAGING_BUCKET, staging.proof(runId), report);
    return {
      proofKey: staging.proof(runId),
      values: body.values,
      proved: services.length,
      held: plan.services.length - services.length,
    };
  };
}

// What has too little room to be searched for everywhere is compared in its own place while it is masked.
function unchangedIn({ store, service, table, unchanged }: PartReport): readonly ProofPlace[] {
  if (unchanged === 0) return [];
  return [{ store, where: `${store} ${table === "" ? service : table}`, place: "#unchanged", ...nothingCounted, found: unchanged }];
}

interface ToScan {
  readonly rules: Rules;
  readonly open: OpenOriginals;
  readonly services: readonly string[];
  readonly tables: PlanReport["tables"];
}

async function scanStores(context: MaskingContext, runId: string, { rules, open, services, tables }: ToScan): Promise<Map<Store, Proof>> {
  const { s3, kms } = context.clients;
  const { STAGING_BUCKET, MASKING_KEY_ID } = context.variables;
  const keys = await maskingKeys(kms, MASKING_KEY_ID);
  const proofs = new Map(stores.map((store) => [store, new Proof({ keys, originals: open.originals, lists: rules.lists })]));
  await scanObjects({ s3, bucket: STAGING_BUCKET, rules, proof: proofs.get("s3")! }, runId, services);
  const keyAttributes = tables.length === 0 ? new Map<string, string[]>() : await keysOfTables(context, runId);
  for (const { service, table } of tables) {
    const records = { service, table, keyAttributes: keyAttributes.get(table) ?? [] };
    await scanTable(s3, STAGING_BUCKET, runId, records, rules, proofs.get("dynamodb")!);
  }
  await scanDatabase(context, runId, proofs.get("aurora")!);
  // What a filter let through is looked up once for all stores that have such hits.
  if (!open.originals.isExact) for (const proof of proofs.values()) await proof.settle(open.files());
  return proofs;
}

// The attributes of the keys of tables and indexes, from the plan's list.
async function keysOfTables({ clients: { s3 }, variables }: MaskingContext, runId: string): Promise<Map<string, string[]>> {
  const lines = (await readText(s3, variables.STAGING_BUCKET, staging.tables(runId))).split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const { table, creation } = TableLine.parse(JSON.parse(line));
      return [table, creation.AttributeDefinitions.map(({ AttributeName }) => AttributeName)];
    }),
  );
}

// The database's own proof ran on the clone; what it now holds is compared with the other stores' originals here.
async function scanDatabase({ clients: { s3 }, variables }: MaskingContext, runId: string, proof: Proof): Promise<void> {
  const prefix = `${quarantine.outputsOf(runId)}aurora/`;
  for await (const { key } of listObjects(s3, variables.QUARANTINE_BUCKET, prefix)) {
    const scope = proof.scope(`aurora ${key.slice(prefix.length).replace(/\.gz$/, "")}`);
    const file = await readFingerprints(s3, variables.QUARANTINE_BUCKET, key);
    for (let at = 0; at < file.length; at += 8) scope.lookAt(file.readUInt32BE(at), file.readUInt32BE(at + 4));
  }
}

function lookupOf({ originals }: OpenOriginals): string {
  if (!(originals instanceof FingerprintFilter)) return "Every original's fingerprint of 64 bits, exactly.";
  const rate = originals.falsePositiveRate.toPrecision(2);
  return `A filter of ${originals.bytes} bytes, which lets ${rate} of foreign fingerprints through; these were looked up exactly in a second pass.`;
}

function leakSentence(found: number, places: readonly ProofPlace[]): string {
  const named = places.flatMap((each) => (each.found + each.unlike > 0 ? [`${placeName(each)} (${each.found + each.unlike})`] : []));
  return `${found} values of production, or of a form that no rule gives, are in the output, at: ${named.slice(0, 10).join("; ")}. Nothing is switched.`;
}

interface Known {
  readonly plan: PlanReport;
  readonly work: Work;
  readonly rules: Rules;
  readonly masking: PlanDocument | undefined;
}

function serviceProof(name: string, reason: string | undefined, { plan, work, rules, masking }: Known): ServiceProof {
  const parts = work.parts.filter(({ service }) => service === name);
  const found = withSuggestions(uniqueUndeclared(parts.flatMap((part) => part.undeclared)), rules, plannedSuggestions(masking));
  const undeclared = parts.length === 0 ? plannedUndeclared(masking, name) : found;
  const of = (store: Store) => parts.filter((part) => part.store === store);
  const held = reason !== undefined;
  const objects = held ? undefined : work.objects.get(name);
  return {
    name,
    status: held ? "held" : "proved",
    reasons: held ? [reason.slice(0, 400)] : [],
    degraded: found.length > 0,
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
